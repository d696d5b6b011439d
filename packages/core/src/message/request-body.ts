import { fail } from '../ground/codes.ts'
import { type HttpError, UnsupportedMediaType } from '../ground/http-error.ts'
import { type JsonProvider, parseJson } from '../ground/json.ts'
import { assertDeclaredSize, assertUncoded, decodeUtf8, isUtf8Json, readWhole } from './body.ts'
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

/** What the bodies of an app are read with. */
export interface Means {
  readonly json: JsonProvider
  /** Where the files of a form go. */
  readonly storage: UploadStorage
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
  readonly #means: Means
  readonly #owner: Owner | undefined
  /** The first to read it whole; whoever comes behind finds the bytes kept. */
  #first: Promise<unknown> | undefined
  #kept: Uint8Array | undefined
  /** Whether it was read while it arrived. */
  #taken = false
  #parsedJson: Promise<unknown> | undefined
  #form: Promise<Form> | undefined

  /** @param owner - Whatever ends with the request; `undefined` when nobody would remove its files. */
  constructor(source: Source, limits: Limits, means: Means, owner: Owner | undefined) {
    this.#source = source
    this.limits = limits
    this.#means = means
    this.#owner = owner
  }

  json(): Promise<unknown> {
    return (this.#parsedJson ??= this.#readJson())
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
    return this.#whole((bytes) => bytes)
  }

  stream(): ReadableStream<Uint8Array> {
    if (this.#first !== undefined) return streamOf(kept(this))
    if (this.#taken) throw fail('BODY_TAKEN', {})
    assertDeclaredSize(this.#source, this.limits.maxBodySize)
    this.#taken = true
    return limitedStream(this.#source.stream(), this.limits.maxBodySize, this.#keepRefusal())
  }

  /** What `use` makes of the bytes, which are read once. */
  #whole<T>(use: (bytes: Uint8Array) => T): Promise<T> {
    if (this.#first !== undefined) return this.#again(this.#first, use)
    if (this.#taken) return Promise.reject(fail('BODY_TAKEN', {}))
    const first = readWhole(this.#source, this.limits.maxBodySize, (bytes) => {
      this.#kept = bytes
      return use(bytes)
    })
    this.#first = first
    return first
  }

  /** The bytes are there also when what the first one made of them failed; when they never came, everybody is told why. */
  async #again<T>(first: Promise<unknown>, use: (bytes: Uint8Array) => T): Promise<T> {
    let failure: unknown
    try {
      await first
    } catch (error) {
      failure = error
    }
    if (this.#kept === undefined) throw failure
    return use(this.#kept)
  }

  /** The media type is checked first, so that a wrong one is said before a long body is read. */
  #readJson(): Promise<unknown> {
    if (!isUtf8Json(this.#contentType))
      return Promise.reject(
        new UnsupportedMediaType('Send JSON in UTF-8, as `content-type: application/json`'),
      )
    const { json } = this.#means
    const parse = (bytes: Uint8Array): unknown => json.parse(decodeUtf8(bytes))
    // A listener makes it where the last byte comes in, outside of the request: an app's own provider may ask for that.
    return json.parse === parseJson ? this.#whole(parse) : this.bytes().then(parse)
  }

  async #readForm(): Promise<Form> {
    const boundary = formBoundary(this.#contentType)
    if (boundary === undefined) return parseUrlencodedForm(await this.bytes(), this.limits)
    const uploads = new Uploads(this.#means.storage)
    // Before there is anything to close: after the request it would be too late to ask.
    this.#owner?.onDispose(() => uploads.close())
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

/** Asked for only when they are read: a promise of a body that was refused, for which nobody waits, would end the process. */
async function* kept(body: RequestBody): AsyncGenerator<Uint8Array> {
  yield await body.bytes()
}
