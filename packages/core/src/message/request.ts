import { BadRequest, NotImplemented } from '../ground/http-error.ts'
import type { HttpError } from '../ground/http-error.ts'
import type { Arrival } from './arrival.ts'
import type { Form } from './form.ts'
import { assertLimits, type Limits } from './limits.ts'
import type { Owner } from './owner.ts'
import type { Part } from './part.ts'
import { type Means, RequestBody } from './request-body.ts'
import { RequestWithoutBody } from './request-without-body.ts'

/**
 * What a client asks for. Nothing is parsed before it is read, and everything is parsed at most once.
 *
 * Not the platform's `Request`: {@link Request.toWeb} makes one for a library that wants it.
 *
 * @example
 * app.post('/echo', async ({ request }) => ({ method: request.method, body: await request.json() }))
 */
export class Request extends RequestWithoutBody {
  /** What closes with the request the files that came with it; `undefined` while nobody does. */
  owner: Owner | undefined
  readonly #means: Means
  #limits: Limits
  #body: RequestBody | undefined
  #controller: AbortController | undefined
  #over: { readonly reason: unknown } | undefined

  constructor(arrival: Arrival, limits: Limits, means: Means) {
    super(arrival)
    this.#limits = limits
    this.#means = means
  }

  /**
   * Aborted when the client leaves before the reply is complete, or when the handler takes longer than it may: then its reason is a
   * `TimeoutError`. Hand it to whatever can be stopped.
   *
   * @example
   * app.get('/weather', ({ request }) => fetch('https://weather.invalid/today', { signal: request.signal }))
   */
  get signal(): AbortSignal {
    return (this.#controller ??= this.#follow()).signal
  }

  /** Says that nobody waits for the answer any more: aborts {@link Request.signal}. For the pipeline; it does not end the request. */
  giveUp(reason: unknown): void {
    this.#over ??= { reason }
    this.#controller?.abort(reason)
  }

  /**
   * For the pipeline, between two steps that it runs: the client was told that this failed, and may have sent it again, so that the
   * next step must not be begun.
   *
   * @throws What {@link Request.giveUp} was given.
   */
  assertWanted(): void {
    if (this.#over !== undefined) throw this.#over.reason
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
   * The fields and files of a form, urlencoded or multipart. Small files are kept in memory, larger ones (`maxFileMemory`) in
   * temporary files; all of them are gone when the request is over.
   *
   * @throws {@link UnsupportedMediaType} when the body is no form.
   * @throws {@link BadRequest} for a broken multipart body.
   * @throws {@link ContentTooLarge} over `maxBodySize`, `maxFormMemory` or `maxFormParts`.
   * @throws {@link HttpError} 507 when there is no room for the files.
   * @throws {@link MicroError} `BODY_TAKEN` when the body was read as a stream or by parts before.
   */
  form(): Promise<Form> {
    return this.#content.form()
  }

  /**
   * The parts of a multipart form one by one, while they arrive: for files of any size, of which nothing is kept. Each is read
   * before the next one is asked for; what is not read is thrown away.
   *
   * What goes wrong is thrown where the loop stands: all that {@link Request.form} throws, but that nothing is stored here.
   *
   * @example
   * for await (const part of request.parts()) {
   *   if (part.filename !== undefined) for await (const chunk of part.stream()) console.log(chunk.length)
   * }
   */
  parts(): AsyncGenerator<Part, void, undefined> {
    return this.#content.parts()
  }

  /** The body as text in UTF-8, whatever its media type. @throws {@link BadRequest} when it is not UTF-8. */
  text(): Promise<string> {
    return this.#content.text()
  }

  /**
   * The body as it is. Read once, then kept.
   *
   * @throws {@link ContentTooLarge} over `maxBodySize`.
   * @throws {@link MicroError} `BODY_TAKEN` when it was read as a stream or as a multipart form before.
   */
  bytes(): Promise<Uint8Array> {
    return this.#content.bytes()
  }

  /**
   * The body as a stream, to be read once. Once `bytes()`, or what builds on it, was called, it is a stream of what was kept.
   *
   * It fails with 413 when more than `maxBodySize` comes, and with 400 when the body is cut off.
   *
   * @throws {@link ContentTooLarge} when the client says that more than `maxBodySize` will come.
   * @throws {@link MicroError} `BODY_TAKEN` the second time, and after a multipart form.
   */
  stream(): ReadableStream<Uint8Array> {
    return this.#content.stream()
  }

  /** The error that its body was refused with while it was read piece by piece; `undefined` as long as it was not. */
  get bodyRefusal(): HttpError | undefined {
    return this.#body?.refusal
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
   * @throws {@link MicroError} `BODY_TAKEN` when the body was read as a stream or as a multipart form before.
   * @throws {@link NotImplemented} for a method that the platform forbids: `CONNECT`, `TRACE`, `TRACK`.
   * @throws {@link BadRequest} when the client named no host.
   */
  toWeb(): globalThis.Request {
    const { method, url } = this
    if (/^(?:CONNECT|TRACE|TRACK)$/i.test(method)) throw new NotImplemented(`${method} is not passed on`)
    if (!URL.canParse(url)) throw new BadRequest('The request names no host')
    const hasBody = method !== 'GET' && method !== 'HEAD'
    return new globalThis.Request(url, {
      method,
      headers: new Headers([...this.headers].map(([name, value]) => [name, value])),
      signal: this.signal,
      ...(hasBody ? { body: this.stream(), duplex: 'half' } : {}),
    })
  }

  /**
   * Whether an error says no more than that {@link Request.signal} was aborted: it is the reason, or was thrown for it. For the
   * pipeline, which has nothing to report then.
   */
  isReason(error: unknown): boolean {
    if (this.#over !== undefined && error === this.#over.reason) return true
    const signal = this.#controller?.signal
    if (signal?.aborted !== true) return false
    return (
      error === signal.reason ||
      (error instanceof Error && (error.cause === signal.reason || error.name === 'AbortError'))
    )
  }

  #follow(): AbortController {
    const controller = new AbortController()
    const { signal } = this.source
    const leave = (): void => controller.abort(signal.reason)
    if (this.#over !== undefined) controller.abort(this.#over.reason)
    else if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    return controller
  }

  get #content(): RequestBody {
    return (this.#body ??= new RequestBody(this.source, this.#limits, this.#means, this.owner))
  }
}
