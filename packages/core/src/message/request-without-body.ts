import { fail } from '../ground/codes.ts'
import { accepts, acceptsEncoding, acceptsLanguage } from '../http/accept.ts'
import { type Authorization, parseAuthorization } from '../http/authorization.ts'
import { parseCookies } from '../http/cookie.ts'
import type { Fields } from '../http/fields.ts'
import { canonicalIp } from '../http/ip.ts'
import { isLink } from '../http/link.ts'
import { isJson, type MediaType, parseMediaType } from '../http/media-type.ts'
import { parseQuery } from '../http/query.ts'
import { formatPath } from '../http/target.ts'
import type { Arrival } from './arrival.ts'
import { RequestHeaders } from './request-headers.ts'
import type { Source } from './source.ts'

/** Where the page that asks stands to this site, as its browser says. */
export type FetchSite = 'same-origin' | 'same-site' | 'cross-site' | 'none'

const SITES: readonly FetchSite[] = ['same-origin', 'same-site', 'cross-site', 'none']

/** What a client asks for, all but the body: see {@link Request}. Host and path are checked; the rest is its word. */
export class RequestWithoutBody {
  readonly #arrival: Arrival
  #headers: RequestHeaders | undefined
  #query: Fields | undefined
  #cookies: Readonly<Record<string, string>> | undefined

  constructor(arrival: Arrival) {
    this.#arrival = arrival
  }

  /** The request as the listener gave it. */
  get source(): Source {
    return this.#arrival.source
  }

  /** As sent, such as `'GET'`. */
  get method(): string {
    return this.source.method
  }

  /** The path, decoded once, without the query: `'/users/7'`. An encoded slash stays `%2F`. */
  get path(): string {
    return this.#arrival.path
  }

  /** The text after the first `?`, undecoded; `''` when there is none. */
  get queryString(): string {
    return this.#arrival.queryString
  }

  /**
   * The host that was asked for, valid, with its port unless it is the default one; `''` when none was sent. Said by the `Host`
   * field, or by a proxy that is trusted with it.
   */
  get host(): string {
    return this.#arrival.host
  }

  /** `'http'` or `'https'`: of the client's connection where a trusted proxy says it, else of the connection to this server. */
  get scheme(): 'http' | 'https' {
    return this.#arrival.scheme
  }

  /**
   * What goes before `path` in the address that the client asked for, such as `'/shop'`: what a trusted proxy says that it took
   * away, else the setting `applicationRoot`. `''` for nothing; never a slash at its end.
   */
  get prefix(): string {
    return this.#arrival.prefix
  }

  /** The header fields, as received. */
  get headers(): RequestHeaders {
    return (this.#headers ??= new RequestHeaders(this.source))
  }

  /** The query, decoded: flat, repeated names kept. @throws {@link BadRequest} for more than 1,000 fields. */
  get query(): Fields {
    return (this.#query ??= parseQuery(this.queryString))
  }

  /** The cookies by name, as sent and unverified. Of a name sent twice the first counts. */
  get cookies(): Readonly<Record<string, string>> {
    return (this.#cookies ??= parseCookies(this.source.header('cookie') ?? ''))
  }

  /** Whether the client's connection is encrypted. */
  get isSecure(): boolean {
    return this.scheme === 'https'
  }

  /**
   * The client's address in canonical form: what a trusted proxy says, else `peer`. Many clients may share one, and a client
   * with IPv6 has 2⁶⁴ of them.
   */
  get ip(): string {
    return this.#arrival.address ?? canonicalIp(this.peer) ?? this.peer
  }

  /** Address at the other end of the connection, which may be a proxy; `''` where the platform does not say. */
  get peer(): string {
    return this.source.peer
  }

  /**
   * The whole address as the client knows it: scheme, host, prefix, path and query. Made of the path that routing saw, so a
   * target in absolute form names its host once.
   */
  get url(): string {
    // RFC 9112 §3.3: the target `*` stands for an address without path.
    const path = this.path === '*' ? '' : `${this.prefix}${formatPath(this.path)}`
    const query = this.queryString === '' ? '' : `?${this.queryString}`
    return `${this.scheme}://${this.host}${path}${query}`
  }

  /** The media type of the body; `undefined` when none, or none that can be understood, was sent. */
  get mediaType(): MediaType | undefined {
    const value = this.source.header('content-type')
    return value === undefined ? undefined : parseMediaType(value)
  }

  /** Whether the body is said to be JSON: `application/json`, or a type that ends in `+json`. */
  get isJson(): boolean {
    const type = this.mediaType
    return type !== undefined && isJson(type)
  }

  /** How long the body is said to be, in bytes; `undefined` when that is not said, as of a body that is sent in chunks. */
  get contentLength(): number | undefined {
    const value = this.source.header('content-length') ?? ''
    return /^\d{1,15}$/.test(value) ? Number(value) : undefined
  }

  /**
   * Who the client says it is, unchecked; `undefined` when it does not say, or says it in a malformed way.
   *
   * @example
   * const { authorization } = request
   * const token = authorization?.scheme === 'bearer' ? authorization.token : undefined
   */
  get authorization(): Authorization | undefined {
    return parseAuthorization(this.source.header('authorization'))
  }

  /** What the client calls itself; `''` when it does not say. */
  get userAgent(): string {
    return this.source.header('user-agent') ?? ''
  }

  /** Address of the page that led here, as sent; `undefined` when the browser does not tell. */
  get referrer(): string | undefined {
    return this.source.header('referer')
  }

  /**
   * Scheme and host of the page that asks, as sent: `'https://example.com'`, or `'null'`. Browsers leave it out where a page
   * asks its own site with `GET`.
   */
  get origin(): string | undefined {
    return this.source.header('origin')
  }

  /**
   * Where the page that asks stands to this site; `'none'` when a person typed the address, `undefined` for a client that does
   * not say.
   *
   * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
   */
  get fetchSite(): FetchSite | undefined {
    const site = this.source.header('sec-fetch-site')
    return SITES.find((each) => each === site)
  }

  /**
   * Of the media types offered, the one that the client likes best; `undefined` when it takes none of them.
   *
   * @example
   * const type = request.accepts(['text/html', 'application/json'])
   */
  accepts<const Offer extends string>(offers: readonly Offer[]): Offer | undefined {
    return accepts(this.source.header('accept'), offers)
  }

  /**
   * Of the languages offered, the one that the client likes best; `undefined` when it takes none of them.
   *
   * @example
   * const language = request.acceptsLanguages(['en', 'de']) ?? 'en'
   */
  acceptsLanguages<const Offer extends string>(offers: readonly Offer[]): Offer | undefined {
    return acceptsLanguage(this.source.header('accept-language'), offers)
  }

  /**
   * Of the content codings offered, the one that the client likes best; `'identity'` is the body as it is. `undefined` when it
   * takes none of them.
   *
   * @example
   * const coding = request.acceptsEncodings(['br', 'gzip', 'identity'])
   */
  acceptsEncodings<const Offer extends string>(offers: readonly Offer[]): Offer | undefined {
    return acceptsEncoding(this.source.header('accept-encoding'), offers)
  }

  /**
   * Tells the client what it will need while the reply is still being made, in an interim reply with status 103.
   *
   * Does nothing where the platform has none, so say it in the `link` field of the reply too.
   *
   * @param links - Each as in a `Link` field.
   * @throws {@link MicroError} `EARLY_HINT` for what is no link.
   * @example
   * request.earlyHints(['</style.css>; rel=preload; as=style'])
   * @see https://www.rfc-editor.org/rfc/rfc8297
   */
  earlyHints(links: readonly string[]): void {
    const wrong = links.find((link) => !isLink(link))
    if (wrong !== undefined) throw fail('EARLY_HINT', { value: JSON.stringify(wrong) })
    if (links.length > 0) this.source.earlyHints?.(links)
  }
}
