import { fail } from '../ground/codes.ts'
import { ChunkList } from '../ground/chunks.ts'
import { streamOf } from './stream.ts'
import type { TemporaryFile } from './temporary-file.ts'
import type { UploadStorage } from './upload-storage.ts'

/** The content of one uploaded file: in memory while it is small, in a temporary file when it grows. */
export class StoredUpload {
  /** In bytes. */
  size = 0
  readonly #storage: UploadStorage
  readonly #maxMemory: number
  #memory = new ChunkList()
  #file: TemporaryFile | undefined
  #removed = false

  /** @param maxMemory - Most bytes that are kept in memory. */
  constructor(storage: UploadStorage, maxMemory: number) {
    this.#storage = storage
    this.#maxMemory = maxMemory
  }

  /** Appends bytes, and waits until they are stored, so that no client can send faster than a disk writes. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#assertThere()
    const wasSmall = this.size <= this.#maxMemory
    this.size += bytes.length
    if (wasSmall && this.size > this.#maxMemory) await this.#leaveMemory()
    if (this.#file !== undefined) return this.#file.write(bytes)
    // A copy: what arrived is a small part of a large buffer, which would be kept with it.
    this.#memory.add(bytes.slice())
  }

  async finish(): Promise<void> {
    this.#assertThere()
    await this.#file?.finish()
  }

  async bytes(): Promise<Uint8Array> {
    this.#assertThere()
    if (this.#file === undefined) return this.#memory.join()
    const chunks = new ChunkList()
    for await (const chunk of this.#file.stream()) chunks.add(chunk)
    return chunks.join()
  }

  stream(): ReadableStream<Uint8Array> {
    this.#assertThere()
    return this.#file === undefined ? streamOf([this.#memory.join()].values()) : this.#file.stream()
  }

  async saveAs(path: string): Promise<void> {
    this.#assertThere()
    if (this.#file !== undefined) return this.#file.saveAs(path)
    return this.#storage.writeNewFile(path, this.#memory.join())
  }

  /** Nothing of it can be used from now on. */
  async remove(): Promise<void> {
    this.#removed = true
    this.#memory = new ChunkList()
    await this.#file?.remove()
  }

  /** On a platform without files it stays in memory: `maxBodySize` holds there as everywhere. */
  async #leaveMemory(): Promise<void> {
    const file = await this.#storage.createTemporaryFile()
    this.#file = file
    // The request ended while the file was made: nobody would remove it.
    if (this.#removed) await file?.remove()
    this.#assertThere()
    if (file === undefined) return
    await file.write(this.#memory.join())
    this.#memory = new ChunkList()
  }

  #assertThere(): void {
    if (this.#removed) throw fail('UPLOAD_OVER', {})
  }
}
