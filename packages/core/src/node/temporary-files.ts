import type { FileHandle } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../ground/codes.ts'
import { codeOf } from '../ground/errors.ts'
import { HttpError } from '../ground/http-error.ts'
import type { TemporaryFile } from '../message/temporary-file.ts'
import { fs } from './built-in.ts'

/** Bytes read at once. */
const CHUNK = 65_536
/** In milliseconds. No upload takes that long, so an older file belongs to nobody. */
const DAY = 86_400_000

/** What a disk says when there is no room for more. */
const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/**
 * Creates a file that nobody else can open, in the folder that the system has for such (`TMPDIR`). Its name tells which process
 * made it: see {@link sweepTemporaryFiles}.
 *
 * @throws {@link HttpError} 507 when there is no room.
 */
export async function createTemporaryFile(): Promise<TemporaryFile> {
  const path = join(tmpdir(), `${prefixOf(process.pid)}${crypto.randomUUID()}`)
  return new NodeTemporaryFile(path, await create(path).catch(noRoom))
}

/**
 * Writes bytes to a path where nothing is yet: all of them, or none.
 *
 * @throws {@link MicroError} `UPLOAD_SAVE`. @throws {@link HttpError} 507 when there is no room.
 */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await create(path).catch((cause: unknown) => notSaved(path, cause))
  try {
    await writeAll(handle, bytes)
  } catch (cause) {
    await fs.promises.rm(path, { force: true })
    throw notSaved(path, cause)
  } finally {
    await handle.close()
  }
}

/** Removes what processes that were killed have left behind. What cannot be removed is left. */
export async function sweepTemporaryFiles(): Promise<void> {
  const folder = tmpdir()
  const names = await namesIn(folder)
  const ours = names.filter((name) => name.startsWith('micro-upload-'))
  await Promise.all(ours.map((name) => sweep(join(folder, name), name).catch(() => {})))
}

/** By a callback: it is asked for with every start, and most starts find nothing that the promises of `node:fs` would be loaded for. */
function namesIn(folder: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    fs.readdir(folder, (error, names) => resolve(error === null ? names : []))
  })
}

async function sweep(path: string, name: string): Promise<void> {
  const { mtimeMs } = await fs.promises.stat(path)
  if (mtimeMs < Date.now() - DAY || isLeftOver(name, mtimeMs)) await fs.promises.unlink(path)
}

/** Of a process of another machine (they may share the folder) nobody here knows whether it is alive. */
function isLeftOver(name: string, changed: number): boolean {
  const pid = Number(/-(\d+)-[\da-f-]{36}$/.exec(name)?.[1])
  if (!name.startsWith(prefixOf(pid))) return false
  // In a container each process may get the number of the one before it.
  if (pid === process.pid) return changed < Date.now() - process.uptime() * 1000
  return !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return codeOf(error) !== 'ESRCH'
  }
}

function prefixOf(pid: number): string {
  return `micro-upload-${hostname()}-${pid}-`
}

/** `wx`: never a file, or a link, that is there already. 0600: for the user of this process alone. */
function create(path: string): Promise<FileHandle> {
  return fs.promises.open(path, 'wx', 0o600)
}

class NodeTemporaryFile implements TemporaryFile {
  readonly #path: string
  /** Everything that is open: the one that writes, then those that read. */
  readonly #open = new Set<FileHandle>()
  readonly #writer: FileHandle
  #removed = false

  constructor(path: string, writer: FileHandle) {
    this.#path = path
    this.#writer = writer
    this.#open.add(writer)
  }

  async write(bytes: Uint8Array): Promise<void> {
    await writeAll(this.#writer, bytes).catch(noRoom)
  }

  finish(): Promise<void> {
    return this.#close(this.#writer)
  }

  stream(): ReadableStream<Uint8Array> {
    let reader: FileHandle | undefined
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            reader ??= await this.#openReader()
            const { bytesRead, buffer } = await reader.read(new Uint8Array(CHUNK), 0)
            if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
            await this.#close(reader)
            controller.close()
          } catch (cause) {
            if (reader !== undefined) await this.#close(reader)
            throw this.#removed ? fail('UPLOAD_OVER', {}, { cause }) : cause
          }
        },
        cancel: async () => {
          if (reader !== undefined) await this.#close(reader)
        },
      },
      { highWaterMark: 0 },
    )
  }

  /** A second name for the same bytes where the file system can do that, else a copy: neither replaces what is there. */
  async saveAs(path: string): Promise<void> {
    try {
      await fs.promises.link(this.#path, path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw notSaved(path, error)
      await this.#copyTo(path)
    }
  }

  async remove(): Promise<void> {
    this.#removed = true
    // One that cannot be closed keeps no other open, and the file is removed all the same.
    await Promise.allSettled([...this.#open].map((handle) => this.#close(handle)))
    await fs.promises.rm(this.#path, { force: true })
  }

  async #copyTo(path: string): Promise<void> {
    try {
      await fs.promises.copyFile(this.#path, path, fs.constants.COPYFILE_EXCL)
    } catch (cause) {
      throw notSaved(path, cause)
    }
  }

  async #openReader(): Promise<FileHandle> {
    const reader = await fs.promises.open(this.#path, 'r')
    this.#open.add(reader)
    // Removed while it was opened: nobody would close it.
    if (this.#removed) await this.#close(reader)
    return reader
  }

  async #close(handle: FileHandle): Promise<void> {
    this.#open.delete(handle)
    await handle.close()
  }
}

/** One call may write less than it was given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten
}

function noRoom(cause: unknown): never {
  throw NO_ROOM.has(codeOf(cause))
    ? new HttpError(507, 'There is no room to store the upload', { cause })
    : cause
}

function notSaved(path: string, cause: unknown): never {
  if (NO_ROOM.has(codeOf(cause))) noRoom(cause)
  throw fail('UPLOAD_SAVE', { path, reason: String(codeOf(cause)) }, { cause })
}
