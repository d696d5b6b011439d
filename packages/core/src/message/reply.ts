import { fail } from '../ground/codes.ts'
import { formatCookie } from '../http/cookie.ts'
import type { CookieAttributes, CookieOptions } from '../http/cookie-options.ts'
import { ReplyHeaders } from './reply-headers.ts'

/** Media type of a page. */
export const HTML = 'text/html; charset=utf-8'
/** Media type of plain text. */
export const TEXT = 'text/plain; charset=utf-8'
/** Media type of JSON, which is always UTF-8. RFC 8259 §8.1. */
export const JSON_TYPE = 'application/json'

/** What can be sent: a text in UTF-8, bytes, a stream of them, or nothing. */
export type ReplyBody = string | Uint8Array | ReadableStream<Uint8Array> | null

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
export class Reply {
  body: ReplyBody
  #status = 200
  readonly #mediaType: string | undefined
  #headers: ReplyHeaders | undefined

  /**
   * @param mediaType - What the body is, such as {@link HTML}; left out when there is none or nobody can say.
   * @throws {@link MicroError} `REPLY_STATUS`, `HEADER_NAME` or `HEADER_VALUE`.
   */
  constructor(body: ReplyBody = null, mediaType?: string, options?: ReplyOptions) {
    this.body = body
    this.#mediaType = mediaType
    if (options !== undefined) this.set(options)
  }

  /** The header fields. */
  get headers(): ReplyHeaders {
    return (this.#headers ??= new ReplyHeaders(this.#mediaType))
  }

  /** Name, value, name, value …: every field line for a listener to write. Not a copy. */
  get headerLines(): readonly string[] {
    if (this.#headers !== undefined) return this.#headers.flat
    return this.#mediaType === undefined ? [] : ['content-type', this.#mediaType]
  }

  /** The status, 200 to 599. */
  get status(): number {
    return this.#status
  }

  /** @throws {@link MicroError} `REPLY_STATUS` when it is not a whole number from 200 to 599. */
  set status(status: number) {
    if (!Number.isInteger(status) || status < 200 || status > 599)
      throw fail('REPLY_STATUS', { status: String(status) })
    this.#status = status
  }

  /** Sets the status and replaces the header fields named. @throws {@link MicroError} `REPLY_STATUS`, `HEADER_NAME`, `HEADER_VALUE`. */
  set(options: ReplyOptions): this {
    if (options.status !== undefined) this.status = options.status
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      this.headers.delete(name)
      for (const line of typeof value === 'string' ? [value] : value) this.headers.append(name, line)
    }
    return this
  }

  /**
   * Asks the client to keep a cookie. By default it is for this site only (`SameSite=Lax`), hidden from scripts
   * (`HttpOnly`), for the whole site (`Path=/`) and until the browser closes.
   *
   * @throws {@link MicroError} `COOKIE_NAME`, `COOKIE_ATTRIBUTE` or `COOKIE_SIZE` for what would not arrive as given.
   * @example
   * reply.setCookie('theme', 'dark', { maxAge: 31_536_000 })
   * @see https://www.rfc-editor.org/rfc/rfc6265
   */
  setCookie<const Name extends string>(name: Name, value: string, options?: CookieOptions<Name>): this {
    this.headers.append('set-cookie', formatCookie(name, value, options))
    return this
  }

  /**
   * Asks the client to forget a cookie. Path and domain must be those it was set with.
   *
   * @throws {@link MicroError} `COOKIE_NAME` or `COOKIE_ATTRIBUTE`.
   */
  deleteCookie<const Name extends string>(name: Name, options?: CookieOptions<Name>): this {
    const attributes: CookieAttributes = options ?? {}
    this.headers.append('set-cookie', formatCookie<string>(name, '', { ...attributes, maxAge: 0 }))
    return this
  }
}
