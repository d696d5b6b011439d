import type { Stats } from 'node:fs'
import { codeOf } from '../ground/errors.ts'
import { fs } from './built-in.ts'

/** Not there, not ours to read, or no name that a file can have: all the same to a client. */
const ABSENT: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'ENAMETOOLONG',
  'ELOOP',
  'EINVAL',
  'ENXIO',
  'ERR_INVALID_ARG_VALUE',
])

/** Whether an error of the file system says that there is nothing to read. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(codeOf(error))
}

/**
 * An open file of the system, for reading. Closed once, and not while it is read: the system gives its number to the next
 * file that is opened, and the read would go there.
 *
 * Not a `FileHandle`: opening, asking, reading and closing one costs twice the time of the plain calls.
 */
export class Descriptor {
  readonly fd: number
  readonly stats: Stats
  #reading = 0
  #state: 'open' | 'closing' | 'closed' = 'open'

  private constructor(fd: number, stats: Stats) {
    this.fd = fd
    this.stats = stats
  }

  /**
   * Opens without waiting for anybody: a FIFO or a device cannot hold a request up.
   *
   * @param follow - Whether a link at the end of the path is followed.
   */
  static async open(path: string, follow: boolean): Promise<Descriptor> {
    const fd = await openFd(path, follow)
    try {
      return new Descriptor(fd, fs.fstatSync(fd))
    } catch (error) {
      closeNow(fd)
      throw error
    }
  }

  /** Fills a buffer from a place in the file on; resolves to how many bytes there were, 0 at the end. */
  read(buffer: Uint8Array, at: number): Promise<number> {
    if (this.#state !== 'open') return Promise.reject(new RangeError('The file is closed'))
    this.#reading++
    return new Promise((resolve, reject) => {
      fs.read(this.fd, buffer, 0, buffer.byteLength, at, (error, count) => {
        this.#reading--
        if (this.#state === 'closing') this.#end()
        if (error === null) resolve(count)
        else reject(error)
      })
    })
  }

  close(): void {
    if (this.#state !== 'open') return
    this.#state = 'closing'
    if (this.#reading === 0) this.#end()
  }

  #end(): void {
    this.#state = 'closed'
    closeNow(this.fd)
  }
}

function openFd(path: string, follow: boolean): Promise<number> {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = fs.constants
  const flags = O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW)
  return new Promise((resolve, reject) => {
    fs.open(path, flags, (error, fd) => (error === null ? resolve(fd) : reject(error)))
  })
}

/** At once: it waits for nothing, as nothing was written. That a file cannot be closed concerns nobody. */
function closeNow(fd: number): void {
  try {
    fs.closeSync(fd)
  } catch {}
}
