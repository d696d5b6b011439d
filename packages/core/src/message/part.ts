import { fail } from '../ground/codes.ts'
import type { PartHead } from '../http/multipart.ts'
import { decodeUtf8 } from './body.ts'
import { ChunkList } from '../ground/chunks.ts'
import { streamOf } from './stream.ts'

/** The body that a part belongs to. */
export interface PartOrigin {
  /** The next bytes of a part; `undefined` at its end. @throws {@link MicroError} `PART_TAKEN` when another part was asked for. */
  read(part: Part): Promise<Uint8Array | undefined>
  /** Told of bytes that are kept in memory. @throws {@link ContentTooLarge} when they are too many. */
  keep(bytes: number): void
}

/**
 * One field or file of a multipart body, while it arrives. Everything about it is the client's word.
 *
 * Read it before the next one is asked for, once, in one way. What is not read is thrown away.
 *
 * @example
 * for await (const part of request.parts()) {
 *   if (part.filename === undefined) console.log(part.name, await part.text())
 *   else for await (const chunk of part.stream()) console.log(chunk.length)
 * }
 */
export class Part {
  /** Of the form's field; may be `''`. */
  readonly name: string
  /** As the client sent it; `undefined` when this is a field, `''` for a file field left empty. Never use it as a path. */
  readonly filename: string | undefined
  /** What the client says it is; `undefined` when it says nothing. */
  readonly contentType: string | undefined
  /** Every header field of the part by lower-case name, without prototype. */
  readonly headers: Readonly<Record<string, string>>
  readonly #origin: PartOrigin
  #taken = false

  constructor(head: PartHead, origin: PartOrigin) {
    this.name = head.name
    this.filename = head.filename
    this.contentType = head.contentType
    this.headers = head.headers
    this.#origin = origin
  }

  /**
   * The content, whole in memory. All parts of a body that are read in this way count together.
   *
   * @throws {@link ContentTooLarge} over `maxFormMemory`.
   * @throws {@link MicroError} `PART_TAKEN` when it was read before, or another part was asked for.
   */
  async bytes(): Promise<Uint8Array> {
    this.#take()
    const chunks = new ChunkList()
    for await (const chunk of this.#chunks()) {
      this.#origin.keep(chunk.length)
      chunks.add(chunk)
    }
    return chunks.join()
  }

  /** The content as text. As {@link Part.bytes}. @throws {@link BadRequest} when it is not UTF-8. */
  async text(): Promise<string> {
    return decodeUtf8(await this.bytes())
  }

  /**
   * The content, piece by piece, as fast as it is read: `maxBodySize` is its only limit.
   *
   * @throws {@link MicroError} `PART_TAKEN` when it was read before, or another part was asked for.
   */
  stream(): ReadableStream<Uint8Array> {
    this.#take()
    return streamOf(this.#chunks())
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.#next(); chunk !== undefined; chunk = await this.#next()) yield chunk
  }

  #next(): Promise<Uint8Array | undefined> {
    return this.#origin.read(this)
  }

  #take(): void {
    if (this.#taken) throw fail('PART_TAKEN', { name: this.name })
    this.#taken = true
  }
}
