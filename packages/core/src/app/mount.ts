import { fail } from '../ground/codes.ts'
import type { Command } from '../context/command.ts'
import { addHooks, emptyHooks, type Scope } from '../pipeline/scope.ts'
import { joinPaths } from '../routing/path.ts'
import type { AppWideRecord } from './app-wide.ts'
import type { AppSetup } from './extension.ts'
import type { RouteDefinition } from './handler.ts'
import type { HookRecord } from './hook-set.ts'
import type { Mountable, Mounting, ScopedExtension, ScopedHost } from './mountable.ts'
import type { MountOptions } from './mount-options.ts'
import type { Place } from './route-table.ts'
import { ScopedSetup } from './scoped-setup.ts'
import { staticRoute } from './static-files.ts'
import type { StaticFolder } from './static-folder.ts'

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
  readonly extensions: readonly ScopedExtension[]
}

/** Does what {@link Mountable.mount} says. */
export function mount(
  blueprint: Mountable,
  record: BlueprintRecord,
  given: MountOptions,
  outer: Place,
  into: Mounting,
  within: readonly Mountable[],
): void {
  if (within.includes(blueprint)) throw fail('BLUEPRINT_CIRCLE', { name: blueprint.name })
  const options = { ...record.options, ...given }
  const { name = blueprint.name, urlPrefix = '', subdomain, cliGroup = name } = options
  const hung: HookRecord = { hooks: emptyHooks(), urlDefaults: [], contextProcessors: [] }
  const scope: Scope = { name: dotted(outer.scope.name, name), parent: outer.scope, hooks: hung.hooks }
  if (into.routes.hasPlace(scope.name)) {
    throw fail('NAME_TAKEN', {
      kind: 'blueprint',
      name: scope.name,
      owner: into.owner ?? 'the app',
      other: 'another registration',
    })
  }
  const place: Place = {
    scope,
    prefix: joinPaths(outer.prefix, urlPrefix),
    subdomain: joinDomains(subdomain, outer.subdomain),
    defaults: { ...outer.defaults, ...options.urlDefaults },
    commandGroup: `${outer.commandGroup}${cliGroup} `,
    urlDefaults: hung.urlDefaults,
    outer,
  }
  into.routes.addPlace(place)
  const inside = (child: Mountable, as: MountOptions): void =>
    child.mount(as, place, into, [...within, blueprint])
  const scoped = { commandGroup: place.commandGroup, mount: inside }
  const show = (app: AppSetup, host: ScopedHost): ScopedSetup => new ScopedSetup(app, scoped, host)
  for (const added of record.extensions) hang(hung, into.extend(added, scope.name, show))
  hang(hung, record)
  const owner = into.owner ?? `the blueprint "${scope.name}"`
  if (!into.known.has(blueprint)) addAppWide(record.appWide, into, owner)
  into.known.add(blueprint)
  addCommands(record.commands, place.commandGroup, into, owner)
  into.templates.addProcessors(scope.name, hung.contextProcessors)
  if (record.templateFolder !== undefined)
    into.templates.folders.push({ path: record.templateFolder, blueprint: scope.name })
  if (record.staticFolder !== undefined) into.routes.add(staticRoute(record.staticFolder), place, into.owner)
  for (const definition of record.routes) into.routes.add(definition, place, into.owner)
  for (const child of record.children) inside(child.blueprint, child.options)
}

function hang(to: HookRecord, from: HookRecord): void {
  addHooks(to.hooks, from.hooks)
  to.urlDefaults.push(...from.urlDefaults)
  to.contextProcessors.push(...from.contextProcessors)
}

function addAppWide(added: AppWideRecord, into: Mounting, owner: string): void {
  hang(into.root, added)
  into.templates.addNames(added.templates, owner)
  addCommands(added.commands, '', into, owner)
}

function addCommands(commands: readonly Command[], group: string, into: Mounting, owner: string): void {
  for (const command of commands) {
    const name = `${group}${command.name}`
    into.commands.add(name, { ...command, name, run: (input) => command.run(input) }, owner)
  }
}

function dotted(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`
}

/** `'api'` within `'example'` is `'api.example'`; one that says nothing has that of what is around it. */
function joinDomains(inner: string | undefined, outer: string | undefined): string | undefined {
  return [inner, outer].filter((part) => part !== undefined).join('.') || undefined
}
