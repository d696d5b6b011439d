import { ContentTooLarge } from '../ground/http-error.ts'
import { ChunkList } from '../ground/chunks.ts'
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
  #reader: WholeBody | undefined

  /**
   * Reads the whole body. For a message that nobody reads yet.
   *
   * @param limit - Most bytes to read. Over it, reading stops and the promise rejects with 413.
   * @param use - Makes the result, where the last byte comes in; what it throws, the promise rejects with.
   */
  readWhole<T>(limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const reader = new WholeBody(limit, (bytes) => resolve(use(bytes)), reject)
      this.#reader = reader
      if (!this.#takeEarly(reader)) this.#reader = undefined
      else if (this.complete) {
        this.#reader = undefined
        reader.end()
      }
    })
  }

  /** Throws away what has not arrived yet, unless it is being read: for a reply that did not wait for it. */
  dismiss(): void {
    if (this.#reader === undefined) return void this.resume()
    const { socket } = this
    // Of a request that has its reply, Node does not say that its client has left.
    const leave = (): void => void this.destroy()
    socket.once('close', leave)
    this.once('close', () => socket.off('close', leave))
  }

  /** Where Node's parser puts each piece of a body, and `null` behind the last one. */
  override push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean {
    const reader = this.#reader
    if (reader === undefined) return super.push(chunk, encoding)
    if (chunk !== null) {
      // Refused: the rest goes to the stream, which holds the client back.
      if (!reader.take(chunk)) this.#reader = undefined
      // Somebody who reads along, such as one who counts.
      if (this.listenerCount('data') > 0) this.emit('data', chunk)
      return true
    }
    this.#reader = undefined
    reader.end()
    this.#endStream()
    return false
  }

  override destroy(error?: Error): this {
    this.#reader?.cutOff()
    this.#reader = undefined
    return super.destroy(error)
  }

  /** What came before somebody asked for it. @returns Whether more is wanted. */
  #takeEarly(reader: WholeBody): boolean {
    if (this.readableLength === 0 && !this.complete) return true
    // A stream that flows gives one piece at a time.
    for (let early: unknown = this.read(); early instanceof Uint8Array; early = this.read()) {
      if (!reader.take(early)) return false
    }
    return true
  }

  /** The stream has had nothing: it is over without its events, unless somebody waits for them. */
  #endStream(): void {
    const isAwaited = this.listenerCount('end') > 0 || this.listenerCount('close') > 0
    if (typeof closeUnread === 'function' && !isAwaited) return void Reflect.apply(closeUnread, this, [])
    super.push(null)
    super.resume()
  }
}

/** What Node does with the stream of a request that has no body; older versions lack it. */
const closeUnread: unknown = Reflect.get(http.IncomingMessage.prototype, '_dumpAndCloseReadable')

/** Collects a body, up to its limit. */
class WholeBody extends ChunkList {
  readonly #limit: number
  readonly #done: (bytes: Uint8Array) => void
  readonly #reject: (error: unknown) => void

  constructor(limit: number, done: (bytes: Uint8Array) => void, reject: (error: unknown) => void) {
    super()
    this.#limit = limit
    this.#done = done
    this.#reject = reject
  }

  /** @returns Whether it wants more. */
  take(chunk: Uint8Array): boolean {
    this.add(chunk)
    if (this.size <= this.#limit) return true
    this.#reject(new ContentTooLarge())
    return false
  }

  end(): void {
    try {
      this.#done(this.join())
    } catch (error) {
      this.#reject(error)
    }
  }

  cutOff(): void {
    this.#reject(cutOff())
  }
}
