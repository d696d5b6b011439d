import { fail } from '../ground/codes.ts'
import type { MaybePromise } from '../ground/promise.ts'

/** `undefined` at the end. */
export type Bytes = Uint8Array | undefined

/**
 * Where the bytes of a stream come from. A listener that writes to a socket asks it itself: a stream between the two costs two promises for each piece.
 *
 * One call at a time. When it has ended or failed, what is behind it is closed, and it is not called again.
 */
export interface Feed {
  /** The next bytes; they are the caller's. */
  next(): MaybePromise<Bytes>
  /**
   * The next bytes, lent: the next call may fill them with others. For whoever has written them by then; memory that is new costs more than what
   * is read into it.
   */
  lend?(): MaybePromise<Bytes>
  /** Tells it that nobody will ask it again; also while it is asked. */
  cancel(reason: unknown): MaybePromise<void>
}

/** A stream of what a feed gives, asked only as fast as it is read. */
export class FeedStream extends ReadableStream<Uint8Array> {
  readonly #source: FeedSource

  constructor(feed: Feed) {
    const source = new FeedSource(feed)
    super(source, { highWaterMark: 0 })
    this.#source = source
  }

  /**
   * What is behind the stream, which is locked from here on. Of a stream that somebody has read or cancelled it is the stream itself: it may hold
   * bytes that the source has given already.
   *
   * @throws TypeError when somebody else reads it.
   */
  take(): Feed {
    const reader = this.getReader()
    return this.#source.touched ? readerFeed(reader) : this.#source.feed
  }
}

class FeedSource {
  touched = false
  readonly feed: Feed

  constructor(feed: Feed) {
    this.feed = feed
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.touched = true
    const bytes = await this.feed.next()
    if (bytes === undefined) controller.close()
    else controller.enqueue(bytes)
  }

  async cancel(reason: unknown): Promise<void> {
    this.touched = true
    await this.feed.cancel(reason)
  }
}

/** What is behind a stream, as far as that can be had. @throws TypeError when somebody else reads it. */
export function feedOf(stream: ReadableStream<Uint8Array>): Feed {
  return stream instanceof FeedStream ? stream.take() : readerFeed(stream.getReader())
}

function readerFeed(reader: ReadableStreamDefaultReader<Uint8Array>): Feed {
  const valueOf = ({ done, value }: { readonly done: boolean; readonly value?: Bytes }): Bytes => {
    if (done || value !== undefined) return value
    // Not the end, though it looks like one: what is behind it would go on, and the client would take what came for the whole.
    reader.cancel().catch(() => {})
    throw fail('STREAM_CHUNK', { type: 'undefined' })
  }
  return {
    next: () => reader.read().then(valueOf),
    cancel: (reason) => reader.cancel(reason),
  }
}
