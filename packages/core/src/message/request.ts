import { accepts } from '../http/accept.ts'
import { parseCookies } from '../http/cookie.ts'
import type { MediaType } from '../http/media-type.ts'
import type { Fields } from '../http/fields.ts'
import { parseQuery } from '../http/query.ts'
import { formatPath } from '../http/target.ts'
import type { JsonProvider } from '../ground/json.ts'
import type { Form } from './form.ts'
import { assertLimits, type Limits } from './limits.ts'
import { RequestBody } from './request-body.ts'
import { RequestHeaders } from './request-headers.ts'
import type { Source } from './source.ts'

/** What the door found out about a request before anything else looked at it. */
export interface Arrival {
  readonly source: Source
  /** The canonical path: decoded once; the same value that routing and static files use. */
  readonly path: string
  /** The text after the first `?`, undecoded; `''` when there is none. */
  readonly queryString: string
  /** Whether a segment is `.` or `..`: no route and no file answers. */
  readonly dotted: boolean
  /** The validated `Host`, with its port; `''` when none was sent. */
  readonly host: string
  /** The error that it is refused with, before anything is run for it; `undefined` when all is well. */
  readonly refusal: unknown
}

/**
 * What a client asks for. Nothing is parsed before it is read, and everything is parsed at most once.
 *
 * Not the platform's `Request`: {@link Request.toWeb} makes one for a library that wants it.
 *
 * @example
 * app.post('/echo', async ({ request }) => ({ method: request.method, body: await request.json() }))
 */
export class Request {
  /** The request as the listener gave it. */
  readonly source: Source
  /** As sent, such as `'GET'`. */
  readonly method: string
  /** The path, decoded once, without the query: `'/users/7'`. An encoded slash stays `%2F`. */
  readonly path: string
  /** The text after the first `?`, undecoded; `''` when there is none. */
  readonly queryString: string
  /** The validated `Host`, with its port unless it is the default one; `''` when none was sent. */
  readonly host: string
  readonly #json: JsonProvider
  #limits: Limits
  #headers: RequestHeaders | undefined
  #query: Fields | undefined
  #cookies: Readonly<Record<string, string>> | undefined
  #body: RequestBody | undefined

  constructor(arrival: Arrival, limits: Limits, json: JsonProvider) {
    this.source = arrival.source
    this.method = arrival.source.method
    this.path = arrival.path
    this.queryString = arrival.queryString
    this.host = arrival.host
    this.#limits = limits
    this.#json = json
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

  /** `'http'` or `'https'`. */
  get scheme(): 'http' | 'https' {
    return this.source.scheme
  }

  /** Address of the peer; `''` where the platform does not say. */
  get ip(): string {
    return this.source.peer
  }

  /**
   * The whole address as the client knows it: scheme, host, path and query. Made of the path that routing saw, so a target
   * in absolute form names its host once.
   */
  get url(): string {
    // RFC 9112 §3.3: the target `*` stands for an address without path.
    const path = this.path === '*' ? '' : formatPath(this.path)
    const query = this.queryString === '' ? '' : `?${this.queryString}`
    return `${this.scheme}://${this.host}${path}${query}`
  }

  /** Aborted when the client leaves before the reply is complete. */
  get signal(): AbortSignal {
    return this.source.signal
  }

  /** The media type of the body; `undefined` when none, or none that can be understood, was sent. */
  get mediaType(): MediaType | undefined {
    return this.#content.mediaType
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
   * The body as JSON.
   *
   * @throws {@link UnsupportedMediaType} when the client does not say that it is JSON in UTF-8.
   * @throws {@link BadRequest} for an empty or malformed body, or one that is nested deeper than 100.
   * @throws {@link ContentTooLarge} over `maxBodySize`.
   */
  json(): Promise<unknown> {
    return this.#content.json()
  }

  /**
   * The fields and files of a form, urlencoded or multipart.
   *
   * @throws {@link UnsupportedMediaType} when the body is no form.
   * @throws {@link BadRequest} for a broken multipart body.
   * @throws {@link ContentTooLarge} over `maxBodySize`, `maxFormMemory` or `maxFormParts`.
   */
  form(): Promise<Form> {
    return this.#content.form()
  }

  /** The body as text in UTF-8, whatever its media type. @throws {@link BadRequest} when it is not UTF-8. */
  text(): Promise<string> {
    return this.#content.text()
  }

  /**
   * The body as it is. Read once, then kept.
   *
   * @throws {@link ContentTooLarge} over `maxBodySize`.
   * @throws {@link MicroError} `BODY_TAKEN` when its stream was handed out before.
   */
  bytes(): Promise<Uint8Array> {
    return this.#content.bytes()
  }

  /**
   * The body as a stream, to be read once. Not limited: count the bytes, or read `bytes()`. Once that, or what builds on
   * it, was called, it is a stream of what was kept.
   *
   * @throws {@link MicroError} `BODY_TAKEN` the second time.
   */
  stream(): ReadableStream<Uint8Array> {
    return this.#content.stream()
  }

  /** How much of it is read: by the app's settings, or those of its route. */
  get limits(): Limits {
    return this.#limits
  }

  /**
   * Sets limits of this request alone, before its body is read; those not named stay.
   *
   * @throws {@link MicroError} `LIMIT_VALUE` for one that is not a whole number of at least 1.
   * @example
   * app.beforeRequest(({ request }) => {
   *   if (request.path.startsWith('/import/')) request.limitTo({ maxBodySize: 50_000_000 })
   * })
   */
  limitTo(limits: Partial<Limits>): void {
    assertLimits(limits)
    this.#limits = { ...this.#limits, ...limits }
    if (this.#body !== undefined) this.#body.limits = this.#limits
  }

  /**
   * A platform `Request` with the same method, address, header fields and body. Costs a copy of the header; the body can be
   * read from one of the two, unless it was kept before.
   *
   * @throws {@link MicroError} `BODY_TAKEN` when the stream of the body was handed out before.
   */
  toWeb(): globalThis.Request {
    const hasBody = this.method !== 'GET' && this.method !== 'HEAD'
    return new globalThis.Request(this.url, {
      method: this.method,
      headers: new Headers([...this.headers].map(([name, value]) => [name, value])),
      signal: this.signal,
      ...(hasBody ? { body: this.stream(), duplex: 'half' } : {}),
    })
  }

  get #content(): RequestBody {
    return (this.#body ??= new RequestBody(this.source, this.#limits, this.#json))
  }
}
