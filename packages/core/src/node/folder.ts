import { join, sep } from 'node:path'
import { codeOf } from '../ground/errors.ts'
import { ServiceUnavailable } from '../ground/http-error.ts'
import { ShortMemory } from '../ground/short-memory.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import { fs } from './built-in.ts'
import { Descriptor, isAbsent } from './descriptor.ts'
import { FileVersions } from './file-versions.ts'
import { NodeFile } from './node-file.ts'

/**
 * The files below a folder, as a {@link FileSource}. Links that lead out of the folder are not there; nor is anything
 * but plain files.
 *
 * Where a path really leads is found out at most once a second: a folder that is a link may be switched to another.
 */
export function openFolder(root: string): FileSource {
  return new NodeFolder(root)
}

/**
 * Opens one file, wherever it is. Links are followed, anything but a plain file is not there.
 *
 * @throws {@link ServiceUnavailable} when the process has no more files to open.
 */
export function openFile(path: string): Promise<OpenFile | undefined> {
  return opened(async () => fileOf(await Descriptor.open(path, true)))
}

class NodeFolder implements FileSource {
  readonly #root: string
  /** Where paths really lead. Of the root: by the empty path. */
  readonly #real = new ShortMemory<string>()
  readonly #versions = new FileVersions()

  constructor(root: string) {
    this.#root = root
  }

  open(path: string): Promise<OpenFile | undefined> {
    return opened(async () => {
      const remembered = this.#real.get(path)
      const file = remembered === undefined ? undefined : await this.#openAgain(remembered)
      if (file !== undefined) return file
      const real = await this.#find(path)
      return real === undefined ? undefined : this.#openReal(real)
    })
  }

  version(path: string): string | undefined {
    try {
      const real = this.#real.get(path) ?? this.#findNow(path)
      return real === undefined ? undefined : this.#versions.ofPath(real)
    } catch {
      // A URL without version does no harm.
      return undefined
    }
  }

  /** The links were followed before: what became one since then is not followed. */
  async #openReal(real: string): Promise<OpenFile | undefined> {
    return fileOf(await Descriptor.open(real, false), (file) => this.#versions.ofOpen(real, file))
  }

  /** What is not there any more may be somewhere else: the folder was switched, or a file became a link. */
  async #openAgain(real: string): Promise<OpenFile | undefined> {
    try {
      return await this.#openReal(real)
    } catch (error) {
      if (!isAbsent(error)) throw error
      this.#real.clear()
      return undefined
    }
  }

  async #find(path: string): Promise<string | undefined> {
    const base = this.#real.get('') ?? this.#real.set('', await fs.promises.realpath(this.#root))
    return this.#inside(path, base, await fs.promises.realpath(join(base, path)))
  }

  #findNow(path: string): string | undefined {
    const base = this.#real.get('') ?? this.#real.set('', fs.realpathSync(this.#root))
    return this.#inside(path, base, fs.realpathSync(join(base, path)))
  }

  /** Remembered only when it is inside: what is not there may be there the next moment. */
  #inside(path: string, base: string, real: string): string | undefined {
    return real.startsWith(base.endsWith(sep) ? base : base + sep) ? this.#real.set(path, real) : undefined
  }
}

async function opened(open: () => Promise<OpenFile | undefined>): Promise<OpenFile | undefined> {
  try {
    return await open()
  } catch (error) {
    if (isAbsent(error)) return undefined
    if (isExhausted(error))
      throw new ServiceUnavailable('', { headers: { 'retry-after': '1' }, cause: error })
    throw error
  }
}

function fileOf(file: Descriptor, versionOf?: (file: Descriptor) => string): OpenFile | undefined {
  if (file.stats.isFile()) return new NodeFile(file, versionOf)
  file.close()
  return undefined
}

/** The process, or the whole system, has as many files open as it may. */
function isExhausted(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'EMFILE' || code === 'ENFILE'
}
