import { existsSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import type { Room, SourceFile, Workspace } from './workspace.ts'

/** What an import leads to. */
export type Target =
  /** A file of the repository, by its path from the root. */
  | { readonly kind: 'file'; readonly path: string }
  /** A module of the runtime: `node:fs`, `bun:sqlite`. */
  | { readonly kind: 'platform'; readonly module: string }
  /** A package from outside the repository. */
  | { readonly kind: 'package'; readonly name: string }
  /** Nothing that can be found, or a specifier that is computed. */
  | { readonly kind: 'unknown' }

/** Follows a specifier as the sources are resolved: with the condition `@micro/source`, and no file extension guessed. */
export function resolveImport(workspace: Workspace, from: SourceFile, specifier: string | undefined): Target {
  if (specifier === undefined) return { kind: 'unknown' }
  if (specifier.startsWith('.')) return fileTarget(workspace, posix.join(posix.dirname(from.path), specifier))
  if (specifier.startsWith('#')) return mapped(workspace, from.room, from.room.manifest.imports?.[specifier])
  if (isBuiltin(specifier) || /^[a-z]+:/.test(specifier)) return { kind: 'platform', module: specifier }

  const name = packageName(specifier)
  const room = workspace.rooms.find(({ manifest }) => manifest.name === name)
  if (!room) return { kind: 'package', name }
  return mapped(workspace, room, room.manifest.exports?.[`.${specifier.slice(name.length)}`])
}

/** `@scope/name/sub/path` gives `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Where an entry of package.json's `exports` or `imports` leads when the sources are used. */
export function sourceTarget(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry
  if (typeof entry !== 'object' || entry === null || !('@micro/source' in entry)) return undefined
  return sourceTarget(entry['@micro/source'])
}

function mapped(workspace: Workspace, room: Room, entry: unknown): Target {
  const path = sourceTarget(entry)
  return path === undefined ? { kind: 'unknown' } : fileTarget(workspace, posix.join(room.path, path))
}

function fileTarget(workspace: Workspace, path: string): Target {
  const full = join(workspace.root, path)
  return existsSync(full) && statSync(full).isFile() ? { kind: 'file', path } : { kind: 'unknown' }
}
