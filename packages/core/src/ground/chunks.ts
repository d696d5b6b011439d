/** How many chunks lie side by side before they are joined. */
const RUN = 512

/**
 * Chunks that are wanted as one. Joined by runs while they come: a chunk of one byte takes half a kilobyte, and a client may send
 * a whole body in such. Each byte is copied twice at most; of few chunks, once, and of a lone one, never.
 */
export class ChunkList {
  /** Of all of them, in bytes. */
  size = 0
  #chunks: Uint8Array[] | undefined
  /** How many of the first are runs. */
  #runs = 0

  add(chunk: Uint8Array): void {
    this.size += chunk.length
    // A list of one: an empty one that grows makes room for 17.
    if (this.#chunks === undefined) this.#chunks = [chunk]
    else if (this.#chunks.push(chunk) === this.#runs + RUN)
      this.#chunks.push(joinChunks(this.#chunks.splice(this.#runs++)))
  }

  /** For when all are there. Asked again, it gives the same. */
  join(): Uint8Array {
    // Not taken apart as `[first]`, which makes an iterator: this runs for every body.
    const first = this.#chunks?.[0]
    if (first !== undefined && this.#chunks?.length === 1) return first
    const joined = joinChunks(this.#chunks ?? [])
    this.#chunks = [joined]
    return joined
  }
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
