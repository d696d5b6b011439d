import { fail } from '../ground/codes.ts'
import { type CacheControl, formatCacheControl } from '../http/cache-control.ts'
import { formatCookie } from '../http/cookie.ts'
import type { CookieArguments, CookieAttributes } from '../http/cookie-options.ts'
import { formatHttpDate, parseHttpDate } from '../http/date.ts'
import { formatETag } from '../http/etag.ts'
import { assertHeader } from '../http/header.ts'
import { bytesOf, hashOf } from './body-hash.ts'
import { takeRanges } from './byte-ranges.ts'
import type { ReplyBody, ReplyParts } from './reply-body.ts'
import { applyPreconditions, currentOf } from './preconditions.ts'
import { ReplyHeaders } from './reply-headers.ts'
import type { RequestHead } from './request-head.ts'

/** Media type of a page. */
export const HTML = 'text/html; charset=utf-8'
/** Media type of plain text. */
export const TEXT = 'text/plain; charset=utf-8'
/** Media type of JSON, which is always UTF-8. RFC 8259 §8.1. */
export const JSON_TYPE = 'application/json'

/** What may be said of a reply besides its body. */
export interface ReplyOptions {
  /** 200 to 599. Default: 200. */
  readonly status?: number
  /** Header fields; a list gives several lines of one field. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

/**
 * An answer on its way out: status, header fields and body, still open to after hooks.
 *
 * Not the platform's `Response`: it costs no stream and no copy. A handler may return either.
 *
 * @example
 * app.get('/logo', () => new Reply('<svg/>', 'image/svg+xml', { headers: { 'cache-control': 'max-age=3600' } }))
 */
export class Reply implements ReplyParts {
  body: ReplyBody
  #status = 200
  readonly #mediaType: string | undefined
  #headers: ReplyHeaders | undefined
  /** While nobody has asked for {@link Reply.headers}: a listener looks at the lines several times. */
  #lines: readonly string[] | undefined
  #sent = false

  /**
   * @param mediaType - What the body is, such as {@link HTML}; left out when there is none or nobody can say.
   * @throws {@link MicroError} `REPLY_STATUS`, `HEADER_NAME` or `HEADER_VALUE`.
   */
  constructor(body: ReplyBody = null, mediaType?: string, options?: ReplyOptions) {
    // Our own are not looked at again: they are those of nearly every reply.
    if (mediaType !== undefined && mediaType !== HTML && mediaType !== JSON_TYPE && mediaType !== TEXT)
      assertHeader('content-type', mediaType)
    this.body = body
    this.#mediaType = mediaType
    if (options !== undefined) this.set(options)
  }

  /**
   * For the pipeline: a reply with header lines that are known to be right and are not looked at again. Several replies may share them: they are copied
   * before they are changed.
   *
   * @param lines - Name in lower case, value, name, value …
   */
  static withLines(body: ReplyBody, lines: readonly string[]): Reply {
    const reply = new Reply(body)
    reply.#lines = lines
    return reply
  }

  /** The header fields. */
  get headers(): ReplyHeaders {
    if (this.#headers !== undefined) return this.#headers
    this.#headers = new ReplyHeaders(this.headerLines)
    if (this.#sent) this.#headers.close()
    return this.#headers
  }

  /** For the pipeline: the media type, when the header fields say nothing else; nearly every reply is so, and nothing has to be searched. */
  get onlyType(): string | undefined {
    return this.#headers === undefined ? this.#mediaType : undefined
  }

  /** Name, value, name, value …: every field line for a listener to write. Not a copy. */
  get headerLines(): readonly string[] {
    if (this.#headers !== undefined) return this.#headers.flat
    return (this.#lines ??= this.#mediaType === undefined ? [] : ['content-type', this.#mediaType])
  }

  /** The status, 200 to 599. */
  get status(): number {
    return this.#status
  }

  /** @throws {@link MicroError} `REPLY_STATUS` when it is not a whole number from 200 to 599; `REPLY_SENT` when it is on its way. */
  set status(status: number) {
    if (this.#sent) throw fail('REPLY_SENT', { what: 'the status' })
    if (!Number.isInteger(status) || status < 200 || status > 599)
      throw fail('REPLY_STATUS', { status: String(status) })
    this.#status = status
  }

  /** Sets the status and replaces the header fields named. @throws {@link MicroError} `REPLY_STATUS`, `HEADER_NAME`, `HEADER_VALUE`. */
  set(options: ReplyOptions): this {
    if (options.status !== undefined) this.status = options.status
    if (options.headers === undefined) return this
    for (const [name, value] of Object.entries(options.headers)) {
      this.headers.delete(name)
      for (const line of typeof value === 'string' ? [value] : value) this.headers.append(name, line)
    }
    return this
  }

  /**
   * Asks the client to keep a cookie. By default it is for this site only (`SameSite=Lax`), hidden from scripts
   * (`HttpOnly`), for the whole site (`Path=/`) and until the browser closes.
   *
   * A reply with a cookie is kept out of shared caches: `private` is added to its `Cache-Control`.
   *
   * @throws {@link MicroError} `COOKIE_NAME`, `COOKIE_ATTRIBUTE` or `COOKIE_SIZE` for what would not arrive as given; `REPLY_SENT`.
   * @example
   * reply.setCookie('theme', 'dark', { maxAge: 31_536_000 })
   * @see https://www.rfc-editor.org/rfc/rfc6265
   */
  setCookie<const Name extends string>(name: Name, value: string, ...[options]: CookieArguments<Name>): this {
    const attributes: CookieAttributes = options ?? {}
    this.headers.append('set-cookie', formatCookie<string>(name, value, attributes))
    return this
  }

  /**
   * Asks the client to forget a cookie. Path and domain must be those it was set with.
   *
   * @throws {@link MicroError} `COOKIE_NAME`, `COOKIE_ATTRIBUTE` or `REPLY_SENT`.
   */
  deleteCookie<const Name extends string>(name: Name, ...[options]: CookieArguments<Name>): this {
    const attributes: CookieAttributes = options ?? {}
    this.headers.append('set-cookie', formatCookie<string>(name, '', { ...attributes, maxAge: 0 }))
    return this
  }

  /**
   * Says how long, and by whom, the reply may be kept. Replaces what was said before.
   *
   * A reply that sets a cookie is `private` in any case.
   *
   * @throws {@link MicroError} `CACHE_DIRECTIVE`
   * @example
   * reply.cacheControl({ public: true, maxAge: 3600 })
   * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
   */
  cacheControl(directives: CacheControl): this {
    this.headers.set('cache-control', formatCacheControl(directives))
    return this
  }

  /** When what the reply shows was last changed; `undefined` when it does not say. Whole seconds. */
  get lastModified(): Date | undefined {
    const time = parseHttpDate(this.headers.get('last-modified') ?? '')
    return time === undefined ? undefined : new Date(time)
  }

  /** @throws {@link MicroError} `HTTP_DATE` */
  set lastModified(date: Date | undefined) {
    if (date === undefined) this.headers.delete('last-modified')
    else this.headers.set('last-modified', formatHttpDate(date))
  }

  /**
   * Names this version of the body. A strong tag says that the bytes are the same, a weak one that the meaning is.
   *
   * @param tag - Visible characters without quotes, such as a version or a hash.
   * @param options.weak - Default: false.
   * @throws {@link MicroError} `ETAG_VALUE`
   * @example
   * reply.setETag('v7')
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
   */
  setETag(tag: string, options: { readonly weak?: boolean } = {}): this {
    this.headers.set('etag', formatETag(tag, options))
    return this
  }

  /**
   * Names this version of the body by its SHA-256, unless it has a name already. Strong.
   *
   * @throws {@link MicroError} `ETAG_BODY` for a stream, or without a body.
   * @example
   * const reply = await html('<h1>News</h1>').addETag()
   * return reply.conditional(c.request)
   */
  async addETag(): Promise<this> {
    if (!this.headers.has('etag')) this.setETag(await hashOf(this.body))
    return this
  }

  /**
   * Makes a 200 to `GET` or `HEAD` what the client's conditions ask for: 304 without a body when it has this version
   * already, 206 for a part or several of a body that is no stream. Set the entity tag or the date first.
   *
   * Does nothing for other methods, whose work is done by now: call {@link checkPreconditions} before it.
   *
   * @throws {@link PreconditionFailed} for an `If-Match` or `If-Unmodified-Since` that does not hold.
   * @throws {@link RangeNotSatisfiable} for a part that is not there.
   * @example
   * app.get('/terms', ({ request }) => html('<h1>Terms</h1>').setETag('2024-05').conditional(request))
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
   */
  conditional(request: RequestHead): this {
    if (!applyPreconditions(this, request)) return this
    const { body } = this
    if (body === null || body instanceof ReadableStream) return this
    const bytes = bytesOf(body)
    const read = (start: number, end: number): Uint8Array => bytes.subarray(start, end)
    takeRanges(this, request, { size: bytes.length, read }, currentOf(this))
    return this
  }

  /** Whether the status and header fields are on their way: they cannot be changed any more. */
  get sent(): boolean {
    return this.#sent
  }

  /** For the pipeline: from here on status and header fields cannot be changed. */
  markSent(): void {
    this.#sent = true
    this.#headers?.close()
  }
}
