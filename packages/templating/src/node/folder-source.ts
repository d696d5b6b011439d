import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fail } from '../errors.ts'
import type { TemplateFile, TemplateSource } from '../source.ts'
import { isTemplateName } from '../template-name.ts'

/**
 * Templates in folders, the first folder first.
 *
 * Never reads outside of them: a name that leads out is no name, and a link that leads out is not followed.
 *
 * @param folders - Absolute paths; one that does not exist has no templates.
 */
export function folderSource(folders: readonly string[]): TemplateSource {
  return {
    find(name) {
      if (!isTemplateName(name)) return undefined
      for (const folder of folders) {
        const file = findIn(folder, name)
        if (file !== undefined) return file
      }
      return undefined
    },
    places: () => folders,
  }
}

function findIn(folder: string, name: string): TemplateFile | undefined {
  const root = realPath(folder)
  const path = root === undefined ? undefined : realPath(join(root, name))
  if (root === undefined || path === undefined || !path.startsWith(withSeparator(root))) return undefined
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true
    ? { place: path, version: versionOf(path, stats), read: () => read(path) }
    : undefined
}

/** `undefined` for what is not there, and for what may not be looked at. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** A folder `/app/tpl` does not contain `/app/tpl2/page.html`. */
function withSeparator(root: string): string {
  return root.endsWith(sep) ? root : root + sep
}

function versionOf(path: string, { mtimeMs, size, ino }: Stats): string {
  return `${path} ${mtimeMs} ${size} ${ino}`
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw fail('TEMPLATE_UNREADABLE', { file }, { cause })
  }
}
