import { fail } from '../ground/codes.ts'
import type { Command } from '../context/command.ts'
import { addHooks, emptyHooks, type Scope } from '../pipeline/scope.ts'
import { joinPaths } from '../routing/path.ts'
import type { AppWideRecord } from './app-wide.ts'
import type { HookRecord } from './hook-set.ts'
import type { Mountable, ScopedExtension } from './mount.ts'
import type { MountOptions } from './mount-options.ts'
import type { OwnedNames } from './owned-names.ts'
import type { Place, RouteTable } from './route-table.ts'
import type { ScopedPlace } from './scoped-setup.ts'
import { staticRoute } from './static-files.ts'
import type { TemplateRegistry } from './template-registry.ts'

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
  /** Sets an extension up for a blueprint; gives what it hung around the requests there. */
  readonly extend: (added: ScopedExtension, place: ScopedPlace) => HookRecord
}

/**
 * Takes a blueprint into an app: its routes, hooks, templates and files, and then the blueprints inside it.
 *
 * @param outer - Where it is put: the app itself, or a blueprint that was taken in before.
 * @param within - The blueprints around it.
 * @throws {@link MicroError} `BLUEPRINT_CIRCLE`; `NAME_TAKEN` when a blueprint of that name is there, and what a route is refused for.
 */
export function mount(
  blueprint: Mountable,
  given: MountOptions,
  outer: Place,
  into: Mounting,
  within: readonly Mountable[] = [],
): void {
  if (within.includes(blueprint)) throw fail('BLUEPRINT_CIRCLE', { name: blueprint.name })
  const record = blueprint.record()
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
    mount(child, as, place, into, [...within, blueprint])
  for (const added of record.extensions)
    hang(hung, into.extend(added, { name: scope.name, commandGroup: place.commandGroup, mount: inside }))
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
