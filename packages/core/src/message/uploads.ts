import { fail } from '../ground/codes.ts'
import type { Part } from './part.ts'
import { StoredUpload } from './stored-upload.ts'
import type { UploadStorage } from './upload-storage.ts'

/** The files that came with one request. They go with it, whatever became of it. */
export class Uploads {
  readonly #storage: UploadStorage
  readonly #stored: StoredUpload[] = []
  #closed = false

  constructor(storage: UploadStorage) {
    this.#storage = storage
  }

  /** @param maxMemory - Most bytes of the file that are kept in memory. */
  async store(part: Part, maxMemory: number): Promise<StoredUpload> {
    if (this.#closed) throw fail('UPLOAD_OVER', {})
    const stored = new StoredUpload(this.#storage, maxMemory)
    this.#stored.push(stored)
    for await (const chunk of part.stream()) await stored.write(chunk)
    await stored.finish()
    return stored
  }

  /** Removes them all. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#stored.map((each) => each.remove()))
  }
}
