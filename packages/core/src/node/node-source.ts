import type { ServerResponse } from 'node:http'
import { ExpectationFailed, type HttpError } from '../ground/http-error.ts'
import { cutOff } from '../message/cut-off.ts'
import type { Source } from '../message/source.ts'
import { bodyStream, failing, isOver } from './body-stream.ts'
import { MOMENT } from './half-close.ts'
import { framingError, hasBody, markFields } from './front-check.ts'
import type { Message } from './message.ts'

/** What a client wants to hear before it sends its body, by `expect`; `'other'` is anything but `100-continue`. */
export type Expectation = 'continue' | 'other' | undefined

const EMPTY = /* @__PURE__ */ new Uint8Array()

/** A request of `node:http`, read in place: no header is copied, no controller made before someone asks. */
export class NodeSource implements Source {
  readonly raw: Message
  readonly method: string
  readonly target: string
  readonly scheme: 'http' | 'https'
  readonly refusal: HttpError | undefined
  readonly #response: ServerResponse
  readonly #hasBody: boolean
  #waiting: boolean
  #controller: AbortController | undefined

  constructor(
    message: Message,
    response: ServerResponse,
    scheme: 'http' | 'https',
    maxHeaderCount: number,
    expectation: Expectation,
  ) {
    const seen = markFields(message.rawHeaders)
    this.raw = message
    this.#response = response
    this.method = message.method ?? 'GET'
    this.target = message.url ?? '/'
    this.scheme = scheme
    this.#hasBody = hasBody(seen)
    this.#waiting = expectation === 'continue'
    this.refusal =
      framingError(message, seen, maxHeaderCount, this) ??
      // RFC 9110 §10.1.1: "A server that receives an Expect field value containing a member other than 100-continue MAY respond with a 417".
      (expectation === 'other' ? new ExpectationFailed() : undefined)
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
    // Not `raw.headers`: of a field named `__proto__` it knows nothing, and of one named `constructor` too much.
    const { rawHeaders } = this.raw
    let found: string | undefined
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const field = rawHeaders[i]
      if (field === undefined || field.length !== name.length) continue
      // Of most fields of that length the first letter is another one: those are not put in lower case.
      if ((field.charCodeAt(0) | 0x20) !== (name.charCodeAt(0) | 0x20) || field.toLowerCase() !== name)
        continue
      const value = rawHeaders[i + 1] ?? ''
      found = found === undefined ? value : `${found}${name === 'cookie' ? '; ' : ', '}${value}`
    }
    return found
  }

  *headers(): Iterable<readonly [string, string]> {
    const { rawHeaders } = this.raw
    for (let i = 0; i < rawHeaders.length; i += 2) yield [rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']
  }

  read<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    if (!this.#hasBody) return new Promise((resolve) => resolve(use(EMPTY)))
    const { raw } = this
    if (isOver(raw) || this.#isDropped) return Promise.reject(cutOff())
    this.#invite()
    return raw.readWhole(limit, use)
  }

  stream(): ReadableStream<Uint8Array> {
    if (!this.#hasBody) return new ReadableStream({ start: (controller) => controller.close() })
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
