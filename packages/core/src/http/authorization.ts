import { assertHeader, formatQuoted, isToken, tokenEnd } from './header.ts'
import { fail } from '../ground/codes.ts'

/** What an `Authorization` field says, unchecked: `switch` on `scheme`. */
export type Authorization = BasicAuthorization | BearerAuthorization | OtherAuthorization

/** A name and a password. RFC 7617 */
export interface BasicAuthorization {
  readonly scheme: 'basic'
  readonly username: string
  readonly password: string
}

/** A token. RFC 6750 */
export interface BearerAuthorization {
  readonly scheme: 'bearer'
  readonly token: string
}

/** A scheme that micro does not know, such as `digest`. */
export interface OtherAuthorization {
  readonly scheme: 'other'
  /** The scheme's name, lower-case. */
  readonly name: string
  /** All that follows it, unparsed. */
  readonly credentials: string
}

/**
 * Reads an `Authorization` field; `undefined` when there is none, or when it is malformed or empty, so that
 * no junk ever reaches the code that checks a password or a token.
 *
 * @example
 * parseAuthorization('Bearer abc') // { scheme: 'bearer', token: 'abc' }
 * parseAuthorization('Bearer a b') // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.2
 */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (header === undefined) return undefined
  const end = tokenEnd(header, 0)
  const name = header.slice(0, end).toLowerCase()
  const credentials = header.slice(end + 1)
  if (end === 0 || header[end] !== ' ' || credentials === '') return undefined
  if (name === 'basic') return parseBasic(credentials)
  if (name === 'bearer') return parseBearer(credentials)
  return { scheme: 'other', name, credentials }
}

function parseBearer(token: string): BearerAuthorization | undefined {
  return /^[\w\-.~+/]+=*$/.test(token) ? { scheme: 'bearer', token } : undefined
}

function parseBasic(credentials: string): BasicAuthorization | undefined {
  const text = decodeBase64(credentials)
  const colon = text?.indexOf(':') ?? -1
  // "The user-id and password MUST NOT contain any control characters"
  if (text === undefined || colon < 0 || /\p{Cc}/u.test(text)) return undefined
  return { scheme: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Base64 of UTF-8; `undefined` for anything else. */
function decodeBase64(text: string): string | undefined {
  if (!/^[\dA-Za-z+/]+={0,2}$/.test(text)) return undefined
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Writes one challenge of a `WWW-Authenticate` field, as a 401 must have. Several are joined by commas.
 *
 * @param parameters - Written as quoted strings; `undefined` ones are left out.
 * @throws {@link MicroError} `HEADER_NAME` when a name is no token, `HEADER_VALUE` when a value cannot be
 * sent.
 * @example
 * formatChallenge('Bearer', { realm: 'api' }) // 'Bearer realm="api"'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function formatChallenge(
  scheme: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  if (!isToken(scheme)) throw fail('HEADER_NAME', { name: JSON.stringify(scheme) })
  const formatted: string[] = []
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue
    assertHeader(name, value)
    formatted.push(`${name}=${formatQuoted(value)}`)
  }
  return formatted.length === 0 ? scheme : `${scheme} ${formatted.join(', ')}`
}
