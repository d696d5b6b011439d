import { BadRequest, ContentTooLarge, type HttpErrorClass } from '../ground/http-error.ts'
import { Fields } from './fields.ts'
import type { Entry } from './multi-map.ts'

/** What a urlencoded text may hold. */
export interface FieldLimits {
  /** Most `name=value` pairs. Default: 1000. */
  readonly maxParameters?: number
}

/**
 * Reads the query of a URL.
 *
 * Names are literal: `a[b]` and `a.b` are names, `;` does not separate. What cannot be decoded is kept
 * (`%zz`) or replaced by U+FFFD (`%ff`), as every browser does it.
 *
 * @param text - Without the `?`.
 * @throws {@link HttpError} 400 when there are more than `maxParameters`.
 * @example
 * parseQuery('q=a+b&page=2').get('q') // 'a b'
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
export function parseQuery(text: string, limits: FieldLimits = {}): Fields {
  return parseUrlencoded(text, limits, BadRequest)
}

/**
 * Reads a body of the type `application/x-www-form-urlencoded`, by the same rules as {@link parseQuery}.
 *
 * Does not limit the length of the text: that is for whoever reads the body.
 *
 * @throws {@link HttpError} 413 when there are more than `maxParameters`.
 * @example
 * parseForm('name=Ada&name=Grace').getAll('name') // ['Ada', 'Grace']
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
export function parseForm(text: string, limits: FieldLimits = {}): Fields {
  return parseUrlencoded(text, limits, ContentTooLarge)
}

function parseUrlencoded(
  text: string,
  { maxParameters = 1000 }: FieldLimits,
  TooMany: HttpErrorClass,
): Fields {
  const entries: Entry<string>[] = []
  let start = 0
  while (start < text.length) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand < 0 ? text.length : ampersand
    if (end > start) {
      if (entries.length === maxParameters) throw new TooMany('Too many parameters.')
      entries.push(parsePair(text.slice(start, end)))
    }
    start = end + 1
  }
  return new Fields(entries)
}

function parsePair(pair: string): Entry<string> {
  const equals = pair.indexOf('=')
  if (equals < 0) return { name: decode(pair), value: '' }
  return { name: decode(pair.slice(0, equals)), value: decode(pair.slice(equals + 1)) }
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeLossy(spaced)
  }
}

/**
 * What is no percent-encoding stays; runs of encoded bytes are read as UTF-8, with U+FFFD for what is none.
 */
function decodeLossy(text: string): string {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  return text.replaceAll(/(?:%[\dA-Fa-f][\dA-Fa-f])+/g, (run) =>
    utf8.decode(
      Uint8Array.from({ length: run.length / 3 }, (_, index) =>
        Number.parseInt(run.slice(index * 3 + 1, index * 3 + 3), 16),
      ),
    ),
  )
}

/** A value that can stand in a query. */
export type QueryScalar = string | number | bigint | boolean

/** What {@link formatQuery} takes: a list repeats its name, `null` and `undefined` are left out. */
export type QueryValues = Readonly<
  Record<string, QueryScalar | null | undefined | readonly (QueryScalar | null | undefined)[]>
>

/**
 * Writes a query, without the `?`; `''` when nothing is left to write.
 *
 * @example
 * formatQuery({ q: '1+2', tag: ['a', 'b'], page: undefined }) // 'q=1%2B2&tag=a&tag=b'
 * @see https://url.spec.whatwg.org/#urlencoded-serializing
 */
export function formatQuery(values: QueryValues): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const item of [value].flat())
      if (item !== null && item !== undefined) query.append(name, String(item))
  }
  return query.toString()
}
