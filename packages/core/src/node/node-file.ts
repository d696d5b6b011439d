import { ServiceUnavailable } from '../ground/http-error.ts'
import type { OpenFile } from '../message/file-source.ts'
import type { Descriptor } from './descriptor.ts'

/** What a stream reads at once, in bytes: what waits for a slow client is no more. */
const CHUNK = 65_536

/** A file of the file system, open. */
export class NodeFile implements OpenFile {
  readonly size: number
  readonly #file: Descriptor
  readonly #versionOf: ((file: Descriptor) => string) | undefined

  /** @param versionOf - Gives the version of the open file. */
  constructor(file: Descriptor, versionOf?: (file: Descriptor) => string) {
    this.#file = file
    this.size = file.stats.size
    this.#versionOf = versionOf
  }

  get modified(): Date {
    return this.#file.stats.mtime
  }

  version(): string | undefined {
    return this.#versionOf?.(this.#file)
  }

  async bytes(start: number, end: number): Promise<Uint8Array> {
    // Not zeroed: only what was read goes out.
    const bytes = Buffer.allocUnsafe(end - start)
    try {
      for (let filled = 0; filled < bytes.length;) {
        const count = await this.#file.read(bytes.subarray(filled), start + filled)
        if (count === 0) throw rewritten()
        filled += count
      }
      return bytes
    } finally {
      this.#file.close()
    }
  }

  stream(start: number, end: number, last = true): ReadableStream<Uint8Array> {
    const file = this.#file
    let at = start
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK, end - at))
            const count = await file.read(buffer, at)
            // Fewer bytes than the reply promised: an error, so that the connection is cut and nobody takes it for whole.
            if (count === 0) throw new RangeError('The file became shorter while it was sent')
            at += count
            controller.enqueue(buffer.subarray(0, count))
            if (at < end) return
            if (last) file.close()
            controller.close()
          } catch (error) {
            file.close()
            throw error
          }
        },
        cancel: () => file.close(),
      },
      { highWaterMark: 0 },
    )
  }

  async close(): Promise<void> {
    this.#file.close()
  }
}

/** Somebody writes it anew just now; nothing of it was sent. */
function rewritten(): Error {
  return new ServiceUnavailable('The file is being written', { headers: { 'retry-after': '1' } })
}
