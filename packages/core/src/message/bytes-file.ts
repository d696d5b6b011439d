import type { OpenFile } from './file-source.ts'
import { streamOf } from './stream.ts'

/** Bytes in memory, as a file: nothing is opened, so nothing has to be closed. */
export class BytesFile implements OpenFile {
  readonly size: number
  readonly modified: Date | undefined
  readonly tag: string | undefined
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, about: Pick<OpenFile, 'tag'> & Partial<Pick<OpenFile, 'modified'>> = {}) {
    this.#bytes = bytes
    this.size = bytes.length
    this.modified = about.modified
    this.tag = about.tag
  }

  version(): string | undefined {
    return this.tag
  }

  async bytes(start: number, end: number): Promise<Uint8Array> {
    return this.#bytes.subarray(start, end)
  }

  stream(start: number, end: number): ReadableStream<Uint8Array> {
    return streamOf([this.#bytes.subarray(start, end)].values())
  }

  async close(): Promise<void> {}
}

/** A blob, as a file: it is read piece by piece, from wherever the platform keeps it. */
export class BlobFile implements OpenFile {
  readonly size: number
  readonly modified: undefined
  readonly #blob: Blob

  constructor(blob: Blob) {
    this.#blob = blob
    this.size = blob.size
  }

  stream(start: number, end: number): ReadableStream<Uint8Array> {
    return this.#blob.slice(start, end).stream()
  }

  async close(): Promise<void> {}
}
