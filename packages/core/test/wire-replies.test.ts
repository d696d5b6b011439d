import { Reply, respond, type App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { head, openWire, talk, type Wire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const CLOSE = 'Connection: close'

describe('a reply, as bytes', { timeout: 30_000 }, () => {
  let wire: Wire
  let log: string[] = []
  let pulled = 0
  let concurrent = 0
  beforeEach(async () => {
    log = []
    pulled = 0
    concurrent = 0
    wire = await openWire(setUp)
  })
  afterEach(() => wire[Symbol.asyncDispose]())

  function setUp(app: App): void {
    app.teardownRequest(() => void log.push('teardown'))
    app.get('/silent', ({ request }) => {
      request.signal.addEventListener('abort', () => void log.push('aborted'))
      return new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(1)),
        pull: () => (pulled++ === 0 ? undefined : new Promise(() => {})),
        cancel: () => void log.push('cancelled'),
      })
    })
    app.get('/long', () => {
      const chunk = new Uint8Array(65_536)
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled += chunk.length
            controller.enqueue(chunk)
          },
          cancel: () => void log.push('cancelled'),
        },
        { highWaterMark: 0 },
      )
    })
    app.get('/slow', async () => {
      await pause(100)
      return 'slow'
    })
    app.get('/slower', ({ request }) => {
      const gone = Promise.withResolvers<string>()
      request.signal.addEventListener('abort', () => {
        log.push('aborted')
        gone.resolve('slower')
      })
      return gone.promise
    })
    app.get('/stream', async function* () {
      for (const each of ['a', 'b', 'c']) {
        await pause(30)
        yield each
      }
    })
    app.get('/broken', async function* () {
      yield 'begun'
      await pause(10)
      throw new RangeError('half way')
    })
    app.get('/turns', async () => {
      concurrent += 1
      const now = concurrent
      await new Promise((resolve) => setImmediate(resolve))
      concurrent -= 1
      return String(now)
    })
  }

  it('R02: a stream that fails on the way does not end like one that is whole', async () => {
    const { text, closed } = await wire.send(head('GET /broken HTTP/1.1'))
    expect(text).toMatch(/5\r\nbegun\r\n$/)
    expect(closed).toBe(true)
    await expect.poll(() => wire.log.splice(0).length).toBe(1)
  })

  it.each([
    ['closes', 'destroy'],
    ['resets', 'resetAndDestroy'],
  ] as const)('R03: the source of a stream is told within a moment when the client %s', async (_, how) => {
    for (const path of ['/silent', '/long']) {
      log = []
      const socket = await wire.connect()
      socket.write(head(`GET ${path} HTTP/1.1`))
      await new Promise((resolve) => void socket.once('data', resolve))
      socket[how]()
      await expect
        .poll(() => log, { timeout: 3000 })
        .toEqual(expect.arrayContaining(['cancelled', 'teardown']))
    }
    expect(wire.log).toEqual([])
  })

  it('R04: a client that does not read is not written to without end', async () => {
    const socket = await wire.connect()
    socket.write(head('GET /long HTTP/1.1'))
    await expect.poll(() => pulled).toBeGreaterThan(0)
    await pause(100)
    const before = pulled
    await pause(200)
    // What the kernel of either side holds is all that there is.
    expect(pulled).toBe(before)
    expect(before).toBeLessThan(20_000_000)
    expect((await wire.send(head('GET / HTTP/1.1', CLOSE))).statuses).toEqual([200])
    socket.destroy()
  })

  it.each(['3', '300'])('R05: a length of %s that is not true is put right', async (length) => {
    const text = await replyTo(() => respond('four', { headers: { 'content-length': length } }))
    expect(text).toMatch(/content-length: 4\r\n[^]*\r\n\r\nfourHTTP\/1\.1 200/i)
  })

  it.each(['3', '300'])(
    'R05: a stream whose length of %s is not true ends the connection',
    async (length) => {
      await using own = await openWire((app) => {
        app.get('/reply', () => respond(['ab', 'cd'].values(), { headers: { 'content-length': length } }))
      })
      const { text, closed } = await own.send(head('GET /reply HTTP/1.1') + head('GET / HTTP/1.1'))
      expect(closed).toBe(true)
      expect(text).not.toContain('home')
      await expect.poll(() => own.log.length).toBe(1)
    },
  )

  it('R06: a reset at any byte of a request or of a reply harms nobody', { timeout: 30_000 }, async () => {
    await using own = await openWire((app) => {
      app.post('/echo', async ({ request }) => respond([await request.text(), 'tail'].values()))
    })
    const bytes = `${head('POST /echo HTTP/1.1', 'Transfer-Encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`
    const resetAfter = async (sent: number, received: number): Promise<void> => {
      const socket = await own.connect()
      socket.write(bytes.slice(0, sent))
      const over = new Promise<void>((resolve) => void socket.once('close', () => resolve()))
      let size = 0
      const leave = (length: number): void => {
        size += length
        if (size >= received) socket.resetAndDestroy()
      }
      socket.on('data', ({ length }) => leave(length))
      if (received === 0) socket.resetAndDestroy()
      await over
    }
    for (let sent = 0; sent <= bytes.length; sent++) await resetAfter(sent, 0)
    for (let received = 1; received < 20; received++) await resetAfter(bytes.length, received * 10)
    expect((await own.send(head('GET / HTTP/1.1', CLOSE))).statuses).toEqual([200])
    expect(own.log).toEqual([])
  })

  it.each(['/', '/slow', '/stream'])('R07: a client that has closed its side gets %s', async (path) => {
    const { replies, closed } = await wire.send(head(`GET ${path} HTTP/1.1`), { end: true, patience: 2000 })
    expect([replies.map(({ body }) => body), closed]).toEqual([
      [{ '/': 'home', '/slow': 'slow', '/stream': 'abc' }[path]],
      true,
    ])
  })

  it('R07: a moment later the signal of a request says that the client may have left', async () => {
    const socket = await wire.connect()
    socket.write(head('GET /slower HTTP/1.1'))
    await pause(20)
    expect(log).toEqual([])
    const { statuses } = await talk(socket, [], { end: true, patience: 9000 })
    expect([statuses, log[0]]).toEqual([[200], 'aborted'])
  })

  it.each([204, 304, 205])(
    'R08: a reply of status %d has no body, and the next one is in its place',
    async (status) => {
      for (const body of ['text', new Blob(['stream']).stream()]) {
        const text = await replyTo(() => new Reply(body, 'text/plain', { status }))
        expect(
          text
            .split('\r\n\r\n')
            .slice(1)
            .map((part) => part.slice(0, 12)),
        ).toEqual(['HTTP/1.1 200', 'home'])
      }
    },
  )

  it('R08: a reply to HEAD has no body, and the next one is in its place', async () => {
    for (const body of ['text', new Blob(['stream']).stream()]) {
      const text = await replyTo(() => new Reply(body, 'text/plain'), 'HEAD')
      expect(
        text
          .split('\r\n\r\n')
          .slice(1)
          .map((part) => part.slice(0, 12)),
      ).toEqual(['HTTP/1.1 200', 'home'])
    }
  })

  it.each([
    ['transfer-encoding', 'chunked'],
    ['transfer-encoding', 'gzip'],
    ['connection', 'keep-alive, x-secret'],
    ['connection', 'upgrade'],
    ['keep-alive', 'timeout=9999'],
    ['proxy-connection', 'close'],
    ['trailer', 'x-later'],
  ])('R10: %s: %s is not for the app to say', async (name, value) => {
    for (const body of ['text', new Blob(['stream']).stream()]) {
      const text = await replyTo(() => new Reply(body, 'text/plain', { headers: { [name]: value } }))
      expect(text).not.toContain(value === 'chunked' ? 'chunked\r\ntransfer' : `${name}: ${value}`)
      expect(text).toMatch(/home$/)
    }
  })

  it('R10: connection: close is for the app to say', async () => {
    const text = await replyTo(() => respond('last', { headers: { connection: 'close' } }))
    expect(text.match(/connection: close/gi)).toHaveLength(1)
    expect(text).toMatch(/last$/)
  })

  it('R10: two lines of content-length become one', async () => {
    const text = await replyTo(() => {
      const reply = respond('text')
      reply.headers.append('content-length', '9').append('content-length', '8')
      return reply
    })
    expect(text.match(/content-length: \d+/gi)?.[0]).toBe('content-length: 4')
    expect(text).toMatch(/\r\n\r\ntextHTTP[^]*home$/)
  })

  it(
    'S07: 10,000 requests on one connection are answered one after the other, in their order',
    { timeout: 60_000 },
    async () => {
      const requests = head('GET /turns HTTP/1.1').repeat(9999) + head('GET / HTTP/1.1', CLOSE)
      const { replies } = await wire.send(requests, { patience: 20_000 })
      expect(replies).toHaveLength(10_000)
      expect(new Set(replies.slice(0, -1).map(({ body }) => body))).toEqual(new Set(['1']))
      expect(replies.at(-1)?.body).toBe('home')
    },
  )

  it('S07: bodies of waiting requests are read when it is their turn', async () => {
    await using own = await openWire((app) => {
      app.post('/echo', async ({ request }) => {
        await pause(20)
        return request.text()
      })
    })
    const large = 'x'.repeat(500_000)
    const { replies } = await own.send([post('one') + post('two'), post(large, CLOSE)], {
      patience: 3000,
      pause: 5,
    })
    expect(replies.map(({ body }) => body.length)).toEqual([3, 3, 500_000])
  })

  it('sends early hints before the reply, and never to HTTP/1.0', async () => {
    await using own = await openWire((app) => {
      app.get('/hints', ({ request }) => {
        request.source.earlyHints?.(['</a.css>; rel=preload; as=style'])
        return 'page'
      })
    })
    const { replies } = await own.send(head('GET /hints HTTP/1.1', CLOSE))
    expect(replies.map(({ status, headers }) => [status, headers.get('link')])).toEqual([
      [103, '</a.css>; rel=preload; as=style'],
      [200, undefined],
    ])
    expect((await own.send(head('GET /hints HTTP/1.0'))).statuses).toEqual([200])
  })

  it('leaves early hints out that Node cannot send', async () => {
    await using own = await openWire((app) => {
      app.get('/hints', ({ request }) => {
        request.earlyHints(['</a.css>; rel="preload stylesheet"'])
        return 'page'
      })
    })
    expect((await own.send(head('GET /hints HTTP/1.1', CLOSE))).statuses).toEqual([200])
  })
})

/** Cases that set the reply themselves. */
async function replyTo(reply: () => Reply, method = 'GET'): Promise<string> {
  await using own = await openWire((app) => void app.get('/reply', reply))
  const socket = await own.connect()
  socket.write(head(`${method} /reply HTTP/1.1`) + head('GET / HTTP/1.1', CLOSE))
  const text = Buffer.concat(await socket.toArray()).toString()
  expect(own.log).toEqual([])
  return text
}

function post(body: string, ...fields: readonly string[]): string {
  return head('POST /echo HTTP/1.1', `Content-Length: ${body.length}`, ...fields) + body
}
