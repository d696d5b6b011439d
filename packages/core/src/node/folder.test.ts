import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
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

  it('are read at once when they are short, and closed', async () => {
    const open = openFiles()
    expect(await (await openA()).bytes?.(10, 1010)).toHaveLength(1000)
    expect(openFiles()).toBe(open)
  })

  it('ask the client to come again when they became shorter before anything was sent, and are closed', async () => {
    const open = openFiles()
    const file = await openA()
    truncateSync(join(folder, 'a.bin'), 100)
    await expect(file.bytes?.(0, 1000)).rejects.toMatchObject({ status: 503 })
    expect(openFiles()).toBe(open)
  })

  it('stay open for the next part, until the last', async () => {
    const open = openFiles()
    const file = await openA()
    expect(await buffer(file.stream(0, 10, false))).toHaveLength(10)
    expect(openFiles()).toBe(open + 1)
    expect(await buffer(file.stream(20, 30))).toHaveLength(10)
    expect(openFiles()).toBe(open)
    await file.close()
  })

  it('are not closed while they are read: the next file would get their number', async () => {
    const file = await openA()
    const reading = file.bytes?.(0, 1000)
    await file.close()
    writeFileSync(join(folder, 'b.bin'), new Uint8Array(1000).fill(1))
    const other = await openFolder(folder).open('b.bin')
    expect(await reading).toEqual(Buffer.alloc(1000))
    await other?.close()
  })

  it('cannot be read once they are closed', async () => {
    const file = await openA()
    await file.close()
    await file.close()
    await expect(buffer(file.stream(0, 10))).rejects.toThrow('closed')
  })

  it.each([
    ['a folder', () => mkdirSync(join(folder, 'x'))],
    ['a FIFO', () => execFileSync('mkfifo', [join(folder, 'x')])],
    ['a device behind a link', () => symlinkSync('/dev/zero', join(folder, 'x'))],
    ['a link to nothing', () => symlinkSync('nowhere', join(folder, 'x'))],
    ['a link to itself', () => symlinkSync('x', join(folder, 'x'))],
    ['a link out of it', () => symlinkSync('/etc/passwd', join(folder, 'x'))],
    ['nothing', () => {}],
  ])('are not %s, and nothing stays open', async (_, make) => {
    make()
    const open = openFiles()
    expect(await openFolder(folder).open('x')).toBeUndefined()
    expect(openFolder(folder).version?.('x')).toBeUndefined()
    expect(openFiles()).toBe(open)
  })

  it('are not those of a folder whose name begins alike', async () => {
    mkdirSync(`${folder}-private`)
    writeFileSync(join(`${folder}-private`, 'c.txt'), 'private')
    symlinkSync(`${folder}-private`, join(folder, 'link'))
    expect(await openFolder(folder).open('link/c.txt')).toBeUndefined()
    rmSync(`${folder}-private`, { recursive: true })
  })

  it('are not what became a link since their path was looked at', async () => {
    const files = openFolder(folder)
    await (await files.open('a.bin'))?.close()
    rmSync(join(folder, 'a.bin'))
    symlinkSync('/etc/passwd', join(folder, 'a.bin'))
    expect(await files.open('a.bin')).toBeUndefined()
  })

  it('have a version of their content, open or not', async () => {
    const files = openFolder(folder)
    const version = files.version?.('a.bin')
    expect(version).toMatch(/^[\w-]{10}$/)
    const file = await files.open('a.bin')
    expect(file?.version?.()).toBe(version)
    await file?.close()
    writeFileSync(join(folder, 'c.bin'), new Uint8Array(SIZE))
    expect(files.version?.('c.bin')).toBe(version)
    writeFileSync(join(folder, 'c.bin'), new Uint8Array(SIZE + 1))
    const other = await files.open('c.bin')
    expect(other?.version?.()).not.toBe(version)
    await other?.close()
  })

  it('over 4 MiB have a version too, without being read', async () => {
    truncateSync(join(folder, 'a.bin'), 5_000_000)
    expect(openFolder(folder).version?.('a.bin')).toMatch(/^[\w-]{10}$/)
  })
})

/** How many files this process has open. */
function openFiles(): number {
  return readdirSync('/dev/fd').length
}
