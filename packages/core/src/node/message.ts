import { ContentTooLarge } from '../ground/http-error.ts'
import { joinChunks } from '../message/chunks.ts'
import { cutOff } from '../message/cut-off.ts'
import { http } from './built-in.ts'

/**
 * A request of `node:http` whose body can be read without its stream.
 *
 * The stream of a body costs as much as all that micro does with a request: an event for each piece, then the ticks in which it ends, is destroyed and
 * closes. Whoever wants the whole of it needs none of that. So the pieces go from the parser to {@link Message.readWhole}, and what follows
 * the last of them is done there and then. For everybody else it is the stream that it always was.
 */
export class Message extends http.IncomingMessage {
  #reader: BodyReader | undefined
  /** The last byte went to a reader: the stream has had nothing, and has nothing to end. */
  #isRead = false

  static {
    // Accessors, which the types of Node call properties: those cannot be overridden by a `get`.
    const stream: object = Object.getPrototypeOf(http.IncomingMessage.prototype)
    for (const name of ['readableEnded', 'closed']) {
      const inherited = Object.getOwnPropertyDescriptor(stream, name)
      const get = function (this: Message): boolean {
        return this.#isRead || inherited?.get?.call(this) === true
      }
      Object.defineProperty(this.prototype, name, { configurable: true, get })
    }
  }

  /**
   * Reads the whole body. For a message that nobody reads yet.
   *
   * @param limit - Most bytes to read. Over it, reading stops and the promise rejects with 413.
   * @param use - Makes the result, where the last byte comes in; what it throws, the promise rejects with.
   */
  readWhole<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const reader = new WholeBody(limit, use, resolve, reject)
      // What came before somebody asked for it.
      const early: unknown = this.readableLength > 0 || this.complete ? this.read() : null
      if (early instanceof Uint8Array && !reader.take(early)) return
      if (this.complete) reader.end()
      else this.#reader = reader
    })
  }

  /** Throws away what has not arrived yet: for a reply that did not wait for it. A reader hears that its body was cut off. */
  dismiss(): void {
    this.#reader?.cutOff()
    this.#reader = undefined
    this.resume()
  }

  /** Where Node's parser puts each piece of a body, and `null` behind the last one. */
  override push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean {
    const reader = this.#reader
    if (reader === undefined) return super.push(chunk, encoding)
    if (chunk !== null) {
      // Refused: the rest goes to the stream, which holds the client back.
      if (!reader.take(chunk)) this.#reader = undefined
      return true
    }
    this.#reader = undefined
    this.#isRead = true
    reader.end()
    // Somebody was there before, and waits for the events of a stream.
    if (this.listenerCount('end') > 0 || this.listenerCount('close') > 0) this.#endStream()
    return false
  }

  /** Node reads to its end what nobody has read, behind the reply: of this one there is nothing left. */
  override resume(): this {
    return this.#isRead ? this : super.resume()
  }

  override destroy(error?: Error): this {
    this.#reader?.cutOff()
    this.#reader = undefined
    return super.destroy(error)
  }

  #endStream(): void {
    this.#isRead = false
    super.push(null)
    super.resume()
  }
}

/** What a body is given to while it comes in. */
interface BodyReader {
  /** @returns Whether it wants more. */
  take(chunk: Uint8Array): boolean
  end(): void
  cutOff(): void
}

const EMPTY = /* @__PURE__ */ new Uint8Array()

/** Collects a body, up to its limit. */
class WholeBody<T> implements BodyReader {
  readonly #limit: number
  readonly #use: (bytes: Uint8Array) => T
  readonly #resolve: (made: T) => void
  readonly #reject: (error: unknown) => void
  #chunks: Uint8Array[] | undefined
  #size = 0

  constructor(
    limit: number,
    use: (bytes: Uint8Array) => T,
    resolve: (made: T) => void,
    reject: (error: unknown) => void,
  ) {
    this.#limit = limit
    this.#use = use
    this.#resolve = resolve
    this.#reject = reject
  }

  take(chunk: Uint8Array): boolean {
    this.#size += chunk.length
    if (this.#size > this.#limit) {
      this.#reject(new ContentTooLarge())
      return false
    }
    // A list of one: an empty one that grows makes room for 17.
    if (this.#chunks === undefined) this.#chunks = [chunk]
    else this.#chunks.push(chunk)
    return true
  }

  end(): void {
    let made: T
    try {
      made = this.#use(this.#chunks === undefined ? EMPTY : joinChunks(this.#chunks))
    } catch (error) {
      return this.#reject(error)
    }
    this.#resolve(made)
  }

  cutOff(): void {
    this.#reject(cutOff())
  }
}
