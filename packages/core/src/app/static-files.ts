import { abort } from '../ground/http-error.ts'
import { fileType } from '../http/file-type.ts'
import type { Context } from '../context/context.ts'
import type { RunningApp } from '../context/running-app.ts'
import { isPlainPath } from '../message/file-path.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import { Precompressed } from '../message/precompressed.ts'
import type { Reply } from '../message/reply.ts'
import { sendOpenFile } from '../message/send-file.ts'
import type { RouteDefinition } from './handler.ts'
import { readSettings } from './settings.ts'
import type { StaticFolder } from './static-folder.ts'
import type { Versions } from './versions.ts'
import { platform } from './platform.ts'

/** RFC 8246 §2: it is not asked for again, not even by a reload. */
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** The route that serves the files of a folder, as the endpoint `static`. */
export function staticRoute(folder: StaticFolder): RouteDefinition {
  const pattern = `${folder.urlPath.replace(/\/+$/, '')}/<path:filename>`
  const files = new StaticFiles(folder)
  return {
    route: { path: pattern, endpoint: 'static', methods: ['GET'] },
    path: pattern,
    options: { endpoint: 'static' },
    handler: (c: Context<{ readonly filename: string }>) => files.serve(c),
    versions: folder.hasVersions ? files : undefined,
  }
}

/** What is known of the files once they are served. */
interface Opened {
  readonly files: FileSource
  readonly packed: Precompressed
}

class StaticFiles implements Versions {
  readonly #folder: StaticFolder
  #opened: Opened | undefined
  #cacheControl: string | undefined

  constructor(folder: StaticFolder) {
    this.#folder = folder
  }

  async load(): Promise<void> {
    // Where there are no files an app can still start; whoever asks for one is told.
    await this.#open().catch(() => {})
  }

  version({ filename }: Readonly<Record<string, unknown>>): string | undefined {
    if (typeof filename !== 'string' || !isPlainPath(filename, this.#folder.wellKnown)) return undefined
    return this.#opened?.files.version?.(filename)
  }

  async serve({ params, request, app }: Context<{ readonly filename: string }>): Promise<Reply> {
    const path = params.filename
    if (!isPlainPath(path, this.#folder.wellKnown)) abort(404)
    const { files, packed } = this.#opened ?? (await this.#open())
    const file = (await files.open(path)) ?? abort(404)
    try {
      const cacheControl = this.#isCurrent(file, request.query.get('v')) ? FOR_GOOD : this.#usual(app)
      const chosen = await packed.choose(path, file, request.headers.get('accept-encoding'))
      return await sendOpenFile(chosen.file, request, { ...chosen, type: fileType(path), cacheControl })
    } catch (error) {
      // A query that cannot be read is the client's to send: each would keep a file open for ever.
      await file.close()
      throw error
    }
  }

  /** Opened with the start or the first request: an app can be made where there is no file system. */
  async #open(): Promise<Opened> {
    const { files } = this.#folder
    const source = typeof files === 'string' ? (await platform()).openFolder(files) : files
    return (this.#opened ??= { files: source, packed: new Precompressed(source) })
  }

  /** Of the file that is open, not of what is there the next moment: what is kept for good must be what the URL says. */
  #isCurrent(file: OpenFile, version: string | undefined): boolean {
    return version !== undefined && this.#folder.hasVersions && version === file.version?.()
  }

  #usual(app: RunningApp): string {
    return (this.#cacheControl ??= cacheControlOf(readSettings(app.config).staticMaxAge))
  }
}

function cacheControlOf(maxAge: number): string {
  return maxAge === 0 ? 'no-cache' : `public, max-age=${maxAge}`
}
