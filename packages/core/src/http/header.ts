import { fail } from '../ground/codes.ts'

const TAB = 0x09
const SPACE = 0x20
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const DELETE = 0x7f

/** Whether a character code may stand in a token: letters, digits and 15 marks. */
function isTokenCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || // a-z
    (code >= 0x30 && code <= 0x39) || // 0-9
    (code >= 0x41 && code <= 0x5a) || // A-Z
    (code >= 0x2a && code <= 0x2e && code !== COMMA) || // * + - .
    (code >= 0x23 && code <= 0x27) || // # $ % & '
    (code >= 0x5e && code <= 0x60) || // ^ _ `
    code === 0x21 || // !
    code === 0x7c || // |
    code === 0x7e // ~
  )
}

/**
 * Where the token that begins at `start` ends: `start` itself when there is none.
 *
 * @example
 * tokenEnd('text/html', 0) // 4
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
 */
export function tokenEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && isTokenCode(text.charCodeAt(at))) at++
  return at
}

/**
 * Whether a text is one whole token, as a field name, a method or a cookie name must be.
 *
 * @example
 * isToken('x-request-id') // true
 * isToken('a b') // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
 */
export function isToken(text: string): boolean {
  return text !== '' && tokenEnd(text, 0) === text.length
}

/**
 * Whether a text can be sent as the value of a header field: tab, space, visible ASCII and the bytes 0x80 to
 * 0xFF.
 *
 * CR, LF and NUL would let a value write further fields or a body of its own; they are what is kept out here.
 *
 * @example
 * isFieldValue('max-age=60') // true
 * isFieldValue('a\r\nset-cookie: b=c') // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.5
 */
export function isFieldValue(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < SPACE && code !== TAB) || code === DELETE || code > 0xff) return false
  }
  return true
}

/**
 * Refuses a header field that cannot be sent as it is.
 *
 * @throws {@link MicroError} `HEADER_NAME` when the name is not a token, `HEADER_VALUE` when
 * {@link isFieldValue} says no. The value is not repeated in the message: it may be a secret.
 * @example
 * assertHeader('x-total', '42')
 */
export function assertHeader(name: string, value: string): void {
  if (!isToken(name)) throw fail('HEADER_NAME', { name: JSON.stringify(name) })
  if (!isFieldValue(value)) throw fail('HEADER_VALUE', { name })
}

/**
 * The index of the first character from `start` on that is neither a space nor a tab.
 *
 * @example
 * skipSpace('a  b', 1) // 3
 */
export function skipSpace(text: string, start: number): number {
  let at = start
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/**
 * A text without the spaces and tabs around it.
 *
 * `String.prototype.trim` would take more away (no-break space, byte order mark), so that two parsers could
 * disagree.
 *
 * @example
 * trimSpace(' a\t') // 'a'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3
 */
export function trimSpace(text: string): string {
  const start = skipSpace(text, 0)
  let end = text.length
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB
}

/**
 * Where the quoted string that begins at `start` ends, after its closing quote; -1 when it is not closed.
 *
 * @example
 * quotedEnd('"a", b', 0) // 3
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4
 */
export function quotedEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at + 1
  }
  return -1
}

/**
 * Writes a text as a quoted string. Does not check that it may stand in a header: see {@link isFieldValue}.
 *
 * @example
 * formatQuoted('say "hi"') // '"say \\"hi\\""'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4
 */
export function formatQuoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/**
 * The elements of a comma-separated field, trimmed; a comma inside a quoted string does not separate.
 *
 * @example
 * splitList('gzip, , br;q=0.5') // ['gzip', 'br;q=0.5']
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1
 */
export function splitList(text: string): string[] {
  const elements: string[] = []
  let start = 0
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const end = quotedEnd(text, at)
      at = end < 0 ? text.length - 1 : end - 1
    } else if (code === COMMA || at === text.length) {
      const element = trimSpace(text.slice(start, at))
      // "A recipient MUST parse and ignore a reasonable number of empty list elements"
      if (element !== '') elements.push(element)
      start = at + 1
    }
  }
  return elements
}
