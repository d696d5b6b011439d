import type { UploadStorage } from '../message/upload-storage.ts'
import { platform } from './platform.ts'

/** Files of the platform for uploads. The platform is asked for them when the first one is needed. */
export const uploadFiles: UploadStorage = {
  async createTemporaryFile() {
    const { createTemporaryFile } = await platform()
    return createTemporaryFile()
  },
  async writeNewFile(path, bytes) {
    const { writeNewFile } = await platform()
    return writeNewFile(path, bytes)
  },
}
