import type { Stats } from 'node:fs'
import { ShortMemory } from '../ground/short-memory.ts'
import { crypto, fs } from './built-in.ts'
import type { Descriptor } from './descriptor.ts'

/** The longest file that is read to tell its versions apart, in bytes: it is read in one go, and nothing else runs meanwhile. */
const LONGEST_READ = 4_194_304
/** Characters: 60 bits. */
const LENGTH = 10

interface Known {
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly ino: number
  readonly version: string
}

/**
 * The versions of the files of a folder: the beginning of the SHA-256 of their content. Of files over 4 MiB it is that
 * of their size and time of change, which differs from one machine to another.
 *
 * A file is read again when its size or its time of change are others.
 */
export class FileVersions {
  readonly #known = new Map<string, Known>()
  readonly #recent = new ShortMemory<string>()

  /** Of the file at a path; looks at it at most once a second. `undefined` for what is no plain file. @throws What the file system throws. */
  ofPath(path: string): string | undefined {
    return this.#recent.get(path) ?? this.#look(path)
  }

  /** Of an open file, as it was opened. */
  ofOpen(path: string, { fd, stats }: Pick<Descriptor, 'fd' | 'stats'>): string {
    const { size, mtimeMs, ctimeMs, ino } = stats
    const known = this.#known.get(path)
    if (known !== undefined && isSame(known, stats)) return known.version
    const version = hashOf(size > LONGEST_READ ? `${size} ${mtimeMs}` : contentOf(fd, stats))
    this.#known.set(path, { size, mtimeMs, ctimeMs, ino, version })
    return version
  }

  /** Opened without waiting: a read of a FIFO would hold everything up. */
  #look(path: string): string | undefined {
    const fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
    try {
      const stats = fs.fstatSync(fd)
      return stats.isFile() ? this.#recent.set(path, this.ofOpen(path, { fd, stats })) : undefined
    } finally {
      fs.closeSync(fd)
    }
  }
}

/**
 * Builds that can be repeated give every file the same time of change, so that another content of the same size would pass for this
 * one, and be kept for good under its URL. What a tool cannot set tells them apart: the inode, and when that was changed.
 */
function isSame(known: Known, { size, mtimeMs, ctimeMs, ino }: Stats): boolean {
  return known.ino === ino && known.ctimeMs === ctimeMs && known.size === size && known.mtimeMs === mtimeMs
}

function contentOf(fd: number, { size }: Stats): Uint8Array {
  const bytes = Buffer.allocUnsafe(size)
  return bytes.subarray(0, fs.readSync(fd, bytes, 0, size, 0))
}

function hashOf(content: string | Uint8Array): string {
  return crypto().createHash('sha256').update(content).digest('base64url').slice(0, LENGTH)
}
