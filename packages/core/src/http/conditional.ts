import { parseHttpDate } from './date.ts'
import { isSameETag, parseETags, type ETagComparison } from './etag.ts'

/** What a resource is at present. */
export interface Representation {
  /** With its quotes, as given by {@link formatETag}; `undefined` when it has none. */
  readonly etag?: string | undefined
  /** Milliseconds since 1970; `undefined` when it is not known. Fractions of a second do not count. */
  readonly lastModified?: number | undefined
}

/** Looks up a request header field by its lower-case name. */
export type HeaderLookup = (name: string) => string | undefined

/** `'not-modified'`: answer 304. `'failed'`: answer 412. */
export type PreconditionResult = 'proceed' | 'not-modified' | 'failed'

/**
 * Evaluates the preconditions of a request, in the order that RFC 9110 §13.2.2 sets.
 *
 * Does not look at `If-Range`: see {@link ifRangeHolds}. Ask it only when the answer without preconditions
 * would be 2xx.
 *
 * @param representation - `undefined` when the resource does not exist yet.
 * @example
 * const fields: Record<string, string> = { 'if-none-match': '"a"' }
 * evaluatePreconditions('GET', (name) => fields[name], { etag: '"a"' }) // 'not-modified'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function evaluatePreconditions(
  method: string,
  header: HeaderLookup,
  representation: Representation | undefined,
): PreconditionResult {
  const reads = method === 'GET' || method === 'HEAD'
  const ifMatch = header('if-match')
  const ifNoneMatch = header('if-none-match')
  // 1 and 2: has it been changed since the client last saw it?
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, representation, 'strong')) return 'failed'
  } else if (isModifiedSince(header('if-unmodified-since'), representation) === true) return 'failed'
  // 3 and 4: does the client have it already?
  if (ifNoneMatch !== undefined) {
    if (matches(ifNoneMatch, representation, 'weak')) return reads ? 'not-modified' : 'failed'
  } else if (reads && isModifiedSince(header('if-modified-since'), representation) === false)
    return 'not-modified'
  return 'proceed'
}

function matches(
  field: string,
  representation: Representation | undefined,
  comparison: ETagComparison,
): boolean {
  const tags = parseETags(field)
  // "If the field value is "*", the condition is true if the origin server has a current representation"
  if (tags === '*') return representation !== undefined
  const current = representation?.etag
  return current !== undefined && tags.some((tag) => isSameETag(tag, current, comparison))
}

/**
 * `undefined` when there is nothing to compare: "A recipient MUST ignore ... if the received field value is
 * not a valid HTTP-date".
 */
function isModifiedSince(
  field: string | undefined,
  representation: Representation | undefined,
): boolean | undefined {
  const since = field === undefined ? undefined : parseHttpDate(field)
  const lastModified = representation?.lastModified
  if (since === undefined || lastModified === undefined) return undefined
  return toSecond(lastModified) > since
}

function toSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}

/**
 * Whether a `Range` is to be obeyed as far as `If-Range` goes: there is none, or it names what the resource
 * is at present.
 *
 * A weak tag never does, nor does a date of less than a second ago: the resource may have changed again in
 * that second.
 *
 * @param now - Milliseconds since 1970. Default: the present.
 * @example
 * ifRangeHolds('"old"', { etag: '"new"' }) // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function ifRangeHolds(
  field: string | undefined,
  { etag, lastModified }: Representation,
  now: number = Date.now(),
): boolean {
  if (field === undefined) return true
  if (field.includes('"')) return etag !== undefined && isSameETag(field.trim(), etag, 'strong')
  if (lastModified === undefined) return false
  return parseHttpDate(field) === toSecond(lastModified) && now - toSecond(lastModified) >= 1000
}
