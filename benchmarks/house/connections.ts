import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { requestText, type Sent } from './scenarios.ts'

const CHUNKED = -1
const LAST_CHUNK = '0\r\n\r\n'
/** For so many milliseconds a connection may wait. Node closes it after five seconds: on a busy machine that can be as a round begins. */
const MOST_WAITING = 4000

/**
 * Connections that stay open from round to round, so that a round may be short: nobody pays for making them, and a short one is more often
 * not disturbed by other work. Looks only for the end of an answer: of a chunked one its last chunk, else the length of the first one, which
 * all others have to have.
 */
export class Connections implements Disposable {
  readonly #port: number
  readonly #sockets: Socket[]
  readonly #request: Buffer
  readonly #length: number
  #lastSent = performance.now()
  #toSend = 0
  #toCome = 0
  #finish: () => void = () => {}
  #fail: (error: Error) => void = () => {}

  private constructor(port: number, sockets: Socket[], request: Buffer, length: number) {
    this.#port = port
    this.#sockets = sockets
    this.#request = request
    this.#length = length
    for (const socket of sockets) this.#follow(socket)
  }

  static async open(port: number, sent: Sent, count: number): Promise<Connections> {
    const request = Buffer.from(requestText(sent))
    const sockets = await Promise.all(Array.from({ length: count }, () => opened(port)))
    const [first] = sockets
    first?.write(request)
    const length = first === undefined ? 0 : await lengthOfAnswer(first)
    return new Connections(port, sockets, request, length)
  }

  /** Sends so many requests, on each connection the next one behind the answer. */
  async send(amount: number): Promise<void> {
    await this.ready()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#finish = resolve
    this.#fail = reject
    this.#toSend = amount
    this.#toCome = amount
    for (const socket of this.#sockets) this.#next(socket)
    await promise
    this.#lastSent = performance.now()
  }

  /** Opens anew what a server has closed because it waited for too long, or may close soon. Ahead of a round, which is not to pay for it. */
  async ready(): Promise<void> {
    const late = performance.now() - this.#lastSent > MOST_WAITING
    const gone = [...this.#sockets.entries()].filter(([, socket]) => late || socket.destroyed)
    await Promise.all(gone.map(([index, socket]) => this.#replace(index, socket)))
    this.#lastSent = performance.now()
  }

  async #replace(index: number, old: Socket): Promise<void> {
    old.removeAllListeners('close').destroy()
    const socket = await opened(this.#port)
    // Answered once, so that the server has accepted it.
    socket.write(this.#request)
    await lengthOfAnswer(socket)
    this.#sockets[index] = socket
    this.#follow(socket)
  }

  #next(socket: Socket): void {
    if (this.#toSend === 0) return
    this.#toSend--
    socket.write(this.#request)
  }

  #follow(socket: Socket): void {
    let bytes = 0
    socket
      .on('error', () => {})
      .on('close', () => this.#fail(new Error('A connection was closed in the middle of a round')))
    socket.on('data', (chunk) => {
      bytes += chunk.length
      if (this.#length === CHUNKED ? !endsWithLastChunk(chunk) : bytes < this.#length) return
      bytes = 0
      if (--this.#toCome === 0) this.#finish()
      else this.#next(socket)
    })
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** Reads one answer to its end. @returns how many bytes it has, or `CHUNKED`. */
async function lengthOfAnswer(socket: Socket): Promise<number> {
  let text = ''
  for (;;) {
    const [chunk]: Buffer[] = await once(socket, 'data')
    text += chunk?.toString('latin1') ?? ''
    const end = text.indexOf('\r\n\r\n')
    if (end < 0) continue
    const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1]
    if (length === undefined && text.endsWith(LAST_CHUNK)) return CHUNKED
    if (length !== undefined && text.length >= end + 4 + Number(length)) return end + 4 + Number(length)
  }
}

/** What is sent in chunks here is nothing but the letter x, so its end cannot be mistaken. */
function endsWithLastChunk(chunk: Buffer): boolean {
  return (
    chunk.at(-1) === 10 &&
    chunk.subarray(-LAST_CHUNK.length).toString('latin1') === LAST_CHUNK.slice(-chunk.length)
  )
}
