import { IncomingMessage } from 'node:http'
import { App, type Request as Incoming, type Settings } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import { head, openWire } from './wire.ts'

const PIECES = 100_000
/** Where it is measured: the boundary behind a part, with which the part is put together, has not come yet. */
const BEFORE_END = 10
const CONFIG: Settings = { maxFileMemory: PIECES }

/** What is held of the heap, in bytes. */
function held(): number {
  collect()
  return process.memoryUsage().heapUsed
}

interface Body {
  readonly type: string
  readonly text: string
  readonly read: (request: Incoming) => Promise<number | undefined>
}

const part = (more: string): string =>
  `--b\r\ncontent-disposition: form-data; name="a"${more}\r\n\r\n`.padEnd(PIECES, 'x')
const MULTIPART = 'multipart/form-data; boundary=b'

const BODIES: readonly (readonly [string, Body])[] = [
  [
    'whole',
    {
      type: 'text/plain',
      text: 'x'.repeat(PIECES),
      read: async (request) => (await request.bytes()).length,
    },
  ],
  [
    'a field of a form',
    {
      type: MULTIPART,
      text: `${part('')}\r\n--b--`,
      read: async (request) => (await request.form()).get('a')?.length,
    },
  ],
  [
    'a file of a form',
    {
      type: MULTIPART,
      text: `${part('; filename="f"')}\r\n--b--`,
      read: async (request) => (await request.form()).files.get('a')?.size,
    },
  ],
]

/** The same body at once says how many bytes are to be read. */
async function expected({ type, text, read }: Body): Promise<string> {
  const app = new App({ config: CONFIG })
  app.post('/', async ({ request }) => String(await read(request)))
  const reply = await app.fetch(
    new Request('http://a.test/', { method: 'POST', body: text, headers: { 'content-type': type } }),
  )
  return reply.text()
}

// A list of the pieces holds 20 MB of the heap, and more outside of it.
describe('a body that comes byte by byte takes little more than its bytes', { timeout: 60_000 }, () => {
  it.each(BODIES)('over the wire: %s', async (_, body) => {
    let grown = Infinity
    await using wire = await openWire((app) => {
      app.post('/', async ({ request }) => {
        const before = held()
        const read = body.read(request)
        let left = body.text.length
        const { raw } = request.source
        if (!(raw instanceof IncomingMessage)) throw new Error('It came from somewhere else')
        raw.on('data', () => {
          if (--left === BEFORE_END) grown = held() - before
        })
        return String(await read)
      })
    }, CONFIG)
    const pieces = Array.from(body.text, (byte) => `1\r\n${byte}\r\n`).join('')
    const answer = await wire.send(
      [
        head('POST / HTTP/1.1', `Content-Type: ${body.type}`, 'Transfer-Encoding: chunked'),
        `${pieces}0\r\n\r\n`,
      ],
      { patience: 30_000, end: true },
    )
    expect(answer.replies.map((reply) => reply.body)).toEqual([await expected(body)])
    expect(grown).toBeLessThan(8_000_000)
  })

  it.each(BODIES)('by app.fetch: %s', async (_, body) => {
    const app = new App({ config: CONFIG })
    app.post('/', async ({ request }) => String(await body.read(request)))
    const bytes = new TextEncoder().encode(body.text)
    let at = 0
    let before = 0
    let grown = Infinity
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (at === 0) before = held()
          if (at === bytes.length - BEFORE_END) grown = held() - before
          if (at < bytes.length) controller.enqueue(bytes.slice(at, ++at))
          else controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const reply = await app.fetch(
      new Request('http://a.test/', {
        method: 'POST',
        body: stream,
        duplex: 'half',
        headers: { 'content-type': body.type },
      }),
    )
    expect(await reply.text()).toBe(await expected(body))
    expect(grown).toBeLessThan(8_000_000)
  })
})
