import { open, realpath, type FileHandle } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { FileSource, OpenFile } from '../message/file-source.ts'

/** Not there, not ours to read, or no name that a file can have: all the same to a client. */
const ABSENT: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'ENAMETOOLONG',
  'ELOOP',
  'EINVAL',
])

/**
 * The files below a folder, as a {@link FileSource}.
 *
 * Hidden files, names with backslashes or NUL, dot segments, and links that lead out of the folder are not there.
 */
export function openFolder(root: string): FileSource {
  return {
    async open(path) {
      if (!isPlainPath(path)) return undefined
      try {
        const base = await realpath(root)
        const real = await realpath(join(base, path))
        return real.startsWith(base + sep) ? await openFile(real) : undefined
      } catch (error) {
        if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return undefined
        throw error
      }
    },
  }
}

function isPlainPath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && !name.startsWith('.') && !/[\\\0:]/.test(name))
}

async function openFile(path: string): Promise<OpenFile | undefined> {
  const handle = await open(path, 'r')
  const stats = await handle.stat()
  if (stats.isFile()) return new NodeFile(handle, stats.size, stats.mtime)
  await handle.close()
  return undefined
}

class NodeFile implements OpenFile {
  readonly size: number
  readonly modified: Date
  readonly #handle: FileHandle

  constructor(handle: FileHandle, size: number, modified: Date) {
    this.#handle = handle
    this.size = size
    this.modified = modified
  }

  stream(start: number, end: number): ReadableStream<Uint8Array> {
    const handle = this.#handle
    let at = start
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          try {
            const { bytesRead, buffer } = await handle.read(
              new Uint8Array(Math.min(65_536, end - at)),
              0,
              undefined,
              at,
            )
            at += bytesRead
            // Fewer bytes than the reply promised: an error, so that the connection is cut and nobody takes it for whole.
            if (bytesRead === 0) throw new RangeError('The file became shorter while it was sent')
            controller.enqueue(buffer.subarray(0, bytesRead))
            if (at >= end) {
              await handle.close()
              controller.close()
            }
          } catch (error) {
            await handle.close()
            throw error
          }
        },
        cancel: () => handle.close(),
      },
      { highWaterMark: 0 },
    )
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
