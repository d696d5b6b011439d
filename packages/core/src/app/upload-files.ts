import type { UploadStorage } from '../message/upload-storage.ts'

/** Files of the platform for uploads. The platform is asked for them when the first one is needed. */
export const uploadFiles: UploadStorage = {
  async createTemporaryFile() {
    const { createTemporaryFile } = await import('#platform')
    return createTemporaryFile()
  },
  async writeNewFile(path, bytes) {
    const { writeNewFile } = await import('#platform')
    return writeNewFile(path, bytes)
  },
}
