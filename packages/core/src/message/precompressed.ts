import { ShortMemory } from '../ground/short-memory.ts'
import { acceptsEncoding } from '../http/accept.ts'
import type { FileSource, OpenFile } from './file-source.ts'

/** Codings and how the names of files in them end; of two that a client likes alike the first counts. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const

type Coding = keyof typeof ENDINGS

const CODINGS: readonly Coding[] = ['br', 'gzip']

/** A file in the coding that was chosen for a client. */
export interface Chosen {
  readonly file: OpenFile
  /** `undefined` for the file as it is. */
  readonly coding: Coding | undefined
  /** Whether other clients may get another. */
  readonly hasCodings: boolean
}

/**
 * Finds the files that a build has packed beforehand: `app.css.br` and `app.css.gz` stand in for `app.css`, where they
 * are not older.
 *
 * Which there are is looked for at most once a second for each file: not found, they would cost two failed opens for each request.
 */
export class Precompressed {
  readonly #files: FileSource
  readonly #known = new ShortMemory<readonly Coding[]>()

  constructor(files: FileSource) {
    this.#files = files
  }

  /**
   * Chooses by what the client takes. Closes the file when another stands in for it.
   *
   * @param file - The one at `path`, open.
   */
  async choose(path: string, file: OpenFile, accepted: string | undefined): Promise<Chosen> {
    const codings = this.#known.get(path) ?? this.#known.set(path, await this.#find(path, file))
    const hasCodings = codings.length > 0
    const coding = hasCodings ? acceptsEncoding(accepted, [...codings, 'identity']) : undefined
    const packed =
      coding === undefined || coding === 'identity' ? undefined : await this.#open(path, file, coding)
    // A client that takes nothing that there is gets the file as it is: that serves it better than an error.
    if (packed === undefined || coding === 'identity') return { file, coding: undefined, hasCodings }
    await file.close()
    return { file: packed, coding, hasCodings }
  }

  async #find(path: string, file: OpenFile): Promise<readonly Coding[]> {
    const found: Coding[] = []
    for (const coding of CODINGS) {
      const packed = await this.#open(path, file, coding)
      if (packed === undefined) continue
      found.push(coding)
      await packed.close()
    }
    return found
  }

  /** One that is older than the file is of a former content. */
  async #open(path: string, { modified }: OpenFile, coding: Coding): Promise<OpenFile | undefined> {
    const packed = await this.#files.open(path + ENDINGS[coding])
    if (packed === undefined) return undefined
    if (modified === undefined || packed.modified === undefined || packed.modified >= modified) return packed
    await packed.close()
    return undefined
  }
}
