interface StoredCookie {
  readonly name: string
  readonly value: string
  /** Host that it is for; with a dot before it for its subdomains too. */
  readonly domain: string
  readonly path: string
  readonly secure: boolean
  /** Milliseconds since 1970. */
  readonly expires: number
}

/**
 * Keeps cookies as a browser does: by name, domain and path, until they end. Does not know which domains are public, such as
 * `co.uk`: a cookie for one is kept.
 *
 * @example
 * const jar = new CookieJar()
 * jar.store('theme=dark; Path=/', 'http://localhost/')
 * jar.get('theme') // 'dark'
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5
 */
export class CookieJar {
  readonly #home: string
  #cookies: StoredCookie[] = []

  /** @param home - URL that `get` and `set` mean where none is given. Default: `'http://localhost/'`. */
  constructor(home = 'http://localhost/') {
    this.#home = home
  }

  /** The value, as sent, of the cookie that a request to a URL would carry; `undefined` when there is none. */
  get(name: string, url: string = this.#home): string | undefined {
    return this.#matching(new URL(url)).find((cookie) => cookie.name === name)?.value
  }

  /** Keeps a cookie for a URL, as if it had answered with it. */
  set(name: string, value: string, url: string = this.#home): void {
    this.store(`${name}=${value}; Path=/`, url)
  }

  /** Forgets a cookie, or all of them. */
  delete(name?: string): void {
    this.#cookies = name === undefined ? [] : this.#cookies.filter((cookie) => cookie.name !== name)
  }

  /** Takes in one `Set-Cookie` field that came from a URL. */
  store(field: string, url: string): void {
    const cookie = parseSetCookie(field, new URL(url))
    if (cookie === undefined) return
    const { name, domain, path } = cookie
    // RFC 6265 §5.3, 6: a host that is not of the domain has no say there.
    if (!domainMatches(new URL(url).hostname, domain)) return
    this.#cookies = this.#cookies.filter(
      (each) => each.name !== name || each.domain !== domain || each.path !== path,
    )
    if (cookie.expires > Date.now()) this.#cookies.push(cookie)
  }

  /** The `Cookie` field for a request to a URL; `''` when there is nothing to send. */
  header(url: string): string {
    return this.#matching(new URL(url))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  /** Longer paths first, as RFC 6265 §5.4 wants it. */
  #matching({ hostname, pathname, protocol }: URL): StoredCookie[] {
    return this.#cookies
      .filter((cookie) => domainMatches(hostname, cookie.domain) && pathMatches(pathname, cookie.path))
      .filter(
        (cookie) =>
          cookie.expires > Date.now() &&
          (!cookie.secure || protocol === 'https:' || hostname === 'localhost'),
      )
      .toSorted((a, b) => b.path.length - a.path.length)
  }
}

function parseSetCookie(field: string, url: URL): StoredCookie | undefined {
  const [pair = '', ...rest] = field.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  if (equals < 1) return undefined
  const attributes = new Map(rest.map((part) => attributeOf(part)))
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase()
  const path = attributes.get('path')
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    domain: domain === undefined || domain === '' ? url.hostname : `.${domain}`,
    path: path?.startsWith('/') === true ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure: attributes.has('secure'),
    expires: endOf(attributes.get('max-age'), attributes.get('expires')),
  }
}

function attributeOf(part: string): [string, string] {
  const equals = part.indexOf('=')
  return equals < 0 ? [part.toLowerCase(), ''] : [part.slice(0, equals).toLowerCase(), part.slice(equals + 1)]
}

/** RFC 6265 §5.2.1 and §5.2.2: what is no number or date is as good as not said. */
function endOf(maxAge: string | undefined, expires: string | undefined): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Date.now() + Number(maxAge) * 1000
  const date = Date.parse(expires ?? '')
  return Number.isNaN(date) ? Infinity : date
}

function domainMatches(hostname: string, domain: string): boolean {
  return domain.startsWith('.')
    ? hostname === domain.slice(1) || hostname.endsWith(domain)
    : hostname === domain
}

function pathMatches(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}
