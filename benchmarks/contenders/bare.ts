// Bare `node:http`, written by hand for each scenario, with Node's default options, files by `createReadStream`: a common yardstick and no floor.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyte } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const TEXT = 'text/plain; charset=utf-8'
const JSON_TYPE = 'application/json'

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** A server for one path. */
function at(path: string, listener: RequestListener): () => RequestListener {
  return () => (request, response) => {
    if (request.url === path) listener(request, response)
    else send(response, 404, TEXT, 'Not Found')
  }
}

function withBody(request: IncomingMessage, use: (text: string) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => use(Buffer.concat(chunks).toString()))
}

const hello: RequestListener = (_request, response) => send(response, 200, TEXT, 'Hello, World!')

const param: RequestListener = (request, response) => {
  const id = request.url?.startsWith('/users/') === true ? request.url.slice(7) : ''
  if (/^\d+$/.test(id)) send(response, 200, JSON_TYPE, JSON.stringify({ id: Number(id) }))
  else send(response, 404, TEXT, 'Not Found')
}

const echo: RequestListener = (request, response) => {
  withBody(request, (text) => send(response, 200, JSON_TYPE, JSON.stringify(JSON.parse(text))))
}

interface User {
  readonly name: string
  readonly age: number
  readonly tags: readonly string[]
}

function isUser(value: unknown): value is User {
  if (typeof value !== 'object' || value === null) return false
  const { name, age, tags }: { name?: unknown; age?: unknown; tags?: unknown } = value
  if (typeof name !== 'string' || name.length === 0 || name.length > 80) return false
  if (typeof age !== 'number' || !Number.isInteger(age) || age < 0) return false
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const validated: RequestListener = (request, response) => {
  withBody(request, (text) => {
    const user = parse(text)
    if (!isUser(user)) return send(response, 422, TEXT, 'Unprocessable Content')
    send(response, 200, JSON_TYPE, JSON.stringify({ name: user.name, count: user.tags.length }))
  })
}

/** A client that leaves early is no error. */
function leftAlone(): void {}

const file: RequestListener = (request, response) => {
  void sendFile(join(fixtures, request.url ?? ''), response)
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const { size, mtime } = await stat(path)
  const head = { 'content-type': TEXT, 'content-length': size, 'last-modified': mtime.toUTCString() }
  response.writeHead(200, head)
  pipeline(createReadStream(path), response, leftAlone)
}

const stream: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': TEXT })
  pipeline(Readable.from(mebibyte(), { objectMode: false }), response, leftAlone)
}

const hooks = Array.from({ length: 10 }, () => (request: IncomingMessage) => request.destroyed)

const hooked: RequestListener = (request, response) => {
  for (const hook of hooks) if (hook(request)) return
  send(response, 200, TEXT, 'Hello, World!')
}

export const contender = defineContender<RequestListener>({
  name: 'bare',
  packages: [],
  apps: {
    hello: at('/', hello),
    json: at('/json', (_request, response) =>
      send(response, 200, JSON_TYPE, JSON.stringify({ message: 'Hello, World!' })),
    ),
    param: () => param,
    echo: at('/echo', echo),
    validated: at('/users', validated),
    notFound: at('/', hello),
    file1k: () => file,
    file1m: () => file,
    hooks10: at('/', hooked),
    nested10: at('/a/b/c/d/e/f/g/h/i/j/hello', hello),
    stream1m: at('/stream', stream),
  },
  listen: (listener) =>
    new Promise((resolve) => {
      const server = createServer(listener).listen(0, '127.0.0.1', () => resolve(portOf(server)))
    }),
})
