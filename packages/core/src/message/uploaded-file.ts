import type { PartHead } from '../http/multipart.ts'
import { secureFilename } from '../http/safe-name.ts'

/**
 * A file that came with a form. Everything about it but its bytes is the client's word.
 *
 * @example
 * const photo = (await request.form()).files.get('photo')
 * if (photo === undefined || photo.size > 100_000) abort(400, 'Send a photo of at most 100 kB')
 */
export class UploadedFile {
  /** As the client sent it: may hold `../` or anything else. Never use it as a path. */
  readonly filename: string
  /** What the client says it is; `undefined` when it says nothing. */
  readonly contentType: string | undefined
  readonly #bytes: Uint8Array

  constructor(head: PartHead, bytes: Uint8Array) {
    this.filename = head.filename ?? ''
    this.contentType = head.contentType
    this.#bytes = bytes
  }

  /** Size in bytes. */
  get size(): number {
    return this.#bytes.length
  }

  /** The file's name made safe for a file system: no folders, no control characters, never empty. */
  get safeName(): string {
    return secureFilename(this.filename)
  }

  /** The content. */
  bytes(): Promise<Uint8Array> {
    return Promise.resolve(this.#bytes)
  }

  /** The content as text in UTF-8; what is not UTF-8 is replaced. */
  text(): Promise<string> {
    return Promise.resolve(new TextDecoder().decode(this.#bytes))
  }

  /** The content as a stream. */
  stream(): ReadableStream<Uint8Array> {
    return new Blob([this.#bytes.slice()]).stream()
  }
}
