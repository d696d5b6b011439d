import { describe, expect, it } from 'vitest'
import { createTemporaryFile, writeNewFile } from '../no-platform.ts'
import { StoredUpload } from './stored-upload.ts'
import type { TemporaryFile } from './temporary-file.ts'

const bytes = Uint8Array.of(1, 2, 3)

describe('an upload on a platform without files', () => {
  it('stays in memory whatever its size, and cannot be saved', async () => {
    const stored = new StoredUpload({ createTemporaryFile, writeNewFile }, 4)
    for (let i = 0; i < 3; i++) await stored.write(bytes)
    await stored.finish()
    expect(stored.size).toBe(9)
    expect(await stored.bytes()).toEqual(Uint8Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3))
    await expect(stored.saveAs('x')).rejects.toThrow('NO_PLATFORM')
  })
})

describe('an upload whose request ends', () => {
  it('removes a file that was still being made', async () => {
    const made = Promise.withResolvers<TemporaryFile>()
    let removed = 0
    const file: TemporaryFile = {
      write: () => Promise.resolve(),
      finish: () => Promise.resolve(),
      stream: () => new ReadableStream(),
      saveAs: () => Promise.resolve(),
      remove: async () => void removed++,
    }
    const stored = new StoredUpload({ createTemporaryFile: () => made.promise, writeNewFile }, 1)
    const writing = stored.write(bytes)
    await stored.remove()
    expect(removed).toBe(0)
    made.resolve(file)
    await expect(writing).rejects.toThrow('UPLOAD_OVER')
    expect(removed).toBe(1)
  })
})
