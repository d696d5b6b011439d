import { quotedEnd, skipSpace, tokenEnd } from './header.ts'

const QUOTE = 0x22
const SEMICOLON = 0x3b
const EQUALS = 0x3d

/** The `; name=value` pairs after a media type, a disposition or a list element. */
export interface Parameters {
  /** By lower-case name, without prototype. Of a name that is given twice, the first value. */
  readonly values: Readonly<Record<string, string>>
  /**
   * Whether a name is given twice: two readers could then take different values, so most callers refuse it.
   */
  readonly repeated: boolean
}

/**
 * Reads `; name=value` pairs from `start` to the end of a text; `undefined` when anything else stands there.
 *
 * @param unescape - Turns the inside of a quoted string into its value. Default: a backslash quotes what
 * follows it.
 * @example
 * parseParameters('text/html; charset="utf-8"', 9)?.values.charset // 'utf-8'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6
 */
export function parseParameters(
  text: string,
  start: number,
  unescape: (quoted: string) => string = unescapeQuoted,
): Parameters | undefined {
  const values: Record<string, string> = Object.create(null)
  let repeated = false
  let at = skipSpace(text, start)
  while (at < text.length) {
    if (text.charCodeAt(at) !== SEMICOLON) return undefined
    const nameStart = skipSpace(text, at + 1)
    const nameEnd = tokenEnd(text, nameStart)
    at = nameEnd
    if (nameEnd > nameStart) {
      const end = valueEnd(text, nameEnd)
      if (end < 0) return undefined
      const name = text.slice(nameStart, nameEnd).toLowerCase()
      if (name in values) repeated = true
      else values[name] = valueOf(text.slice(nameEnd + 1, end), unescape)
      at = skipSpace(text, end)
    }
  }
  return { values, repeated }
}

/** Where the value after the `=` at `equals` ends; -1 when there is no `=` or no value. */
function valueEnd(text: string, equals: number): number {
  if (text.charCodeAt(equals) !== EQUALS) return -1
  const start = equals + 1
  if (text.charCodeAt(start) === QUOTE) return quotedEnd(text, start)
  const end = tokenEnd(text, start)
  return end === start ? -1 : end
}

function valueOf(raw: string, unescape: (quoted: string) => string): string {
  return raw.charCodeAt(0) === QUOTE ? unescape(raw.slice(1, -1)) : raw
}

/**
 * "MUST handle a quoted-pair as if it were replaced by the octet following the backslash." RFC 9110 §5.6.4
 */
function unescapeQuoted(quoted: string): string {
  return quoted.includes('\\') ? quoted.replaceAll(/\\(.)/g, '$1') : quoted
}
