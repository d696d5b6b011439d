import { createConnection, type Socket } from 'node:net'
import { App, type Settings } from '@micro/core'
import { brokenInvariants } from './invariants.ts'

/** One reply as it came over the wire. */
export interface WireReply {
  readonly status: number
  /** Names in lower case, lines of one field joined by `, `. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** What came back on a connection. */
export interface WireAnswer {
  readonly replies: readonly WireReply[]
  /** The status of each. */
  readonly statuses: readonly number[]
  /** All bytes, as latin1. */
  readonly text: string
  /** Whether the server ended the connection, rather than the client that waited long enough. */
  readonly closed: boolean
}

/** A server with an app of its own, and what it said in its log. */
export interface Wire extends AsyncDisposable {
  readonly app: App
  readonly port: number
  /** Lines at the levels `warn` and `error`. */
  readonly log: string[]
  /** Writes the pieces one after the other, and reads until the server closes or says nothing for `patience` milliseconds. */
  send(pieces: string | Buffer | readonly (string | Buffer)[], options?: SendOptions): Promise<WireAnswer>
  /** A connection of its own. */
  connect(): Promise<Socket>
}

export interface SendOptions {
  /** Closes the client's side after the last piece. */
  readonly end?: boolean
  /** How long the server may say nothing before the client gives up, in milliseconds. Default: 3000. */
  readonly patience?: number
  /** Between two pieces, in milliseconds. Default: 0. */
  readonly pause?: number
}

const quiet = (): void => {}

/** Starts an app on a free port. Every reply is held to what errors must hold to. */
export async function openWire(setUp: (app: App) => void = () => {}, config: Settings = {}): Promise<Wire> {
  const log: string[] = []
  const note = ({ err }: { err?: unknown }, message: string): void =>
    void log.push(err instanceof Error ? `${message}: ${err}` : message)
  const app = new App({ config, logger: { debug: quiet, info: quiet, warn: note, error: note } })
  app.get('/', () => 'home')
  setUp(app)
  const listener = await app.listen({ port: 0 })
  return {
    app,
    port: listener.port,
    log,
    connect: () => connect(listener.port),
    async send(pieces, options) {
      return talk(
        await connect(listener.port),
        typeof pieces === 'string' || Buffer.isBuffer(pieces) ? [pieces] : pieces,
        options,
      )
    },
    async [Symbol.asyncDispose]() {
      await listener.close(100)
      await app.stop()
    },
  }
}

/** The head of a request to a test server, with an empty line at its end. */
export function head(line: string, ...fields: readonly string[]): string {
  return [line, 'Host: a.test', ...fields, '', ''].join('\r\n')
}

function connect(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      // A reset is one of the ways in which a server may end a connection.
      socket.off('error', reject).on('error', () => {})
      resolve(socket)
    }).once('error', reject)
  })
}

/** Writes and reads on a connection until it ends. */
export async function talk(
  socket: Socket,
  pieces: readonly (string | Buffer)[],
  { end = false, patience = 3000, pause = 0 }: SendOptions = {},
): Promise<WireAnswer> {
  const chunks: Buffer[] = []
  let closed = false
  const over = new Promise<void>((resolve) => {
    socket.setTimeout(patience, resolve)
    socket.on('data', (chunk) => void chunks.push(chunk))
    const done = (): void => {
      closed = true
      resolve()
    }
    socket.once('end', done).once('close', done)
  })
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece, 'latin1')
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
  }
  if (end) socket.end()
  await over
  socket.destroy()
  const text = Buffer.concat(chunks).toString('latin1')
  const replies = repliesOf(text)
  const broken = replies.flatMap(({ status, headers, body }) =>
    brokenInvariants({ status, body, fields: new Map([...headers].map(([name, value]) => [name, [value]])) }),
  )
  if (broken.length > 0) throw new Error(broken.join('; '))
  return { replies, statuses: replies.map(({ status }) => status), text, closed }
}

/** Reads replies from what came over the wire; what is no reply is an error. */
export function repliesOf(text: string): readonly WireReply[] {
  const replies: WireReply[] = []
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n')
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(rest)?.[1]
    if (end < 0 || status === undefined) throw new Error(`No reply: ${JSON.stringify(rest.slice(0, 200))}`)
    const headers = fieldsOf(rest.slice(0, end))
    const { body, length } = bodyOf(rest.slice(end + 4), Number(status), headers)
    replies.push({ status: Number(status), headers, body })
    rest = rest.slice(end + 4 + length)
  }
  return replies
}

function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    fields.set(name, fields.has(name) ? `${fields.get(name)}, ${value}` : value)
  }
  return fields
}

interface Body {
  readonly body: string
  /** How many characters of the text it takes. */
  readonly length: number
}

function bodyOf(text: string, status: number, headers: ReadonlyMap<string, string>): Body {
  if (status < 200 || status === 204 || status === 304) return { body: '', length: 0 }
  if (headers.get('transfer-encoding') === 'chunked') return chunkedBody(text)
  const length = Number(headers.get('content-length') ?? text.length)
  return { body: text.slice(0, length), length }
}

function chunkedBody(text: string): Body {
  let body = ''
  let at = 0
  for (;;) {
    const line = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, line), 16)
    if (line < 0 || Number.isNaN(size)) return { body, length: text.length }
    body += text.slice(line + 2, line + 2 + size)
    at = line + 2 + size + 2
    if (size === 0) return { body, length: at }
  }
}
