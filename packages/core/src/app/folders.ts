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
  const wanted = folder ?? initial
  if (wanted === false || wanted === undefined) return undefined
  if (isAbsolute(wanted)) return wanted
  if (rootPath !== undefined) return `${rootPath.replace(/[/\\]+$/, '')}/${wanted}`
  if (folder === undefined) return undefined
  throw fail('ROOT_PATH_MISSING', { folder: wanted, owner })
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[/\\]/.test(path)
}
