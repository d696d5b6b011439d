import { formatQuoted, skipSpace, tokenEnd } from './header.ts'
import { parseParameters, type Parameters } from './parameters.ts'

/** What a `Content-Disposition` field says. */
export interface ContentDisposition {
  /** Lower-case: `'form-data'`, `'attachment'`. */
  readonly type: string
  /** The name of the form field, or `undefined`. */
  readonly name: string | undefined
  /** The file name as the sender gave it, or `undefined`. Not safe as a path: see {@link secureFilename}. */
  readonly filename: string | undefined
  /** Whether a parameter is given twice, so that readers could disagree about its value. */
  readonly repeated: boolean
}

/**
 * Reads a `Content-Disposition` field, of a part of a form or of a reply; `undefined` when it is malformed.
 *
 * Understands `filename*` (RFC 8187), continuations `filename*0` (RFC 2231), and the `%22` that browsers
 * write for a quote. `filename*` goes before `filename`, unless its charset is unknown. Parameters other than
 * names are not reported.
 *
 * @example
 * parseContentDisposition('form-data; name="file"; filename="a.txt"')?.filename // 'a.txt'
 * @see https://www.rfc-editor.org/rfc/rfc6266#section-4
 */
export function parseContentDisposition(value: string): ContentDisposition | undefined {
  const start = skipSpace(value, 0)
  const end = tokenEnd(value, start)
  const parameters = parseParameters(value, end, unescapeQuote)
  if (end === start || parameters === undefined) return undefined
  return {
    type: value.slice(start, end).toLowerCase(),
    name: parameters.values['name']?.replaceAll('%22', '"'),
    filename: filenameOf(parameters),
    repeated: parameters.repeated,
  }
}

/** Only `\"` and `\\` are escapes: senders that do not escape write `filename="C:\new.txt"`. */
function unescapeQuote(quoted: string): string {
  return quoted.replaceAll(/\\(["\\])/g, '$1')
}

function filenameOf({ values }: Parameters): string | undefined {
  const extended = values['filename*']
  const decoded = extended === undefined ? undefined : decodeExtended(extended)
  return decoded ?? values['filename']?.replaceAll('%22', '"') ?? joinContinuations(values)
}

/** `utf-8'en'%E2%82%AC`: charset, language, percent-encoded text. RFC 8187 §3.2 */
function decodeExtended(text: string): string | undefined {
  const charsetEnd = text.indexOf("'")
  const languageEnd = text.indexOf("'", charsetEnd + 1)
  if (languageEnd < 0) return undefined
  return decodeBytes(text.slice(0, charsetEnd).toLowerCase(), text.slice(languageEnd + 1))
}

function decodeBytes(charset: string, text: string): string | undefined {
  if (charset === 'iso-8859-1') {
    return text.replaceAll(/%([\dA-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  }
  if (charset !== 'utf-8') return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * `filename*0*=utf-8''%41; filename*1=b`: the pieces in order, encoded where their name ends in `*`. RFC 2231
 * §4.1
 */
function joinContinuations(values: Parameters['values']): string | undefined {
  const first = values['filename*0*']
  const charset = first?.slice(0, first.indexOf("'")).toLowerCase() ?? ''
  let filename: string | undefined
  for (let index = 0; ; index++) {
    const plain = values[`filename*${index}`]
    const encoded = index === 0 ? first?.replace(/^[^']*'[^']*'/, '') : values[`filename*${index}*`]
    const piece = plain ?? (encoded === undefined ? undefined : decodeBytes(charset, encoded))
    if (piece === undefined) return filename
    filename = (filename ?? '') + piece
  }
}

/**
 * Writes a `Content-Disposition` field for a reply.
 *
 * Separators and control characters of the name become `_`. A name that is not plain ASCII is sent twice: for
 * every client that is not from the last century, and for the others.
 *
 * @param filename - What the client should call the file. Default: it is up to the client.
 * @example
 * formatContentDisposition('attachment', 'a.txt') // 'attachment; filename="a.txt"'
 * @see https://www.rfc-editor.org/rfc/rfc6266#section-4.1
 */
export function formatContentDisposition(type: 'attachment' | 'inline', filename?: string): string {
  if (filename === undefined) return type
  const name = filename.replaceAll(/[/\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '_')
  const ascii = name.replaceAll(/[^ -~]/gu, '_')
  const plain = `${type}; filename=${formatQuoted(ascii)}`
  // Some clients decode a percent sign in `filename`, others do not. RFC 6266 appendix D
  return ascii === name && !name.includes('%') ? plain : `${plain}; filename*=UTF-8''${encodeExtended(name)}`
}

/** `encodeURIComponent` leaves three characters that RFC 8187's attr-char does not have. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
