import { once } from 'node:events'
import type { App } from '@micro/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { head, openWire, talk, type Wire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const GOOD = head('GET / HTTP/1.1')
const LONG = { timeout: 10_000 }

let wire: Wire
let log: readonly string[]
let open: PromiseWithResolvers<void>

beforeEach(async () => {
  open = Promise.withResolvers()
  wire = await openWire(setUp, { keepAliveTimeout: 1, headersTimeout: 300, handlerTimeout: 60_000 })
})
afterEach(() => wire[Symbol.asyncDispose]())

function setUp(app: App): void {
  const seen: string[] = []
  log = seen
  const silent = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from('begun')),
      cancel: () => void seen.push('cancelled'),
    })
  app.get('/silent', ({ request }) => {
    request.signal.addEventListener('abort', () => seen.push('aborted'))
    return silent()
  })
  app.get('/late', async () => {
    await open.promise
    return silent()
  })
  app.get('/wait', async ({ request }) => {
    seen.push('waits')
    await once(request.signal, 'abort')
    seen.push('aborted')
    return 'gone'
  })
  app.get('/opened', async () => {
    await open.promise
    return 'opened'
  })
  app.post('/size', async ({ request }) => String((await request.text()).length))
}

const behind = [
  ['nothing', ''],
  ['a request', GOOD],
  ['half a header', 'GET / HT'],
  ['half a body', `${head('POST /size HTTP/1.1', 'Content-Length: 9')}half`],
  ['garbage', 'garbage\r\n\r\n'],
  ['a request and garbage', `${GOOD}garbage\r\n\r\n`],
  ['a tunnel', head('CONNECT a.test:80 HTTP/1.1')],
  ['more requests than may wait', GOOD.repeat(20)],
  ['more requests than are read', GOOD.repeat(50_000)],
] as const

for (const how of ['end', 'resetAndDestroy'] as const) {
  it.each(behind)(
    `R03: a silent stream is told that its client has left (${how}) behind %s`,
    LONG,
    async (_, rest) => {
      const socket = await wire.connect()
      socket.write(head('GET /silent HTTP/1.1') + rest)
      await once(socket, 'data')
      socket[how]()
      await expect.poll(() => log.toSorted(), { timeout: 8000 }).toEqual(['aborted', 'cancelled'])
      socket.destroy()
    },
  )

  it.each(behind.slice(0, -2))(
    `R07: a handler hears that its client has left (${how}) behind %s`,
    async (_, rest) => {
      const socket = await wire.connect()
      socket.write(head('GET /wait HTTP/1.1') + rest)
      await expect.poll(() => log).toEqual(['waits'])
      socket[how]()
      await expect.poll(() => log, { timeout: 3000 }).toEqual(['waits', 'aborted'])
      socket.destroy()
    },
  )
}

it(
  'R03: a stream that is silent from its beginning is told that its client had left before',
  LONG,
  async () => {
    const socket = await wire.connect()
    socket.end(head('GET /late HTTP/1.1'))
    await pause(100)
    open.resolve()
    await expect.poll(() => log, { timeout: 8000 }).toEqual(['cancelled'])
    socket.destroy()
  },
)

it(
  'S07: of requests that wait, not more is read than is kept, and all have their replies',
  { timeout: 30_000 },
  async () => {
    const socket = await wire.connect()
    const post = head('POST /size HTTP/1.1', 'Content-Length: 30000') + 'x'.repeat(30_000)
    socket.write(head('GET /opened HTTP/1.1'))
    for (let i = 0; i < 2000; i++) socket.write(post)
    await pause(1000)
    // The kernel of either side holds some.
    expect(socket.writableLength).toBeGreaterThan(30_000_000)
    open.resolve()
    const { replies } = await talk(socket, [], { end: true })
    expect(replies.map(({ body }) => body)).toEqual(['opened', ...Array<string>(2000).fill('30000')])
  },
)

it('S04: what is not read while others wait is not late', { timeout: 30_000 }, async () => {
  // Not a divisor of what one read brings: half a header is read.
  const requests = head('GET / HTTP/1.1', 'X: xyz').repeat(4000)
  setTimeout(open.resolve, 2500)
  const { replies, statuses } = await wire.send(head('GET /opened HTTP/1.1') + requests, {
    end: true,
    patience: 5000,
  })
  expect([replies[0]?.body, new Set(statuses), statuses.length]).toEqual(['opened', new Set([200]), 4001])
})
