/** Puts chunks together; a lone one is not copied. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  // Not taken apart as `[first]`, which makes an iterator: this runs for every body.
  const first = chunks[0]
  if (first !== undefined && chunks.length === 1) return first
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
