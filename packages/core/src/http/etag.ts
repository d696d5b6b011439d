import { fail } from '../ground/codes.ts'
import { trimSpace } from './header.ts'

/**
 * How two entity tags are compared: `'strong'` says the bytes are equal, `'weak'` that one can stand for the
 * other.
 */
export type ETagComparison = 'strong' | 'weak'

/**
 * Writes an entity tag.
 *
 * @param tag - Visible characters without quotes, such as a hash.
 * @param options.weak - Whether equal tags mean equal meaning only, not equal bytes. Default: `false`.
 * @throws {@link MicroError} `ETAG_VALUE` when it holds a quote, a space or a control character.
 * @example
 * formatETag('33a64df5') // '"33a64df5"'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function formatETag(tag: string, options: { readonly weak?: boolean } = {}): string {
  const text = `"${tag}"`
  if (entityTagEnd(text, 0) !== text.length) throw fail('ETAG_VALUE', { value: JSON.stringify(tag) })
  return options.weak ? `W/${text}` : text
}

/**
 * Whether a text is one entity tag with its quotes, and nothing else.
 *
 * @example
 * isETag('W/"x"') // true
 */
export function isETag(text: string): boolean {
  return text !== '' && entityTagEnd(text, 0) === text.length
}

/**
 * The entity tags of an `If-Match` or `If-None-Match` field, each with its quotes, or `'*'`. Junk is left
 * out.
 *
 * @example
 * parseETags('"a", W/"b"') // ['"a"', 'W/"b"']
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function parseETags(header: string): readonly string[] | '*' {
  if (trimSpace(header) === '*') return '*'
  const tags: string[] = []
  let at = 0
  while (at < header.length) {
    const end = entityTagEnd(header, at)
    if (end > at) tags.push(header.slice(at, end))
    at = end > at ? end : at + 1
  }
  return tags
}

/**
 * Where the entity tag that begins at `start` ends; `start` itself when none does. A comma may stand inside
 * its quotes.
 */
function entityTagEnd(text: string, start: number): number {
  const quote = text.startsWith('W/', start) ? start + 2 : start
  if (text[quote] !== '"') return start
  let at = quote + 1
  while (isTagCode(text.charCodeAt(at))) at++
  return text[at] === '"' ? at + 1 : start
}

/** `!` and `#` to `~`, and the bytes 0x80 to 0xFF. */
function isTagCode(code: number): boolean {
  return code === 0x21 || (code >= 0x23 && code <= 0x7e) || (code >= 0x80 && code <= 0xff)
}

/**
 * Whether two entity tags are the same. A weak tag is never the same as another by strong comparison.
 *
 * @example
 * isSameETag('W/"1"', '"1"', 'weak') // true
 * isSameETag('W/"1"', 'W/"1"', 'strong') // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.2
 */
export function isSameETag(a: string, b: string, comparison: ETagComparison): boolean {
  if (comparison === 'strong') return a === b && !a.startsWith('W/')
  return opaque(a) === opaque(b)
}

function opaque(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}
