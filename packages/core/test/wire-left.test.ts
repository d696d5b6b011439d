import { once } from 'node:events'
import type { App } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { head, openWire, talk, type Wire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const GOOD = head('GET / HTTP/1.1')

interface Scene extends AsyncDisposable {
  readonly wire: Wire
  /** What its handlers and streams were told. */
  readonly log: readonly string[]
  /** Lets go of the handlers that wait. */
  readonly open: () => void
}

async function openScene(): Promise<Scene> {
  const log: string[] = []
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const silent = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start: (controller) => controller.enqueue(Buffer.from('begun')),
      cancel: () => void log.push('cancelled'),
    })
  const setUp = (app: App): void => {
    app.get('/silent', ({ request }) => {
      request.signal.addEventListener('abort', () => log.push('aborted'))
      return silent()
    })
    app.get('/late', async () => {
      await opened
      return silent()
    })
    app.get('/wait', async ({ request }) => {
      log.push('waits')
      await once(request.signal, 'abort')
      log.push('aborted')
      return 'gone'
    })
    app.get('/opened', async () => {
      await opened
      return 'opened'
    })
    app.get('/begun', async function* () {
      yield 'begun'
      await opened
    })
    app.post('/size', async ({ request }) => String((await request.text()).length))
  }
  const wire = await openWire(setUp, { keepAliveTimeout: 1, headersTimeout: 300, handlerTimeout: 60_000 })
  return { wire, log, open, [Symbol.asyncDispose]: () => wire[Symbol.asyncDispose]() }
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

// What is waited for is time: they wait beside each other.
describe.concurrent('a client that leaves', { timeout: 30_000 }, () => {
  for (const how of ['end', 'resetAndDestroy'] as const) {
    it.each(behind)(
      `R03: a silent stream is told that its client has left (${how}) behind %s`,
      async (_, rest) => {
        await using scene = await openScene()
        const { wire, log } = scene
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
        await using scene = await openScene()
        const { wire, log } = scene
        const socket = await wire.connect()
        socket.write(head('GET /wait HTTP/1.1') + rest)
        await expect.poll(() => log).toEqual(['waits'])
        socket[how]()
        await expect.poll(() => log, { timeout: 3000 }).toEqual(['waits', 'aborted'])
        socket.destroy()
      },
    )
  }

  it('R03: a stream that is silent from its beginning is told that its client had left before', async () => {
    await using scene = await openScene()
    const { wire, log, open } = scene
    const socket = await wire.connect()
    socket.end(head('GET /late HTTP/1.1'))
    await pause(100)
    open()
    await expect.poll(() => log, { timeout: 8000 }).toEqual(['cancelled'])
    socket.destroy()
  })
})

describe('requests that wait', { timeout: 30_000 }, () => {
  it('S07: of requests that wait, not more is read than is kept, and all have their replies', async () => {
    await using scene = await openScene()
    const { wire, open } = scene
    const socket = await wire.connect()
    const post = head('POST /size HTTP/1.1', 'Content-Length: 30000') + 'x'.repeat(30_000)
    socket.write(head('GET /opened HTTP/1.1'))
    for (let i = 0; i < 2000; i++) socket.write(post)
    await pause(1000)
    // The kernel of either side holds some.
    expect(socket.writableLength).toBeGreaterThan(30_000_000)
    open()
    const { replies } = await talk(socket, [], { end: true })
    expect(replies.map(({ body }) => body)).toEqual(['opened', ...Array<string>(2000).fill('30000')])
  })

  it('R03: what follows as many as may wait for a silent stream is refused behind their replies', async () => {
    await using scene = await openScene()
    const { wire, open } = scene
    const socket = await wire.connect()
    // More than the sockets of both sides hold: it is taken when it is dropped.
    socket.write(head('GET /begun HTTP/1.1') + head('GET / HTTP/1.1', `X: ${'x'.repeat(8000)}`).repeat(5000))
    await once(socket, 'drain')
    open()
    const { replies, statuses, closed } = await talk(socket, [])
    expect([replies[0]?.body, replies[1]?.body, new Set(statuses.slice(0, -1))]).toEqual([
      'begun',
      'home',
      new Set([200]),
    ])
    expect([statuses.at(-1), statuses.length < 5000, closed]).toEqual([429, true, true])
  })

  it('S04: what is not read while others wait is not late', async () => {
    await using scene = await openScene()
    const { wire, open } = scene
    // Not a divisor of what one read brings: half a header is read.
    const requests = head('GET / HTTP/1.1', 'X: xyz').repeat(4000)
    setTimeout(open, 2500)
    const { replies, statuses } = await wire.send(head('GET /opened HTTP/1.1') + requests, {
      end: true,
      patience: 5000,
    })
    expect([replies[0]?.body, new Set(statuses), statuses.length]).toEqual(['opened', new Set([200]), 4001])
  })
})
