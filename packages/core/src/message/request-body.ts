import { fail } from '../ground/codes.ts'
import { type HttpError, UnsupportedMediaType } from '../ground/http-error.ts'
import type { JsonProvider } from '../ground/json.ts'
import { assertDeclaredSize, assertUncoded, decodeUtf8, readBytes, readJson } from './body.ts'
import { type Form, formBoundary, parseUrlencodedForm, readMultipartForm } from './form.ts'
import type { Limits } from './limits.ts'
import { limitedStream } from './limited-stream.ts'
import { MultipartReader } from './multipart-reader.ts'
import type { Owner } from './owner.ts'
import type { Part } from './part.ts'
import type { Source } from './source.ts'
import { streamOf } from './stream.ts'
import type { UploadStorage } from './upload-storage.ts'
import { Uploads } from './uploads.ts'

/** What a body is read with. */
interface Surroundings {
  readonly json: JsonProvider
  /** Where the files of a form go. */
  readonly storage: UploadStorage
  /** Whatever ends with the request; `undefined` when nobody would remove those files. */
  readonly owner: Owner | undefined
}

/**
 * The body of a request: read at most once, by the limits that hold when it is read. Bytes are kept, and so is what was made
 * of them; what is read while it arrives (a stream, a multipart form) is not.
 */
export class RequestBody {
  limits: Limits
  /** The error that it was refused with while it was read piece by piece. */
  refusal: HttpError | undefined
  readonly #source: Source
  readonly #surroundings: Surroundings
  #bytes: Promise<Uint8Array> | undefined
  /** Whether it was read while it arrived. */
  #taken = false
  #parsedJson: Promise<unknown> | undefined
  #form: Promise<Form> | undefined

  constructor(source: Source, limits: Limits, surroundings: Surroundings) {
    this.#source = source
    this.limits = limits
    this.#surroundings = surroundings
  }

  json(): Promise<unknown> {
    return (this.#parsedJson ??= readJson(
      this.#source.header('content-type'),
      () => this.bytes(),
      this.#surroundings.json,
    ))
  }

  form(): Promise<Form> {
    return (this.#form ??= this.#readForm())
  }

  async *parts(): AsyncGenerator<Part, void, undefined> {
    const boundary = formBoundary(this.#contentType)
    // The fields of a urlencoded form are no parts.
    if (boundary === undefined) throw new UnsupportedMediaType('Send a multipart form')
    const reader = this.#multipart(boundary)
    for (let part = await reader.next(); part !== undefined; part = await reader.next()) yield part
  }

  async text(): Promise<string> {
    return decodeUtf8(await this.bytes())
  }

  bytes(): Promise<Uint8Array> {
    return (this.#bytes ??= this.#taken
      ? Promise.reject(fail('BODY_TAKEN', {}))
      : readBytes(this.#source, this.limits.maxBodySize))
  }

  stream(): ReadableStream<Uint8Array> {
    if (this.#bytes !== undefined) return streamOf(kept(this.#bytes))
    if (this.#taken) throw fail('BODY_TAKEN', {})
    assertDeclaredSize(this.#source, this.limits.maxBodySize)
    this.#taken = true
    return limitedStream(this.#source.stream(), this.limits.maxBodySize, this.#keepRefusal())
  }

  async #readForm(): Promise<Form> {
    const boundary = formBoundary(this.#contentType)
    if (boundary === undefined) return parseUrlencodedForm(await this.bytes(), this.limits)
    const { storage, owner } = this.#surroundings
    const uploads = new Uploads(storage)
    // Before there is anything to close: after the request it would be too late to ask.
    owner?.onDispose(() => uploads.close())
    return readMultipartForm(this.#multipart(boundary), uploads, this.limits)
  }

  #multipart(boundary: string): MultipartReader {
    assertUncoded(this.#source)
    return new MultipartReader(this.stream(), boundary, this.limits, this.#keepRefusal())
  }

  #keepRefusal(): (error: HttpError) => void {
    return (error) => void (this.refusal ??= error)
  }

  get #contentType(): string {
    return this.#source.header('content-type') ?? ''
  }
}

async function* kept(bytes: Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await bytes
}
