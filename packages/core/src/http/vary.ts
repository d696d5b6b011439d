import { splitList } from './header.ts'

/**
 * Adds field names to a `Vary` field. Each stands in it once, whatever its case; `*` stands for all.
 *
 * @param current - The field as it is; `undefined` when there is none yet.
 * @example
 * mergeVary('Cookie', 'Accept', 'cookie') // 'Cookie, Accept'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
 */
export function mergeVary(current: string | undefined, ...names: readonly string[]): string {
  const [only] = names
  if (current === undefined && only !== undefined && names.length === 1) return only
  const merged = new Map<string, string>()
  for (const name of [...splitList(current ?? ''), ...names]) {
    if (!merged.has(name.toLowerCase())) merged.set(name.toLowerCase(), name)
  }
  return merged.has('*') ? '*' : [...merged.values()].join(', ')
}
