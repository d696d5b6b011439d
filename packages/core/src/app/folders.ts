import { fail } from '../ground/codes.ts'

/**
 * A folder beside `rootPath`; `undefined` when there is none: it was switched off, or it is the default one and there
 * is no `rootPath`.
 *
 * @param folder - As given by the developer; `undefined` for the default, `false` for none.
 * @throws {@link MicroError} `ROOT_PATH_MISSING` for a relative folder without a `rootPath`.
 */
export function resolveFolder(
  owner: string,
  rootPath: string | undefined,
  folder: string | false | undefined,
  initial: string | undefined,
): string | undefined {
  if (folder === false) return undefined
  if (folder !== undefined) return besideRoot(owner, rootPath, folder)
  return initial === undefined || rootPath === undefined ? undefined : besideRoot(owner, rootPath, initial)
}

/**
 * Where a file or folder is that was given beside `rootPath`, or absolute.
 *
 * @throws {@link MicroError} `ROOT_PATH_MISSING` for a relative one without a `rootPath`.
 */
export function besideRoot(owner: string, rootPath: string | undefined, path: string): string {
  if (isAbsolute(path)) return path
  if (rootPath === undefined) throw fail('ROOT_PATH_MISSING', { folder: path, owner })
  return `${rootPath.replace(/[/\\]+$/, '')}/${path}`
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[/\\]/.test(path)
}
