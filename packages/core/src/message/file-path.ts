import { isSafeName } from '../http/safe-name.ts'

/**
 * Whether a path that a client gave can name a file below a folder: every part of it is a plain name on every system, and
 * none begins with a dot.
 *
 * @param wellKnown - Whether the first folder may be `.well-known`. RFC 8615. Default: false.
 */
export function isPlainPath(path: string, wellKnown = false): boolean {
  const names = path.split('/')
  if (wellKnown && names.length > 1 && names[0] === '.well-known') names.shift()
  return names.every((name) => !name.startsWith('.') && isSafeName(name))
}
