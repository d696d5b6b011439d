import { join } from 'node:path'
import { sourceTarget } from './resolve.ts'
import type { Room } from './workspace.ts'

/** An entry of a package: how it is imported, and the source behind it. */
export interface Entry {
  /** `@micro/core/testing`. */
  readonly specifier: string
  /** From the repository's root. */
  readonly path: string
}

/** The entries of a package that have a source, as its package.json lists them. */
export function entriesOf({ path, manifest }: Room): readonly Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([name, entry]) => {
    const source = typeof entry === 'string' ? undefined : sourceTarget(entry)
    return source === undefined
      ? []
      : [{ specifier: `${manifest.name}${name.slice(1)}`, path: join(path, source) }]
  })
}
