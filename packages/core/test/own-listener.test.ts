import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { App, type Reply, type Source, stream } from '@micro/core'
import { afterEach, beforeEach, expect, it } from 'vitest'

/**
 * The least of a listener, on bare sockets and by what `@micro/core` exports: one request for each connection, which comes in one piece. That it is
 * this short is what is tested: nothing of the pipeline knows of `node:http`.
 */
function listenOn(app: App): Server {
  return createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (bytes) => void app.handle(sourceOf(bytes, socket), (reply) => send(reply, socket)))
  }).listen(0, '127.0.0.1')
}

function sourceOf(bytes: Buffer, socket: Socket): Source {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const [method = '', target = ''] = first.split(' ')
  const fields = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  const body = bytes.subarray(end + 4)
  const controller = new AbortController()
  socket.once('close', () => controller.abort())
  return {
    method,
    target,
    scheme: 'http',
    peer: socket.remoteAddress ?? '',
    raw: socket,
    signal: controller.signal,
    header: (name) => fields.find(([each]) => each === name)?.[1],
    headers: () => fields,
    read: async (_, use) => use(body),
    stream: () => new Blob([new Uint8Array(body)]).stream(),
  }
}

async function send({ status, headerLines, body }: Reply, socket: Socket): Promise<void> {
  const fields = headerLines.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []))
  socket.write([`HTTP/1.1 ${status} -`, ...fields, 'connection: close', '', ''].join('\r\n'))
  if (body instanceof ReadableStream) for await (const chunk of body) socket.write(chunk)
  else if (body !== null) socket.write(body)
  socket.end()
}

async function* count(): AsyncGenerator<string> {
  for (const each of ['one ', 'two ', 'three']) yield each
}

let app: App
let server: Server
let origin: string
let torn = 0

beforeEach(async () => {
  torn = 0
  app = new App()
  app.teardownRequest(() => void torn++)
  app.get('/users/<int:id>', ({ params }) => ({ id: params.id }))
  app.post('/echo', async ({ request }) => ({ echoed: await request.json() }))
  app.get('/count', () => stream(count()))
  await app.start()
  server = listenOn(app)
  await once(server, 'listening')
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
})
afterEach(async () => {
  server.close()
  await app.stop()
})

it('an app answers under a listener that is not of node:http', async () => {
  expect(await (await fetch(`${origin}/users/7`)).json()).toEqual({ id: 7 })
  expect((await fetch(`${origin}/users/seven`)).status).toBe(404)
  expect((await fetch(`${origin}/users/7`, { method: 'DELETE' })).headers.get('allow')).toBe(
    'GET, HEAD, OPTIONS',
  )
})

it('bodies and streams go through it, and everything ends', async () => {
  const headers = { 'content-type': 'application/json' }
  const echoed = await fetch(`${origin}/echo`, { method: 'POST', body: '{"a":1}', headers })
  expect(await echoed.json()).toEqual({ echoed: { a: 1 } })
  expect(await (await fetch(`${origin}/count`)).text()).toBe('one two three')
  await expect.poll(() => torn).toBe(2)
})
