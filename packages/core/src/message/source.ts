import type { HttpError } from '../ground/http-error.ts'

/**
 * A request as it comes in, before anything has been made of it: the seam between a listener and the pipeline.
 *
 * `node:http`, `fetch(Request)` and the test client each give one. Everything is as received; nothing here is
 * decoded, trusted or checked.
 */
export interface Source {
  /** As sent, upper case by convention. */
  readonly method: string
  /** The request target: path and query, undecoded. */
  readonly target: string
  readonly scheme: 'http' | 'https'
  /** Address of the peer that opened the connection; `''` where the platform does not say. */
  readonly peer: string
  /** Value of a header field by its lower-case name; repeated fields joined by `, ` (cookies by `; `). */
  header(name: string): string | undefined
  /** Every field line as received, names in any case. */
  headers(): Iterable<readonly [name: string, value: string]>
  /**
   * Reads the whole body. What comes of it is made as soon as the last byte is there, and not a step behind a promise of the bytes: nearly every
   * request of an API comes by here.
   *
   * @param limit - Most bytes to read. Over it, reading stops and the promise rejects with 413.
   * @param use - Makes the result; what it throws, the promise rejects with.
   */
  read<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T>
  /** The body as a stream, to be read once; empty when there is none. */
  stream(): ReadableStream<Uint8Array>
  /** What is wrong with how the request was framed, found by its listener: the request is refused with it. */
  readonly refusal?: HttpError | undefined
  /**
   * Sends an interim reply with status 103. Left out where the platform cannot.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8297
   */
  earlyHints?(links: readonly string[]): void
  /** Aborted when the client leaves before the reply is complete. */
  readonly signal: AbortSignal
  /** The platform's own request, such as an `IncomingMessage`, for what the pipeline does not cover. */
  readonly raw: unknown
}
