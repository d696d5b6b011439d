import { fail } from '../ground/codes.ts'
import { splitList, tokenEnd, trimSpace } from './header.ts'

/** The directives of a reply's `Cache-Control`. Those that are `undefined` or `false` are left out. */
export interface CacheControl {
  readonly public?: boolean
  readonly private?: boolean
  readonly noStore?: boolean
  readonly noCache?: boolean
  readonly noTransform?: boolean
  readonly mustRevalidate?: boolean
  readonly proxyRevalidate?: boolean
  readonly immutable?: boolean
  /** Seconds. */
  readonly maxAge?: number
  /** Seconds, for shared caches. */
  readonly sMaxage?: number
  /** Seconds. RFC 5861 §3 */
  readonly staleWhileRevalidate?: number
  /** Seconds. RFC 5861 §4 */
  readonly staleIfError?: number
}

/**
 * Writes a `Cache-Control` field, in the order of the members given.
 *
 * @throws {@link MicroError} `CACHE_DIRECTIVE` when a time is no whole number of seconds, 0 or more.
 * @example
 * formatCacheControl({ public: true, maxAge: 3600 }) // 'public, max-age=3600'
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function formatCacheControl(directives: CacheControl): string {
  return Object.entries(directives)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([key, value]) => formatDirective(key, value))
    .join(', ')
}

function formatDirective(key: string, value: boolean | number): string {
  const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (value === true) return name
  if (!Number.isSafeInteger(value) || Number(value) < 0)
    throw fail('CACHE_DIRECTIVE', { name, value: String(value) })
  return `${name}=${value}`
}

/**
 * Reads a `Cache-Control` field: directives by lower-case name, without prototype; `''` for one without a
 * value.
 *
 * Of a directive that is given twice, the first counts.
 *
 * @example
 * parseCacheControl('no-cache, max-age=0') // { 'no-cache': '', 'max-age': '0' }
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2
 */
export function parseCacheControl(header: string): Readonly<Record<string, string>> {
  const directives: Record<string, string> = Object.create(null)
  for (const element of splitList(header)) {
    const end = tokenEnd(element, 0)
    const name = element.slice(0, end).toLowerCase()
    const rest = trimSpace(element.slice(end))
    if (name === '' || name in directives || (rest !== '' && !rest.startsWith('='))) continue
    directives[name] = unquote(rest.slice(1))
  }
  return directives
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text
}
