import type { Bytes, Feed } from '../message/feed.ts'
import type { Descriptor } from './descriptor.ts'

/** What is read at once, in bytes: what a slow client keeps of a file is no more. Half of it costs a fifth more time, twice as much saves nothing. */
const PIECE = 131_072

/** A part of an open file. Closes it when it fails or is cancelled. */
export class FileFeed implements Feed {
  readonly #file: Descriptor
  readonly #end: number
  readonly #last: boolean
  #at: number
  /** Memory that is new costs twice what it costs to read into it, so there is one for all that is lent. */
  #lent: Buffer | undefined

  /** @param last - Whether the file is closed when it is read up to `end`. */
  constructor(file: Descriptor, start: number, end: number, last: boolean) {
    this.#file = file
    this.#at = start
    this.#end = end
    this.#last = last
  }

  // Neither is zeroed: only what was read goes out.
  next(): Promise<Bytes> {
    return this.#read(Buffer.allocUnsafeSlow(this.#length))
  }

  lend(): Promise<Bytes> {
    this.#lent ??= Buffer.allocUnsafeSlow(this.#length)
    return this.#read(this.#lent.subarray(0, this.#length))
  }

  cancel(): void {
    this.#file.close()
  }

  get #length(): number {
    return Math.min(PIECE, this.#end - this.#at)
  }

  async #read(buffer: Buffer): Promise<Bytes> {
    if (this.#at === this.#end) return this.#over()
    try {
      const count = await this.#file.read(buffer, this.#at)
      // Fewer bytes than the reply promised: an error, so that the connection is cut and nobody takes it for whole.
      if (count === 0) throw new RangeError('The file became shorter while it was sent')
      this.#at += count
      if (this.#at === this.#end) this.#over()
      return buffer.subarray(0, count)
    } catch (error) {
      this.#file.close()
      throw error
    }
  }

  /** Also of a part in which there is nothing to read. */
  #over(): undefined {
    if (this.#last) this.#file.close()
  }
}
