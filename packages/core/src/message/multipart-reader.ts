import { fail } from '../ground/codes.ts'
import { ContentTooLarge, HttpError } from '../ground/http-error.ts'
import { MultipartParser, type PartHead } from '../http/multipart.ts'
import type { Limits } from './limits.ts'
import { Part, type PartOrigin } from './part.ts'

/** What the parser told and nobody has taken yet. */
type Event = PartHead | Uint8Array | 'end'

/**
 * Reads a multipart body part by part while it arrives. One chunk of it is in memory at a time; the next is asked for when
 * everything in the last one was taken.
 */
export class MultipartReader implements PartOrigin {
  readonly #chunks: ReadableStreamDefaultReader<Uint8Array>
  readonly #parser: MultipartParser
  readonly #events: Event[] = []
  readonly #refused: (error: HttpError) => void
  #memoryLeft: number
  #part: Part | undefined
  #filling: Promise<void> | undefined
  #over = false
  /** Told when everything before it was taken, so that the same body fails at the same place however it is cut into chunks. */
  #failure: { readonly error: unknown } | undefined

  /** @param refused - Told of the error of a body that is refused: whoever reads a part may make another one of it. */
  constructor(
    body: ReadableStream<Uint8Array>,
    boundary: string,
    limits: Limits,
    refused: (error: HttpError) => void,
  ) {
    this.#chunks = body.getReader()
    this.#refused = refused
    this.#memoryLeft = limits.maxFormMemory
    this.#parser = new MultipartParser(
      boundary,
      { maxParts: limits.maxFormParts },
      {
        partBegin: (head) => void this.#events.push(head),
        partData: (bytes) => void this.#events.push(bytes),
        partEnd: () => void this.#events.push('end'),
      },
    )
  }

  /** The next part; what was not read of the one before is thrown away. `undefined` at the end of the body. */
  async next(): Promise<Part | undefined> {
    this.#part = undefined
    while (await this.#arrived()) {
      const event = this.#events.shift()
      if (typeof event === 'object' && !(event instanceof Uint8Array))
        return (this.#part = new Part(event, this))
    }
    return undefined
  }

  async read(part: Part): Promise<Uint8Array | undefined> {
    if (this.#events.length === 0) await this.#arrived()
    if (this.#part !== part) throw fail('PART_TAKEN', { name: part.name })
    const [event] = this.#events
    // The end stays where it is for whoever reads on.
    if (!(event instanceof Uint8Array)) return undefined
    this.#events.shift()
    return event
  }

  keep(bytes: number): void {
    this.#memoryLeft -= bytes
    if (this.#memoryLeft < 0) throw new ContentTooLarge('The fields of the form are too large')
  }

  /** Whether there is an event to take. Waits for the next chunks as long as there is none. */
  async #arrived(): Promise<boolean> {
    while (this.#events.length === 0) {
      if (this.#failure !== undefined) throw this.#failure.error
      if (this.#over) return false
      // One reading for all who wait: a part that was left unread may still wait too.
      await (this.#filling ??= this.#fill())
    }
    return true
  }

  async #fill(): Promise<void> {
    try {
      const { done, value } = await this.#chunks.read()
      this.#over = done
      if (done) this.#parser.end()
      else this.#parser.write(value)
    } catch (error) {
      if (error instanceof HttpError) this.#refused(error)
      this.#failure = { error }
    }
    this.#filling = undefined
  }
}
