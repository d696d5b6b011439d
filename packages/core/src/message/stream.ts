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
 * Pulled only as fast as it is read; when the reader leaves, the generator's `finally` runs.
 */
export function streamOf(chunks: Chunks): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      },
      async cancel() {
        await chunks.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
