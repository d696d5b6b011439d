import { ServiceUnavailable } from '../ground/http-error.ts'
import { FeedStream } from '../message/feed.ts'
import type { OpenFile } from '../message/file-source.ts'
import type { Descriptor } from './descriptor.ts'
import { FileFeed } from './file-feed.ts'

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
    return new FeedStream(new FileFeed(this.#file, start, end, last))
  }

  async close(): Promise<void> {
    this.#file.close()
  }
}

/** Somebody writes it anew just now; nothing of it was sent. */
function rewritten(): Error {
  return new ServiceUnavailable('The file is being written', { headers: { 'retry-after': '1' } })
}
