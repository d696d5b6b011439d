import type { UploadStorage } from '../message/upload-storage.ts'
import { platform } from './platform.ts'

/** Files of the platform for uploads. The platform is asked for them when the first one is needed. */
export const uploadFiles: UploadStorage = {
  createTemporaryFile: async () => (await platform()).createTemporaryFile(),
  writeNewFile: async (path, bytes) => (await platform()).writeNewFile(path, bytes),
}
