import { secureFilename } from '../http/safe-name.ts'
import type { PartHead } from '../http/multipart.ts'
import type { StoredUpload } from './stored-upload.ts'

/**
 * A file that came with a form. Everything about it but its bytes is the client's word.
 *
 * Small ones are in memory, larger ones in a temporary file: see `maxFileMemory`. It is gone when its request is over;
 * {@link UploadedFile.save} keeps it.
 *
 * @example
 * const photo = (await request.form()).files.get('photo')
 * if (photo === undefined || photo.size > 100_000) abort(400, 'Send a photo of at most 100 kB')
 */
export class UploadedFile {
  /** Of the form's field. */
  readonly name: string
  /** As the client sent it: may hold `../` or anything else. Never use it as a path. */
  readonly filename: string
  /** What the client says it is; `undefined` when it says nothing. */
  readonly contentType: string | undefined
  /** Size in bytes. */
  readonly size: number
  readonly #stored: StoredUpload

  constructor(head: Pick<PartHead, 'name' | 'filename' | 'contentType'>, stored: StoredUpload) {
    this.name = head.name
    this.filename = head.filename ?? ''
    this.contentType = head.contentType
    this.size = stored.size
    this.#stored = stored
  }

  /** The file's name made safe for a file system: no folders, no control characters, never empty. Others may have the same. */
  get safeName(): string {
    return secureFilename(this.filename)
  }

  /** The content, whole in memory. @throws {@link MicroError} `UPLOAD_OVER` after the request. */
  bytes(): Promise<Uint8Array> {
    return this.#stored.bytes()
  }

  /** The content as text in UTF-8; what is not UTF-8 is replaced. @throws {@link MicroError} `UPLOAD_OVER` after the request. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.#stored.bytes())
  }

  /** The content as a stream; as often as it is asked for. @throws {@link MicroError} `UPLOAD_OVER` after the request. */
  stream(): ReadableStream<Uint8Array> {
    return this.#stored.stream()
  }

  /**
   * Keeps the file at a path where nothing is yet: whole, or not at all. Only the user of this process can read it there.
   * Does not make folders, and never replaces a file, however many are saved at once.
   *
   * @param path - Of your choice, never of the client's. A relative one begins at the working directory.
   * @throws {@link MicroError} `UPLOAD_SAVE` when something is there already, or the folder is missing or not to be written to.
   * @throws {@link MicroError} `UPLOAD_OVER` after the request; `NO_PLATFORM` where the runtime has no files.
   * @throws {@link HttpError} 507 when there is no room for it.
   * @example
   * const photo = (await request.form()).files.get('photo') ?? abort(400, 'Send a photo')
   * const id = crypto.randomUUID()
   * await photo.save(`/var/uploads/${id}`)
   */
  save(path: string): Promise<void> {
    return this.#stored.saveAs(path)
  }
}
