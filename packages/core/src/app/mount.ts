import type { Command } from '../context/command.ts'
import type { AnyParams } from '../context/context.ts'
import type { AppWideRecord } from './app-wide.ts'
import type { RouteDefinition } from './handler.ts'
import type { HookRecord } from './hook-set.ts'
import type { PathLike } from './params-of.ts'

/** Where and as what a blueprint is registered; each goes before what the blueprint says itself. */
export interface MountOptions {
  /** Another name, to register a blueprint twice. */
  readonly name?: string
  /** Goes before every path of the blueprint; may hold variables. */
  readonly urlPrefix?: PathLike
  /** The only subdomain it answers; may hold variables. */
  readonly subdomain?: string
  /** Values that all its routes have as `defaults`, those of the blueprints inside it too. */
  readonly urlDefaults?: AnyParams
  /** What goes before the names of its commands. Default: its name. */
  readonly cliGroup?: string
}

/** A blueprint within another. */
export interface Child {
  readonly blueprint: Mountable
  readonly options: MountOptions
}

/** What a blueprint holds, for the app that takes it in. */
export interface BlueprintRecord extends HookRecord {
  readonly options: MountOptions
  readonly routes: readonly RouteDefinition[]
  /** What it adds to the whole app. */
  readonly appWide: AppWideRecord
  readonly commands: readonly Command[]
  /** Absolute path of its templates; `undefined` when it has none. */
  readonly templateFolder: string | undefined
  readonly staticFolder: StaticFolder | undefined
  readonly children: readonly Child[]
}

/** A folder whose files are served. */
export interface StaticFolder {
  /** Absolute path. */
  readonly path: string
  /** Where in the scope its files are found: `'/static'`. */
  readonly urlPath: string
}

/** What can be registered on an app beside extensions: a {@link Blueprint}. */
export interface Mountable {
  readonly name: string
  /** Gives what it holds; from now on it is locked. */
  record(): BlueprintRecord
}
