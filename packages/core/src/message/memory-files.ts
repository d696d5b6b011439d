import { BytesFile } from './bytes-file.ts'
import type { FileSource, OpenFile } from './file-source.ts'

/**
 * Files in memory: a bundle that a build step has put into the code, for platforms without a file system and for tests.
 *
 * They are taken as they are when it is made. Their entity tags are of their content, so that all instances of an app
 * agree.
 *
 * @example
 * const files = new MemoryFiles({ 'css/site.css': 'body { margin: 2rem }' })
 * const shop = new App({ staticFolder: files })
 * console.log(shop.urlFor('static', { filename: 'css/site.css' }).split('?')[0]) // /static/css/site.css
 */
export class MemoryFiles implements FileSource {
  readonly #files: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly tag: string }>

  /** @param files - By path, with `/` between folders. Texts become UTF-8. */
  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    const encoder = new TextEncoder()
    this.#files = new Map(
      Object.entries(files).map(([path, content]) => {
        const bytes = typeof content === 'string' ? encoder.encode(content) : content.slice()
        return [path, { bytes, tag: hashOf(bytes) }]
      }),
    )
  }

  async open(path: string): Promise<OpenFile | undefined> {
    const file = this.#files.get(path)
    return file === undefined ? undefined : new BytesFile(file.bytes, { tag: file.tag })
  }

  version(path: string): string | undefined {
    return this.#files.get(path)?.tag
  }
}

/**
 * FNV-1a twice, with two factors: 64 bits together. Tells versions of a file apart and keeps no secret: the platform's own
 * hashes would have to be waited for, and a URL cannot wait.
 */
function hashOf(bytes: Uint8Array): string {
  let low = 0x811c9dc5
  let high = 0x050c5d1f
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0x85ebca6b)
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36)
}
