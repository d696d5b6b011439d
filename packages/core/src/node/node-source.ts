import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { BadRequest, ContentTooLarge } from '../ground/http-error.ts'
import type { Source } from '../message/source.ts'

/** A request of `node:http`, read in place: no header is copied, no controller made before someone asks. */
export class NodeSource implements Source {
  readonly raw: IncomingMessage
  readonly method: string
  readonly target: string
  readonly scheme: 'http' | 'https'
  readonly #response: ServerResponse
  #controller: AbortController | undefined

  constructor(message: IncomingMessage, response: ServerResponse, scheme: 'http' | 'https') {
    this.raw = message
    this.#response = response
    this.method = message.method ?? 'GET'
    this.target = message.url ?? '/'
    this.scheme = scheme
  }

  get peer(): string {
    return this.raw.socket.remoteAddress ?? ''
  }

  header(name: string): string | undefined {
    // Node's record has Object's prototype: a field named `constructor` must not be found there unless it was sent.
    if (!Object.hasOwn(this.raw.headers, name)) return undefined
    const value = this.raw.headers[name]
    return typeof value === 'string' ? value : value?.join(', ')
  }

  *headers(): Iterable<readonly [string, string]> {
    const { rawHeaders } = this.raw
    for (let i = 0; i < rawHeaders.length; i += 2) yield [rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']
  }

  bytes(limit: number): Promise<Uint8Array> {
    const { raw } = this
    if (raw.destroyed || raw.readableEnded) return Promise.reject(new BadRequest('The body was cut off'))
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = []
      let size = 0
      const onData = (chunk: Buffer): void => {
        size += chunk.length
        chunks.push(chunk)
        if (size <= limit) return
        raw.off('data', onData).pause()
        reject(new ContentTooLarge())
      }
      raw.on('data', onData)
      raw.once('end', () => resolve(Buffer.concat(chunks, size)))
      raw.once('error', (cause) => reject(new BadRequest('The body was cut off', { cause })))
      raw.once('close', () => reject(new BadRequest('The body was cut off')))
    })
  }

  stream(): ReadableStream<Uint8Array> {
    return Readable.toWeb(this.raw)
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController()
      this.#controller = controller
      const response = this.#response
      const abort = (): void => {
        if (!response.writableFinished) controller.abort()
      }
      // Not the socket's own event: a connection outlives its requests, and would collect a listener of each.
      if (response.closed) abort()
      else response.once('close', abort)
    }
    return this.#controller.signal
  }
}
