import { BadRequest } from '../ground/http-error.ts'
import { limitedStream } from '../message/limited-stream.ts'
import type { Source } from '../message/source.ts'
import { joinChunks } from '../message/chunks.ts'

/** A platform `Request` as a {@link Source}: for Bun, Deno, Workers and tests. */
export class FetchSource implements Source {
  readonly raw: Request
  readonly method: string
  readonly target: string
  readonly scheme: 'http' | 'https'
  readonly peer: string
  readonly #authority: string

  /** @param peer - Address of the client, where the platform says it. */
  constructor(request: Request, peer = '') {
    const { url } = request
    const authority = url.indexOf('//') + 2
    const path = url.indexOf('/', authority)
    const end = url.indexOf('#', path)
    this.raw = request
    this.method = request.method
    this.scheme = url.startsWith('https:') ? 'https' : 'http'
    this.target = end < 0 ? url.slice(path) : url.slice(path, end)
    this.peer = peer
    this.#authority = url.slice(authority, path)
  }

  header(name: string): string | undefined {
    const value = this.raw.headers.get(name) ?? undefined
    return name === 'host' ? (value ?? this.#authority) : value
  }

  headers(): Iterable<readonly [string, string]> {
    return this.raw.headers
  }

  async read<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    if (this.raw.bodyUsed) throw new BadRequest('The body was read already')
    const chunks: Uint8Array[] = []
    for await (const chunk of limitedStream(this.stream(), limit)) chunks.push(chunk)
    return use(joinChunks(chunks))
  }

  stream(): ReadableStream<Uint8Array> {
    return this.raw.body ?? new ReadableStream({ start: (controller) => controller.close() })
  }

  get signal(): AbortSignal {
    return this.raw.signal
  }
}
