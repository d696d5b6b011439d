import { describe, expect, it } from 'vitest'
import { type Bytes, type Feed, FeedStream, feedOf } from './feed.ts'

/** Gives 0, 1, 2. */
class Counting implements Feed {
  cancelled: unknown
  readonly #lent = new Uint8Array(1)
  #next = 0

  next(): Bytes {
    return this.#next === 3 ? undefined : Uint8Array.of(this.#next++)
  }

  lend(): Bytes {
    const bytes = this.next()
    if (bytes === undefined) return undefined
    this.#lent.set(bytes)
    return this.#lent
  }

  cancel(reason: unknown): void {
    this.cancelled = reason
  }
}

async function rest(feed: Feed): Promise<number[]> {
  const all: number[] = []
  for (let bytes = await feed.next(); bytes !== undefined; bytes = await feed.next()) all.push(...bytes)
  return all
}

describe('a stream of a feed', () => {
  it('gives bytes that are not lent: a reader may keep them', async () => {
    const pieces: Uint8Array[] = []
    for await (const piece of new FeedStream(new Counting())) pieces.push(piece)
    expect(pieces.map((piece) => [...piece])).toEqual([[0], [1], [2]])
  })

  it('tells the feed when it is cancelled', async () => {
    const feed = new Counting()
    await new FeedStream(feed).cancel('enough')
    expect(feed.cancelled).toBe('enough')
  })

  it('can be taken apart, and is locked then', () => {
    const feed = new Counting()
    const stream = new FeedStream(feed)
    expect(feedOf(stream)).toBe(feed)
    expect(stream.locked).toBe(true)
    expect(() => feedOf(stream)).toThrow(TypeError)
  })

  it('goes on where a reader has left it', async () => {
    const stream = new FeedStream(new Counting())
    const reader = stream.getReader()
    expect((await reader.read()).value).toEqual(Uint8Array.of(0))
    reader.releaseLock()
    expect(await rest(feedOf(stream))).toEqual([1, 2])
  })

  it('keeps what a reader asked for and did not wait for', async () => {
    const stream = new FeedStream(new Counting())
    // A stream is asked only after it has started.
    await Promise.resolve()
    const reader = stream.getReader()
    const read = reader.read()
    reader.releaseLock()
    await expect(read).rejects.toThrow(TypeError)
    expect(await rest(feedOf(stream))).toEqual([0, 1, 2])
  })

  it('is at its end when it was cancelled', async () => {
    const stream = new FeedStream(new Counting())
    await stream.cancel()
    expect(await rest(feedOf(stream))).toEqual([])
  })
})

describe('a stream of the platform', () => {
  it('is read, and told', async () => {
    let told: unknown
    const stream = ReadableStream.from([Uint8Array.of(1), Uint8Array.of(2)])
    expect(await rest(feedOf(stream))).toEqual([1, 2])
    const other = new ReadableStream<Uint8Array>({ cancel: (reason) => void (told = reason) })
    await feedOf(other).cancel('enough')
    expect(told).toBe('enough')
  })
})

describe('a feed of a stream', () => {
  it('does not take a chunk that is undefined for the end: it fails, and the source is told', async () => {
    let cancelled = false
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(undefined),
      cancel: () => void (cancelled = true),
    })
    await expect(feedOf(stream).next()).rejects.toMatchObject({ code: 'STREAM_CHUNK' })
    expect(cancelled).toBe(true)
  })
})
