import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { BadRequest, ContentTooLarge } from '../ground/http-error.ts'
import { joinChunks } from '../message/chunks.ts'
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
    // Not `raw.headers`: Node would copy every field into a record, for the two or three that are read.
    const { rawHeaders } = this.raw
    let found: string | undefined
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const field = rawHeaders[i]
      if (field === undefined || field.length !== name.length || field.toLowerCase() !== name) continue
      const value = rawHeaders[i + 1] ?? ''
      found = found === undefined ? value : `${found}${name === 'cookie' ? '; ' : ', '}${value}`
    }
    return found
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
      raw.once('end', () => resolve(joinChunks(chunks)))
      raw.once('close', () => {
        if (!raw.readableEnded) reject(new BadRequest('The body was cut off'))
      })
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
