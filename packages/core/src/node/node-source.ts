import type { ServerResponse } from 'node:http'
import { ExpectationFailed, type HttpError } from '../ground/http-error.ts'
import { cutOff } from '../message/cut-off.ts'
import type { Source } from '../message/source.ts'
import { streamOf } from '../message/stream.ts'
import { bodyStream, failing, isOver } from './body-stream.ts'
import { framingError } from './front-check.ts'
import { CONTENT_LENGTH, HeaderFields, TRANSFER_ENCODING } from './header-fields.ts'
import type { Message } from './message.ts'

/** What a client wants to hear before it sends its body, by `expect`; `'other'` is anything but `100-continue`. */
export type Expectation = 'continue' | 'other' | undefined

/** How long a client that has closed its side is waited for before it counts as gone, in milliseconds. */
const MOMENT = 500

/** A request of `node:http`, read in place: no header is copied, no controller made before someone asks. */
export class NodeSource implements Source {
  readonly raw: Message
  readonly method: string
  readonly target: string
  readonly scheme: 'http' | 'https'
  readonly refusal: HttpError | undefined
  readonly #response: ServerResponse
  readonly #fields: HeaderFields
  #waiting: boolean
  #controller: AbortController | undefined

  constructor(
    message: Message,
    response: ServerResponse,
    scheme: 'http' | 'https',
    maxHeaderCount: number,
    expectation: Expectation,
  ) {
    const fields = new HeaderFields(message.rawHeaders)
    this.#fields = fields
    this.raw = message
    this.#response = response
    this.method = message.method ?? 'GET'
    this.target = message.url ?? '/'
    this.scheme = scheme
    this.#waiting = expectation === 'continue'
    this.refusal =
      framingError(message, fields, maxHeaderCount) ??
      // RFC 9110 §10.1.1: "A server that receives an Expect field value containing a member other than 100-continue MAY respond with a 417".
      (expectation === 'other' ? new ExpectationFailed() : undefined)
  }

  /** RFC 9112 §6.3 */
  get #hasBody(): boolean {
    return this.#fields.has(CONTENT_LENGTH | TRANSFER_ENCODING)
  }

  get peer(): string {
    return this.raw.socket.remoteAddress ?? ''
  }

  /** Whether some of the body has not arrived yet. */
  get isIncomplete(): boolean {
    return this.#hasBody && !this.raw.complete
  }

  /** Whether the client waits for a 100 before it sends the body, and has heard none: nobody knows whether it still will. */
  get isUninvited(): boolean {
    return this.#waiting
  }

  header(name: string): string | undefined {
    return this.#fields.get(name)
  }

  headers(): Iterable<readonly [string, string]> {
    return this.#fields
  }

  read<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    if (!this.#hasBody) return new Promise((resolve) => resolve(use(new Uint8Array())))
    const { raw } = this
    if (isOver(raw) || this.#isDropped) return Promise.reject(cutOff())
    this.#invite()
    return raw.readWhole(limit, use)
  }

  stream(): ReadableStream<Uint8Array> {
    if (!this.#hasBody) return streamOf([].values())
    this.#invite()
    return this.#isDropped ? failing() : bodyStream(this.raw)
  }

  earlyHints(links: readonly string[]): void {
    // RFC 9110 §15.2: "a server MUST NOT send a 1xx response to an HTTP/1.0 client".
    if (this.raw.httpVersionMinor === 0 || this.#response.headersSent) return
    try {
      this.#response.writeEarlyHints({ link: [...links] })
    } catch {
      // Node takes no link with a space or a semicolon between quotes, which the RFC allows. It is advice: the reply is made all the same.
    }
  }

  get signal(): AbortSignal {
    return (this.#controller ??= this.#watch()).signal
  }

  /** Behind its reply what is left of a body is thrown away: whoever began to read it then would take the rest for the whole. */
  get #isDropped(): boolean {
    return this.#response.writableFinished
  }

  /** Only now, when the body is about to be read: one that is too long is refused without having been sent. */
  #invite(): void {
    if (!this.#waiting) return
    this.#waiting = false
    // A stream that reads the body only after its first chunk: RFC 9110 §15.2 has no interim reply after the final one, and Node throws.
    if (!this.#response.headersSent) this.#response.writeContinue()
  }

  #watch(): AbortController {
    const controller = new AbortController()
    const { socket } = this.raw
    const response = this.#response
    let timer: ReturnType<typeof setTimeout> | undefined
    const abort = (): void => {
      if (!response.writableFinished) controller.abort()
    }
    const waitAMoment = (): void => {
      timer = setTimeout(abort, MOMENT)
    }
    if (response.closed) abort()
    else {
      if (socket.readableEnded) waitAMoment()
      else socket.once('end', waitAMoment)
      // A connection outlives its requests, and must not collect a listener of each.
      response.once('close', () => {
        socket.off('end', waitAMoment)
        clearTimeout(timer)
        abort()
      })
    }
    return controller
  }
}
