import { BadRequest, ContentTooLarge } from '../ground/http-error.ts'
import { ChunkList } from '../ground/chunks.ts'
import { cutOff } from '../message/cut-off.ts'
import type { Source } from '../message/source.ts'
import { streamOf } from '../message/stream.ts'

/** A platform `Request` as a {@link Source}: for Bun, Deno, Workers and tests. */
export class FetchSource implements Source {
  readonly raw: Request
  readonly method: string
  readonly target: string
  readonly scheme: 'http' | 'https'
  readonly peer: string
  readonly #authority: string
  readonly #headers: Headers

  /** @param peer - Address of the client, where the platform says it. */
  constructor(request: Request, peer = '') {
    const { url } = request
    const authority = url.indexOf('//') + 2
    const path = url.indexOf('/', authority)
    const end = url.indexOf('#', path)
    this.raw = request
    this.#headers = request.headers
    this.method = request.method
    this.scheme = url.startsWith('https:') ? 'https' : 'http'
    this.target = end < 0 ? url.slice(path) : url.slice(path, end)
    this.peer = peer
    this.#authority = url.slice(authority, path)
  }

  header(name: string): string | undefined {
    const value = this.#headers.get(name) ?? undefined
    return name === 'host' ? (value ?? this.#authority) : value
  }

  headers(): Iterable<readonly [string, string]> {
    return this.#headers
  }

  /**
   * By its reader: the platform's own ways to read a body whole know no limit, and cost more. Over the limit, and cut off, it fails as
   * `limitedStream` does.
   */
  async read<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    const { body, bodyUsed } = this.raw
    if (bodyUsed) throw new BadRequest('The body was read already')
    if (body === null) return use(new Uint8Array())
    const reader = body.getReader()
    const chunks = new ChunkList()
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        chunks.add(next.value)
        if (chunks.size > limit) throw new ContentTooLarge()
      }
    } catch (error) {
      // Nobody reads the rest; a body that failed itself is over.
      void reader.cancel(error).catch(() => {})
      throw cutOff(error)
    }
    return use(chunks.join())
  }

  stream(): ReadableStream<Uint8Array> {
    return this.raw.body ?? streamOf([].values())
  }

  get signal(): AbortSignal {
    return this.raw.signal
  }
}
