import { type CookieOptions, Reply } from '@micro/core'
import { fail } from '../errors.ts'
import type { SessionOptions } from './session-options.ts'

/** What browsers are sure to keep of a cookie, name and value together. RFC 6265 §6.1 */
const MAX_COOKIE_BYTES = 4096

/** The part of the options that says how the cookie is set. */
export type CookieRules = Pick<SessionOptions, 'cookieName' | 'path' | 'domain' | 'sameSite' | 'secure'>

/** The cookie in which a browser keeps a session, or its id. */
export class SessionCookie {
  readonly name: string
  readonly #rules: CookieRules
  readonly #debug: boolean

  /** @throws {@link MicroError} `COOKIE_NAME` or `COOKIE_ATTRIBUTE` for a cookie that browsers would drop. */
  constructor(rules: CookieRules, debug: boolean) {
    this.#rules = rules
    this.#debug = debug
    this.name = rules.cookieName ?? defaultName(rules, debug)
    new Reply().setCookie(this.name, '', this.#attributes('https'))
  }

  /**
   * @param lifetime - In seconds; `undefined` until the browser closes.
   */
  set(reply: Reply, token: string, lifetime: number | undefined, scheme: string): void {
    const attributes = this.#attributes(scheme)
    reply.setCookie(
      this.name,
      token,
      lifetime === undefined ? attributes : { ...attributes, maxAge: lifetime },
    )
  }

  /** With the attributes it was set with: browsers delete no other. */
  delete(reply: Reply, scheme: string): void {
    reply.deleteCookie(this.name, this.#attributes(scheme))
  }

  /** @throws {@link MicroError} `SESSION_TOO_LARGE` for a token that browsers would drop. */
  assertFits(token: string): void {
    const size = this.name.length + 1 + token.length
    if (size > MAX_COOKIE_BYTES) throw fail('SESSION_TOO_LARGE', { size, max: MAX_COOKIE_BYTES })
  }

  #attributes(scheme: string): CookieOptions {
    const { path, domain, sameSite, secure } = this.#rules
    const isSecure = secure === 'auto' ? !this.#debug || scheme === 'https' : secure
    return { path, sameSite, secure: isSecure, httpOnly: true, ...(domain === undefined ? {} : { domain }) }
  }
}

/** `__Host-` where it can be: then no other host, not even a subdomain, can set this cookie. */
function defaultName({ path, domain, secure }: CookieRules, debug: boolean): string {
  const alwaysSecure = secure === 'auto' ? !debug : secure
  return alwaysSecure && path === '/' && domain === undefined ? '__Host-session' : 'session'
}
