import type { Command } from '../context/command.ts'
import type { ExtensionRef } from '../context/running-app.ts'
import type { AppSetup, BlueprintRef, Extension } from './extension.ts'
import type { HookRecord } from './hook-set.ts'
import type { MountOptions } from './mount-options.ts'
import type { OwnedNames } from './owned-names.ts'
import type { Place, RouteTable } from './route-table.ts'
import type { TemplateRegistry } from './template-registry.ts'

/** An extension within a blueprint. */
export interface ScopedExtension {
  readonly extension: Extension
  readonly options: object
}

/** What a scoped set-up needs of its app besides what every extension sees. */
export interface ScopedHost {
  /** The state of an extension that is registered on the blueprint, on one around it, or on the app. */
  readonly extension: <State>(extension: ExtensionRef<State>) => State
  /** Refuses what comes too late. */
  readonly assertOpen: (method: string) => void
  /** Whether the extension has been set up on this app before: what an app has once is there already. */
  readonly again: boolean
}

/** An app as an extension on a blueprint sees it. */
export interface ScopedApp extends AppSetup {
  /** What was hung around the requests of the blueprint. */
  readonly record: HookRecord
}

/** What a blueprint is taken into. */
export interface Mounting {
  readonly routes: RouteTable
  readonly templates: TemplateRegistry
  readonly commands: OwnedNames<Command>
  /** The hooks around all requests of the app. */
  readonly root: HookRecord
  /** Who is taken in already: what a blueprint hangs around the whole app is hung once, however often it is registered. */
  readonly known: Set<Mountable>
  /** Who registers it, for messages. */
  readonly owner: string | undefined
  /**
   * Sets an extension up for a blueprint.
   *
   * @param blueprint - Its dotted name.
   * @param show - Gives what the extension sees of the app.
   */
  readonly extend: (
    added: ScopedExtension,
    blueprint: string,
    show: (app: AppSetup, host: ScopedHost) => ScopedApp,
  ) => HookRecord
}

/**
 * What can be registered on an app beside extensions: a {@link Blueprint}. It brings along how it is taken in, so that an app without
 * blueprints is without that, too.
 */
export interface Mountable extends BlueprintRef {
  /**
   * Takes itself into an app: its routes, hooks, templates and files, and then the blueprints inside it. From now on it is locked.
   *
   * @param outer - Where it is put: the app itself, or a blueprint that was taken in before.
   * @param within - The blueprints around it.
   * @throws {@link MicroError} `BLUEPRINT_CIRCLE`; `NAME_TAKEN` when a blueprint of that name is there, and what a route is refused for.
   */
  mount(options: MountOptions, outer: Place, into: Mounting, within?: readonly Mountable[]): void
}
