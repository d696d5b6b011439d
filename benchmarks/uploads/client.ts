import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the server says of itself. Memory in bytes. */
export interface State {
  /** The most memory since it was asked last. */
  readonly peak: number
  readonly rss: number
  readonly descriptors: number
  readonly temporaryFiles: number
}

const BOUNDARY = '----benchmark'
const CHUNK = Buffer.alloc(1 << 18, 'The quick brown fox jumps over the lazy dog.\r\n--\r\n')

export async function stateOf(origin: string): Promise<State> {
  const response = await fetch(`${origin}/state`, { headers: { connection: 'close' } })
  const state: State = JSON.parse(await response.text())
  return state
}

/** The same file again and again, as long as wanted. */
function* fileOf(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= CHUNK.length)
    yield left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
}

function* formOf(size: number): Generator<Buffer> {
  yield Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\na field\r\n`)
  yield Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  )
  yield* fileOf(size)
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
}

/** Sends a file as the only one of a form, and gives the size that the server has counted. */
export async function sendForm(origin: string, path: string, size: number): Promise<number> {
  const answer = await send(origin + path, formOf(size), `multipart/form-data; boundary=${BOUNDARY}`)
  return Number(JSON.parse(answer).size)
}

/** Sends a file as it is; whether the server has the same sum of it. */
export async function sendFile(origin: string, path: string, size: number): Promise<boolean> {
  const answer = await send(origin + path, fileOf(size), 'application/octet-stream')
  const hash = createHash('sha256')
  for (const chunk of fileOf(size)) hash.update(chunk)
  return JSON.parse(answer).sha256 === hash.digest('hex')
}

function send(url: string, body: Iterable<Buffer>, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { 'content-type': type }, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve(text))
      },
    )
    sent.on('error', reject)
    const chunks = body[Symbol.iterator]()
    const more = (): void => {
      for (let next = chunks.next(); ; next = chunks.next()) {
        if (next.done === true) return void sent.end()
        if (!sent.write(next.value)) return void sent.once('drain', more)
      }
    }
    more()
  })
}

/** Where a client may leave, and what it has sent by then. */
export function cuts(): ReadonlyMap<string, string> {
  const length = 5_000_000
  const start = `POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${length}`
  const head = `${start}\r\n\r\n`
  const field = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\n`
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`
  const bytes = 'x'.repeat(200_000)
  const whole = `${field}text\r\n${file}${bytes}\r\n${file}${bytes}\r\n--${BOUNDARY}--\r\n`
  return new Map([
    ['in the head', start],
    ['behind the head', head],
    ['in the head of a part', head + field.slice(0, 30)],
    ['in a field', `${head}${field}te`],
    ['at the start of a file', `${head}${field}text\r\n${file}x`],
    ['in a file in memory', `${head}${file}${bytes.slice(0, 60_000)}`],
    ['in a file on disk', head + file + bytes],
    ['in the boundary', `${head}${file}${bytes}\r\n--${BOUNDARY.slice(0, 5)}`],
    ['in the second file', `${head}${file}${bytes}\r\n${file}${bytes}`],
    ['before the reply', head.replace(String(length), String(whole.length)) + whole],
  ])
}

/** Sends so much and leaves. */
export async function leave(origin: string, sent: string): Promise<void> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.write(sent, () => resolve()))
  await sleep(50)
  socket.destroy()
}
