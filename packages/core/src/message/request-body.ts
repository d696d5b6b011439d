import { fail } from '../ground/codes.ts'
import type { JsonProvider } from '../ground/json.ts'
import { parseMediaType, type MediaType } from '../http/media-type.ts'
import { decodeUtf8, readBytes, readJson } from './body.ts'
import { type Form, readForm } from './form.ts'
import type { Limits } from './limits.ts'
import type { Source } from './source.ts'
import { streamOf } from './stream.ts'

/** The body of a request: read at most once, by the limits that hold when it is read, and kept. */
export class RequestBody {
  limits: Limits
  readonly #source: Source
  readonly #json: JsonProvider
  #bytes: Promise<Uint8Array> | undefined
  /** Whether its stream was handed out. */
  #taken = false
  #parsedJson: Promise<unknown> | undefined
  #form: Promise<Form> | undefined

  constructor(source: Source, limits: Limits, json: JsonProvider) {
    this.#source = source
    this.limits = limits
    this.#json = json
  }

  get mediaType(): MediaType | undefined {
    const value = this.#source.header('content-type')
    return value === undefined ? undefined : parseMediaType(value)
  }

  json(): Promise<unknown> {
    return (this.#parsedJson ??= readJson(this.mediaType, () => this.bytes(), this.#json))
  }

  form(): Promise<Form> {
    return (this.#form ??= readForm(
      this.#source.header('content-type') ?? '',
      () => this.bytes(),
      this.limits,
    ))
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
    this.#taken = true
    return this.#source.stream()
  }
}

async function* kept(bytes: Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await bytes
}
