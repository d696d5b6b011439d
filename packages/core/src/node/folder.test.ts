import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenFile } from '../message/file-source.ts'
import { openFolder } from './folder.ts'

const SIZE = 200_000

describe('the files of a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'folder-'))
    writeFileSync(join(folder, 'a.bin'), new Uint8Array(SIZE))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function openA(): Promise<OpenFile> {
    const file = await openFolder(folder).open('a.bin')
    if (file === undefined) throw new Error('a.bin is there')
    return file
  }

  it('are read from one byte up to another', async () => {
    const file = await openA()
    expect(await buffer(file.stream(10, 150_000))).toHaveLength(149_990)
  })

  it('are closed when they are read', async () => {
    const open = openFiles()
    await buffer((await openA()).stream(0, SIZE))
    expect(openFiles()).toBe(open)
  })

  it('are closed when nobody wants the rest', async () => {
    const open = openFiles()
    await (await openA()).stream(0, SIZE).cancel()
    expect(openFiles()).toBe(open)
  })

  it('fail when they became shorter, and are closed', async () => {
    const open = openFiles()
    const file = await openA()
    truncateSync(join(folder, 'a.bin'), 100_000)
    await expect(buffer(file.stream(0, SIZE))).rejects.toThrow('became shorter')
    expect(openFiles()).toBe(open)
  })
})

/** How many files this process has open. */
function openFiles(): number {
  return readdirSync('/dev/fd').length
}
