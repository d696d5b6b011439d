import { fail } from '../ground/codes.ts'
import type { CookieAttributes, CookieOptions } from './cookie-options.ts'
import { isToken, trimSpace } from './header.ts'

/** "At least 4096 bytes per cookie": what browsers are sure to keep of name and value. RFC 6265 §6.1 */
const MAX_COOKIE_BYTES = 4096

/** Cookies by name, without prototype. */
export type Cookies = Readonly<Record<string, string>>

/**
 * Reads a `Cookie` field.
 *
 * Of a name that comes twice, the first value counts: it belongs to the longer path. What has no name is left
 * out. Values are percent-decoded; one that cannot be is kept as it came. Quotes around a value are part of
 * it.
 *
 * @param header - Fields that came separately are joined by `; `.
 * @example
 * parseCookies('theme=dark; greeting=hello%20you') // { theme: 'dark', greeting: 'hello you' }
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.4
 */
export function parseCookies(header: string | undefined): Cookies {
  const cookies: Record<string, string> = Object.create(null)
  if (header === undefined) return cookies
  let start = 0
  while (start < header.length) {
    const semicolon = header.indexOf(';', start)
    const end = semicolon < 0 ? header.length : semicolon
    const pair = header.slice(start, end)
    const equals = pair.indexOf('=')
    // A pair without a name must not become one: `=__Host-id=x` would pass for a cookie that only the host
    // can set.
    const name = equals > 0 ? trimSpace(pair.slice(0, equals)) : ''
    if (name !== '' && !(name in cookies)) cookies[name] = decode(trimSpace(pair.slice(equals + 1)))
    start = end + 1
  }
  return cookies
}

function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/**
 * Writes a `Set-Cookie` field: by default for the whole host, out of reach of scripts, and not sent by other
 * sites' requests.
 *
 * The value is percent-encoded where a cookie cannot hold it, so any text comes back as it was. It is not
 * signed.
 *
 * @throws {@link MicroError} `COOKIE_NAME` for a name that is no token, or is `__proto__`; `COOKIE_ATTRIBUTE`
 * for an attribute that cannot be written, or that browsers would drop the cookie for; `COOKIE_SIZE` above
 * 4096 bytes.
 * @example
 * formatCookie('theme', 'dark') // 'theme=dark; HttpOnly; Path=/; SameSite=Lax'
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.1
 */
export function formatCookie<const Name extends string>(
  name: Name,
  value: string,
  options?: CookieOptions<Name>,
): string {
  const attributes: CookieAttributes = options ?? {}
  if (!isToken(name) || name === '__proto__') throw fail('COOKIE_NAME', { name: JSON.stringify(name) })
  const pair = `${name}=${encode(value)}`
  const size = pair.length
  if (size > MAX_COOKIE_BYTES) throw fail('COOKIE_SIZE', { name, size, max: MAX_COOKIE_BYTES })
  checkAttributes(name, attributes)
  return [pair, ...formatAttributes(attributes)].join('; ')
}

/** Leaves what RFC 6265 calls a cookie-octet, except `%`. */
function encode(value: string): string {
  return value.replaceAll(/[^!#$&-+\--:<-[\]-~]+/g, (text) => encodeURIComponent(wellFormed(text)))
}

/** Half of a surrogate pair has no encoding. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\uFFFD')
}

/** Refuses what cannot be written, and what browsers would drop the cookie for. */
function checkAttributes(name: string, options: CookieAttributes): void {
  const { secure = false, path = '/', domain, sameSite = 'lax', maxAge = 0, partitioned = false } = options
  const demand = (attribute: keyof CookieAttributes, valid: boolean, rule: string): void => {
    if (valid) return
    throw fail('COOKIE_ATTRIBUTE', {
      name,
      attribute,
      value: JSON.stringify(String(options[attribute])),
      rule,
    })
  }
  // Browsers compare the prefix without regard to case.
  const host = /^__host-/i.test(name)
  const bound = host || /^__secure-/i.test(name) || sameSite === 'none' || partitioned
  demand('secure', secure || !bound, 'true, as its prefix, `sameSite: "none"` or `partitioned` asks')
  demand('path', path === '/' || !host, '"/", as its prefix asks')
  demand('domain', domain === undefined || !host, 'left out, as its prefix asks')
  demand('path', /^\/[!-:<-~]*$/.test(path), 'a path that begins with "/", without ";" or space')
  demand('domain', /^\.?[\w-][\w.-]*$/.test(domain ?? 'a'), 'a host name in ASCII')
  demand('sameSite', /^(?:strict|lax|none)$/.test(sameSite), '"strict", "lax" or "none"')
  demand('priority', /^(?:low|medium|high)$/.test(options.priority ?? 'low'), '"low", "medium" or "high"')
  demand('maxAge', Number.isSafeInteger(maxAge), 'a whole number of seconds')
  // Browsers take no date before 1601. RFC 6265 §5.1.1
  const year = options.expires?.getUTCFullYear() ?? 1970
  demand('expires', year >= 1601 && year <= 9999, 'a valid Date of the years 1601 to 9999')
}

function formatAttributes(options: CookieAttributes): string[] {
  const { path = '/', domain, secure, httpOnly = true, sameSite = 'lax', maxAge, expires, priority } = options
  const attributes = [
    domain !== undefined && `Domain=${domain.replace(/^\./, '')}`,
    expires && `Expires=${expires.toUTCString()}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    secure && 'Secure',
    httpOnly && 'HttpOnly',
    `Path=${path}`,
    `SameSite=${capitalised(sameSite)}`,
    options.partitioned && 'Partitioned',
    priority && `Priority=${capitalised(priority)}`,
  ]
  return attributes.filter((attribute) => typeof attribute === 'string')
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
