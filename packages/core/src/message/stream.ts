import { encode } from '#runtime'
import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { type Bytes, type Feed, FeedStream } from './feed.ts'

/** A sync or async generator, or anything that gives its values one by one and can be told to stop. */
export type Chunks = Iterator<string | Uint8Array> | AsyncIterator<string | Uint8Array>

/** The chunks that a value hands out; `undefined` for a collection such as a `Map`, which is data that can be iterated. */
export function chunksOf(value: object): Chunks | undefined {
  if (isIterator(value)) return value
  return isAsyncIterable(value) ? value[Symbol.asyncIterator]() : undefined
}

function isIterator(value: object): value is Chunks {
  return 'next' in value && typeof value.next === 'function'
}

function isAsyncIterable(value: object): value is AsyncIterable<string | Uint8Array> {
  return Symbol.asyncIterator in value && typeof value[Symbol.asyncIterator] === 'function'
}

/**
 * A stream of bytes from a generator of texts and bytes.
 *
 * Pulled only as fast as it is read; when the reader leaves, the generator's `finally` runs. A chunk that is neither text nor
 * bytes fails it with `STREAM_CHUNK`.
 */
export function streamOf(chunks: Chunks): ChunkStream {
  return new ChunkStream(new ChunkFeed(chunks))
}

/** A stream that can be begun before anybody reads it, so that an error of its very first chunk is known before anything is sent. */
export class ChunkStream extends FeedStream {
  readonly #feed: ChunkFeed

  constructor(feed: ChunkFeed) {
    super(feed)
    this.#feed = feed
  }

  /**
   * Asks for the first chunk and keeps it for whoever reads. Does nothing the second time, and when it is read already.
   *
   * @throws What the source throws; a promise rejects with it where the source is asynchronous.
   */
  begin(): MaybePromise<void> {
    return this.#feed.begin()
  }
}

/** The same stream as one that can be begun. It is locked from here on. */
export function beginnable(stream: ReadableStream<Uint8Array>): ChunkStream {
  if (stream instanceof ChunkStream) return stream
  const reader = stream.getReader()
  return streamOf({
    next: () => reader.read(),
    async return() {
      await reader.cancel()
      return { done: true, value: undefined }
    },
  })
}

/** Tells a stream that nobody will read it. One that is being read is its reader's: who reads it to the end, or fails to, has closed it. */
export async function letGo(stream: ReadableStream): Promise<void> {
  if (!stream.locked) await stream.cancel().catch(() => {})
}

class ChunkFeed implements Feed {
  readonly #chunks: Chunks
  #begun = false
  #first: { readonly bytes: MaybePromise<Bytes> } | undefined

  constructor(chunks: Chunks) {
    this.#chunks = chunks
  }

  begin(): MaybePromise<void> {
    if (this.#begun) return undefined
    const bytes = this.#ask()
    this.#first = { bytes }
    return isPromise(bytes) ? bytes.then(() => undefined) : undefined
  }

  next(): MaybePromise<Bytes> {
    const first = this.#first
    if (first === undefined) return this.#ask()
    this.#first = undefined
    return first.bytes
  }

  async cancel(): Promise<void> {
    await this.#chunks.return?.()
  }

  #ask(): MaybePromise<Bytes> {
    this.#begun = true
    const result = this.#chunks.next()
    return isPromise(result) ? result.then((chunk) => this.#bytesOf(chunk)) : this.#bytesOf(result)
  }

  #bytesOf({ done, value }: IteratorResult<unknown, unknown>): Bytes {
    if (done === true) return undefined
    if (typeof value === 'string') return encode(value)
    if (value instanceof Uint8Array) return value
    throw this.#notSendable(value)
  }

  /** A generator that is not asked any more would never close what it opened. */
  #notSendable(value: unknown): MicroError {
    const stopped = this.#chunks.return?.()
    if (isPromise(stopped)) stopped.then(undefined, () => {})
    return fail('STREAM_CHUNK', { type: value === null ? 'null' : typeof value })
  }
}
