import type { ImportSite } from './module-facts.ts'
import type { Plan } from './plan.ts'
import { resolveImport, type Target } from './resolve.ts'
import { openWorkspace, type Room, type SourceFile, type Workspace } from './workspace.ts'

/** One import, followed to where it leads. */
export interface Link {
  readonly from: SourceFile
  readonly site: ImportSite
  readonly target: Target
  /** The source it leads to, where that is one of the house. */
  readonly to: SourceFile | undefined
}

/** The whole house as the rules see it. */
export interface House extends Workspace {
  readonly links: readonly Link[]
}

/** Something that breaks a rule of the house. */
export interface Violation {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly message: string
  readonly fix: string
}

/** A law of the house, and how it is checked. */
export interface Rule {
  readonly name: string
  check(house: House): readonly Violation[]
}

/** Reads the house at a folder: rooms, sources, and every import followed. */
export function openHouse(root: string, plan: Plan): House {
  const workspace = openWorkspace(root, plan)
  const links = [...workspace.files.values()].flatMap((from) =>
    from.facts.imports.map((site): Link => {
      const target = resolveImport(workspace, from, site.specifier)
      return { from, site, target, to: target.kind === 'file' ? workspace.files.get(target.path) : undefined }
    }),
  )
  return { ...workspace, links }
}

/** A violation at the place of an import. */
export function atLink(link: Link, message: string, fix: string): Violation {
  return { file: link.from.path, line: link.site.line, message, fix }
}

/** Where a folder stands in its room: the higher, the later in `folders`; entries stand above. `undefined`: nowhere. */
export function rankOf(file: SourceFile): number | undefined {
  const { folders, entries } = file.room.plan
  if (!folders) return undefined
  if (file.folder === '') return entries?.includes(baseName(file.path)) ? folders.length : undefined
  const rank = folders.indexOf(file.folder)
  return rank < 0 ? undefined : rank
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What a package needs at run time: its dependencies of every kind but the development ones. */
export function runtimeDependencies({ manifest }: Room): readonly string[] {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  })
}
