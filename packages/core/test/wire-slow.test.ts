import { createConnection, type Socket } from 'node:net'
import { App } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { head, openWire, talk, type Wire, type WireAnswer } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const CLOSE = 'Connection: close'
/** Twice as much as a system keeps for a client that has read fast and then reads no more: Linux up to 32 MiB. */
const HUGE = 64_000_000

/** Writes one character after the other until the server ends the connection. */
async function trickle(
  wire: Wire,
  first: string,
  each: string,
): Promise<WireAnswer & { readonly took: number }> {
  const started = performance.now()
  const socket = await wire.connect()
  const timer = setInterval(() => socket.writable && socket.write(each), 20)
  const answer = await talk(socket, [first], { patience: 8000 })
  clearInterval(timer)
  return { ...answer, took: performance.now() - started }
}

// The times are those of production, made shorter by settings. What is waited for is time: they wait beside each other.
describe.concurrent('slow clients', { timeout: 30_000 }, () => {
  it.each([
    ['nothing', '', ''],
    ['half a header', 'GET / HTTP/1.1\r\nHost: a', ''],
    ['one character after the other', 'GET / HTTP/1.1\r\nX: ', 'x'],
  ])('S01: %s is answered with 408 when the time for a header is over', async (_, first, each) => {
    await using wire = await openWire(undefined, { headersTimeout: 300 })
    const { statuses, closed, took } = await trickle(wire, first, each)
    expect([statuses, closed]).toEqual([[408], true])
    expect(took).toBeGreaterThan(250)
    expect(took).toBeLessThan(4000)
  })

  it.each(['/text', '/stream'])(
    'S02: a body that comes too slowly for %s is answered with 408',
    async (path) => {
      const reads: string[] = []
      await using wire = await openWire(
        (app) => {
          app.post('/text', ({ request }) => request.text().catch(note))
          app.post('/stream', ({ request }) => new Response(request.stream()).text().catch(note))
        },
        { headersTimeout: 200, requestTimeout: 400 },
      )
      const note = (error: unknown): never => {
        reads.push(error instanceof Error ? error.name : 'unknown')
        throw error
      }
      const { statuses, closed, took } = await trickle(
        wire,
        head(`POST ${path} HTTP/1.1`, 'Content-Length: 9999'),
        'x',
      )
      expect([statuses, closed]).toEqual([[408], true])
      expect(took).toBeGreaterThan(350)
      expect(took).toBeLessThan(4000)
      await expect.poll(() => reads).toEqual(['BadRequest'])
      expect(wire.log).toEqual([])
    },
  )

  it('a time for the header that is longer than that for the request is that for the request', async () => {
    await using wire = await openWire(undefined, { headersTimeout: 9000, requestTimeout: 300 })
    expect((await trickle(wire, 'GET / HTTP/1.1\r\nX: ', 'x')).statuses).toEqual([408])
  })

  it('S03: 200 slow clients keep nobody from being served (scaled: 1,000 for a minute)', async () => {
    await using wire = await openWire(undefined, { headersTimeout: 5000 })
    const slow = await Promise.all(Array.from({ length: 200 }, () => wire.connect()))
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nX: ')
    const times: number[] = []
    for (let i = 0; i < 100; i++) {
      const started = performance.now()
      expect((await wire.send(head('GET / HTTP/1.1', CLOSE))).statuses).toEqual([200])
      times.push(performance.now() - started)
    }
    expect(times.toSorted((a, b) => a - b)[98]).toBeLessThan(500)
    for (const socket of slow) socket.destroy()
  })

  it('S04: idle connections are closed (scaled: 300 of 5,000), and no others', async () => {
    // They are open for one to three seconds more than is said, for a request that is on its way.
    await using wire = await openWire(
      (app) =>
        app.get('/slow', async () => {
          await pause(4500)
          return 'slow'
        }),
      { keepAliveTimeout: 200 },
    )
    const busy = wire.send(head('GET /slow HTTP/1.1', CLOSE), { patience: 8000 })
    const idle = await Promise.all(Array.from({ length: 300 }, () => wire.connect()))
    const started = performance.now()
    const answers = await Promise.all(
      idle.map((socket) => talk(socket, [head('GET / HTTP/1.1')], { patience: 8000 })),
    )
    expect(answers.every(({ statuses, closed }) => statuses[0] === 200 && closed)).toBe(true)
    const took = performance.now() - started
    expect(took).toBeGreaterThan(1200)
    expect(took).toBeLessThan(6000)
    expect((await busy).statuses).toEqual([200])
  })

  it('S04: a connection that is used now and then is not closed', async () => {
    await using wire = await openWire(undefined, { keepAliveTimeout: 200 })
    const socket = await wire.connect()
    const answer = talk(socket, [], { patience: 900 })
    for (let i = 0; i < 6; i++) {
      socket.write(head('GET / HTTP/1.1'))
      await pause(800)
    }
    expect((await answer).statuses).toEqual([200, 200, 200, 200, 200, 200])
  })

  it('S04: half a header on a connection that was idle is answered with 408, as is the first one', async () => {
    await using wire = await openWire(undefined, { keepAliveTimeout: 100, headersTimeout: 4500 })
    const first = wire.send('GET / HT', { patience: 9000 })
    // Nothing comes in behind the reply.
    const atOnce = wire.send(`${head('GET / HTTP/1.1')}GET / HT`, { patience: 9000 })
    const socket = await wire.connect()
    const second = talk(socket, [head('GET / HTTP/1.1')], { patience: 9000 })
    await pause(1200)
    socket.write('GET / HT')
    expect([(await first).statuses, (await first).closed]).toEqual([[408], true])
    expect([(await second).statuses, (await second).closed]).toEqual([[200, 408], true])
    expect([(await atOnce).statuses, (await atOnce).closed]).toEqual([[200, 408], true])
  })

  it('S04: a connection is closed also when the rest of a body came behind its reply', async () => {
    await using wire = await openWire((app) => app.post('/', () => 'unread'), {
      keepAliveTimeout: 100,
      headersTimeout: 400,
      requestTimeout: 2500,
    })
    const post = [head('POST / HTTP/1.1', 'Content-Length: 10'), '12345', '67890']
    const { statuses, closed } = await wire.send(post, { pause: 1200, patience: 9000 })
    expect([statuses, closed]).toEqual([[200], true])
  })

  it('says nothing of that to a client that knows no chunks, where only the end of the connection ends a reply', async () => {
    await using wire = await openWire((app) =>
      app.get('/stream', async function* () {
        yield 'a'
      }),
    )
    for (const [path, connection, keepAlive] of [
      ['/', 'keep-alive', 'timeout=5'],
      ['/nowhere', 'keep-alive', 'timeout=5'],
      ['/stream', 'close', undefined],
    ] as const) {
      const { replies } = await wire.send(head(`GET ${path} HTTP/1.0`, 'Connection: keep-alive'), {
        patience: 200,
      })
      const headers = replies[0]?.headers
      expect([path, headers?.get('connection'), headers?.get('keep-alive')]).toEqual([
        path,
        connection,
        keepAlive,
      ])
    }
  })

  it('says for how long a connection stays open, where it does', async () => {
    await using wire = await openWire(
      (app) => {
        app.get('/empty', () => new Response(null, { status: 204 }))
        app.get('/stream', async function* () {
          yield 'a'
        })
        app.get('/own', () => new Response('own', { headers: { 'keep-alive': 'timeout=99' } }))
      },
      { keepAliveTimeout: 7500 },
    )
    for (const path of ['/', '/empty', '/stream', '/own', '/nowhere']) {
      const kept = await wire.send(head(`GET ${path} HTTP/1.1`), { patience: 200 })
      const ended = await wire.send(head(`GET ${path} HTTP/1.1`, CLOSE))
      expect([path, kept.replies[0]?.headers.get('keep-alive')]).toEqual([path, 'timeout=7'])
      expect([path, ended.replies[0]?.headers.get('keep-alive')]).toEqual([path, undefined])
    }
    const older = await wire.send(head('GET /stream HTTP/1.0', 'Connection: keep-alive'))
    expect(older.replies[0]?.headers.get('connection')).toBe('close')
    expect(older.replies[0]?.headers.get('keep-alive')).toBe(undefined)
  })

  it.each(['/bytes', '/stream'])(
    'the time that a client takes for %s is not that of the handler behind it',
    async (path) => {
      await using wire = await openWire(
        (app) => {
          const body = new Uint8Array(20_000_000)
          app.get('/bytes', () => body)
          app.get('/stream', async function* () {
            yield body
          })
          app.get('/slow', async () => {
            await pause(900)
            return 'in the end'
          })
        },
        { writeTimeout: 300 },
      )
      const socket = await wire.connect()
      socket.pause().write(head(`GET ${path} HTTP/1.1`))
      await pause(150)
      const answer = talk(socket, [head('GET /slow HTTP/1.1', CLOSE)], { patience: 3000 })
      socket.resume()
      expect((await answer).text.slice(-10)).toBe('in the end')
    },
  )

  it('S04: one connection over the most is closed at once, and one of them that ends makes room', async () => {
    await using wire = await openWire(undefined, { maxConnections: 3 })
    const sockets = await Promise.all(Array.from({ length: 3 }, () => wire.connect()))
    for (const socket of sockets) socket.write(head('GET / HTTP/1.1'))
    await pause(50)
    const refused = await wire.send(head('GET / HTTP/1.1'))
    expect([refused.statuses, refused.closed]).toEqual([[], true])
    sockets[0]?.destroy()
    await expect.poll(async () => (await wire.send(head('GET / HTTP/1.1', CLOSE))).statuses).toEqual([200])
    for (const socket of sockets) socket.destroy()
  })

  it.each(['/bytes', '/stream'])(
    'S05: a client that takes nothing of %s is cut, and its source told (scaled: 20 of 500)',
    async (path) => {
      let ended = 0
      await using wire = await openWire(withLongReplies, { writeTimeout: 300 })
      const sockets = await Promise.all(Array.from({ length: 20 }, () => wire.connect()))
      const started = performance.now()
      const closed = sockets.map(
        (socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve())),
      )
      for (const socket of sockets) socket.pause().write(head(`GET ${path} HTTP/1.1`))
      await pause(1500)
      // What was sent before is still there to be read; then comes the end.
      const sizes = await Promise.all(sockets.map(sizeOf))
      await Promise.all(closed)
      expect(Math.max(...sizes)).toBeLessThan(50_000_000)
      expect(performance.now() - started).toBeLessThan(10_000)
      expect(ended).toBe(path === '/stream' ? 20 : 0)
      expect(wire.log).toEqual([])

      function withLongReplies(app: App): void {
        const body = new Uint8Array(50_000_000)
        app.get('/bytes', () => body)
        app.get('/stream', async function* () {
          try {
            for (;;) yield body.subarray(0, 65_536)
          } finally {
            ended += 1
          }
        })
      }
    },
  )

  it.each([
    ['/bytes', '/bytes'],
    ['/stream', '/bytes'],
    ['/bytes', '/stream'],
    ['/stream', '/stream'],
  ])('S05: a client that has taken %s, and takes nothing of %s behind it, is cut', async (first, second) => {
    await using wire = await openWire(
      (app) => {
        const body = new Uint8Array(HUGE)
        app.get('/bytes', () => body)
        app.get('/stream', async function* () {
          yield body
        })
      },
      { writeTimeout: 300 },
    )
    const socket = await wire.connect()
    let taken = 0
    const take = ({ length }: Buffer): void => {
      taken += length
      if (taken > HUGE + 1000) socket.pause()
    }
    socket.on('data', take)
    socket.write(head(`GET ${first} HTTP/1.1`) + head(`GET ${second} HTTP/1.1`, CLOSE))
    await pause(1500)
    expect(taken).toBeGreaterThan(HUGE)
    // What was sent before is still there to be read; then comes the end.
    socket.off('data', take)
    expect(taken + (await sizeOf(socket))).toBeLessThan(2 * HUGE)
  })

  it.each(['GET /empty', 'HEAD /stream'])(
    'S05: a client that takes nothing of replies without a body is cut: %s',
    async (line) => {
      let served = 0
      const headers = { 'x-long': 'x'.repeat(8000) }
      await using wire = await openWire(
        (app) => {
          app.beforeRequest(() => void (served += 1))
          app.get('/empty', () => new Response(null, { status: 204, headers }))
          app.get('/stream', () => new Response(new ReadableStream(), { headers }))
        },
        { writeTimeout: 300 },
      )
      const socket = await wire.connect()
      // Far more than the sockets of both sides hold.
      socket.pause().write(head(`${line} HTTP/1.1`).repeat(5000))
      await pause(2500)
      expect(served).toBeGreaterThan(10)
      await sizeOf(socket)
      expect(served).toBeLessThan(5000)
    },
  )

  it('S05: a client that takes a little now and then is not cut, nor one whose source is slow', async () => {
    await using wire = await openWire(
      (app) => {
        const body = new Uint8Array(20_000_000)
        app.get('/bytes', () => body)
        app.get('/slow-source', async function* () {
          yield body.subarray(0, 5_000_000)
          await pause(1200)
          yield 'end'
        })
      },
      { writeTimeout: 500 },
    )
    const socket = await wire.connect()
    socket.write(head('GET /bytes HTTP/1.1', CLOSE))
    let size = 0
    for await (const chunk of socket) {
      const { length } = chunk
      size += length
      // 20 MB in pieces of 64 kB: some 1.5 s.
      if (size % 5 === 0) await pause(10)
      await pause(3)
    }
    expect(size).toBeGreaterThan(20_000_000)
    const { text } = await wire.send(head('GET /slow-source HTTP/1.1', CLOSE), { patience: 4000 })
    expect(text).toMatch(/end\r\n0\r\n\r\n$/)
  })

  it('S05: a client that has taken one reply and takes nothing of the next one is cut', async () => {
    await using wire = await openWire((app) => app.get('/bytes', () => new Uint8Array(HUGE)), {
      writeTimeout: 300,
    })
    const socket = await wire.connect()
    socket.write(head('GET /bytes HTTP/1.1').repeat(2))
    let size = 0
    const takeFirst = ({ length }: Buffer): void => {
      size += length
      if (size > HUGE + 1000) socket.pause().off('data', takeFirst)
    }
    socket.on('data', takeFirst)
    await expect.poll(() => socket.isPaused(), { timeout: 5000 }).toBe(true)
    await pause(1500)
    // What was sent before is still there to be read; then comes the end.
    expect(size + (await sizeOf(socket))).toBeLessThan(2 * HUGE)
  })

  it('S05: a client that asks without end and takes no reply is cut, though all of them are short', async () => {
    await using wire = await openWire(
      (app) => app.get('/empty', () => new Response(null, { status: 204, headers: { x: 'x'.repeat(8000) } })),
      { writeTimeout: 300 },
    )
    const socket = await wire.connect()
    const closed = new Promise<boolean>((resolve) => {
      const over = (): void => resolve(true)
      socket.once('end', over).once('close', over)
    })
    socket.pause().write(head('GET /empty HTTP/1.1').repeat(5000))
    await pause(1500)
    socket.resume()
    expect(await Promise.race([closed, pause(3000)])).toBe(true)
  })

  it(
    'S06: connections that are reset at once harm nobody (scaled: 1,000 of 10,000)',
    { timeout: 30_000 },
    async () => {
      await using wire = await openWire()
      for (let i = 0; i < 20; i++) {
        const sockets = await Promise.all(Array.from({ length: 50 }, () => wire.connect()))
        for (const socket of sockets) socket.resetAndDestroy()
      }
      expect((await wire.send(head('GET / HTTP/1.1', CLOSE))).statuses).toEqual([200])
      expect(wire.log).toEqual([])
    },
  )
})

describe('a server that is closed', { timeout: 30_000 }, () => {
  it('lets a request that is under way finish, and says that the connection ends with it', async () => {
    const { app, port, close } = await listening()
    const answer = talk(await connectTo(port), [head('GET /slow HTTP/1.1')], { patience: 3000 })
    await pause(50)
    expect(await close()).toBe(0)
    const { replies, closed } = await answer
    expect([replies[0]?.body, replies[0]?.headers.get('connection'), closed]).toEqual(['slow', 'close', true])
    await app.stop()
  })

  it('takes one more request on a connection that was idle only just now, and then ends it', async () => {
    const { app, port, close } = await listening()
    const socket = await connectTo(port)
    const answer = talk(socket, [head('GET / HTTP/1.1')], { patience: 3000 })
    await pause(50)
    const closing = close(10_000)
    socket.write(head('GET / HTTP/1.1'))
    expect((await answer).replies.map(({ headers }) => headers.get('connection'))).toEqual([
      'keep-alive',
      'close',
    ])
    expect(await closing).toBe(0)
    await app.stop()
  })

  it('ends idle connections, and those on which nothing was ever sent, long before the deadline', async () => {
    const { app, port, close } = await listening()
    const used = await connectTo(port)
    const answer = talk(used, [head('GET / HTTP/1.1')], { patience: 5000 })
    const unused = talk(await connectTo(port), [], { patience: 5000 })
    await pause(50)
    const started = performance.now()
    expect(await close(20_000)).toBe(0)
    expect(performance.now() - started).toBeLessThan(3000)
    expect([(await answer).closed, (await unused).closed]).toEqual([true, true])
    await app.stop()
  })

  it('cuts what takes longer than the deadline, and says how many', async () => {
    const { app, port, close } = await listening()
    const answer = talk(await connectTo(port), [head('GET /never HTTP/1.1')], { patience: 5000 })
    await pause(50)
    expect(await close(100)).toBe(1)
    expect([(await answer).statuses, (await answer).closed]).toEqual([[], true])
    await app.stop()
  })
})

async function sizeOf(socket: Socket): Promise<number> {
  let size = 0
  socket.on('data', ({ length }) => void (size += length)).resume()
  await new Promise<void>((resolve) => {
    if (socket.closed) resolve()
    else socket.once('end', () => resolve()).once('close', () => resolve())
  })
  socket.destroy()
  return size
}

const quiet = (): void => {}

async function listening(): Promise<{
  app: App
  port: number
  close: (deadline?: number) => Promise<number>
}> {
  const app = new App({ logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } })
  app.get('/', () => 'home')
  app.get('/slow', async () => {
    await pause(200)
    return 'slow'
  })
  app.get('/never', () => new Promise<string>(() => {}))
  const { port, close } = await app.listen({ port: 0 })
  return { app, port, close }
}

function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => resolve(socket)).once('error', reject)
  })
}
