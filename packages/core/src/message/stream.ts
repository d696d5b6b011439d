/** A sync or async generator, or anything that gives its values one by one and can be told to stop. */
export type Chunks = Iterator<string | Uint8Array> | AsyncIterator<string | Uint8Array>

/** Whether a value hands out chunks itself. Collections such as `Map` do not: they only can be iterated. */
export function isIterator(value: object): value is Chunks {
  return 'next' in value && typeof value.next === 'function'
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
