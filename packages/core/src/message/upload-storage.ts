import type { TemporaryFile } from './temporary-file.ts'

/** What a platform has for uploads that are too large for memory, or shall be kept. */
export interface UploadStorage {
  /** A file for what is too large for memory; `undefined` on a platform without files. */
  createTemporaryFile(): Promise<TemporaryFile | undefined>
  /** Writes bytes to a path where nothing is yet: all of them, or none. @throws {@link MicroError} `UPLOAD_SAVE`. */
  writeNewFile(path: string, bytes: Uint8Array): Promise<void>
}
