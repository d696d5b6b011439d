import type { App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { head, openWire, type Wire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('the body of a request, as bytes', { timeout: 30_000 }, () => {
  let wire: Wire
  /** How the reading of a body ended. */
  let reads: string[] = []
  let calls: string[] = []
  beforeEach(async () => {
    reads = []
    calls = []
    wire = await openWire(setUp)
  })
  afterEach(() => wire[Symbol.asyncDispose]())

  function setUp(app: App): void {
    app.beforeRequest(({ request }) => void calls.push(`${request.method} ${request.path}`))
    app.post('/', async ({ request }) => {
      const text = await request.text().catch(note)
      return `got ${text}`
    })
    app.post('/stream', async ({ request }) => {
      let size = 0
      try {
        for await (const chunk of request.stream()) size += chunk.length
      } catch (error) {
        note(error)
      }
      return String(size)
    })
    app.post('/json', async ({ request }) => ({ got: await request.json() }))
    app.post('/echo', ({ request }) => request.stream())
    app.post('/behind', ({ request }) => {
      setTimeout(
        () =>
          void request
            .bytes()
            .then((bytes) => reads.push(`${bytes.length}`), note)
            .catch(() => {}),
        200,
      )
      const readSource = async (): Promise<void> => {
        for await (const chunk of request.source.stream()) reads.push(`chunk of ${chunk.length}`)
        reads.push('end')
      }
      setTimeout(
        () =>
          void readSource()
            .catch(note)
            .catch(() => {}),
        200,
      )
      return 'gone'
    })
    app.post('/too-long', { limits: { maxBodySize: 10 } }, async ({ request }) => {
      await request.bytes().catch(() => {})
      return 'refused'
    })
    app.teardownRequest(async (_, { request }) => {
      if (request.path !== '/too-long') return
      await pause(100)
      await request.bytes().then(
        (bytes) => reads.push(`${bytes.length}`),
        (error: unknown) => reads.push(String(error)),
      )
    })
    app.post('/late', async function* ({ request }) {
      yield 'first '
      yield await request.text()
    })
    app.post('/leave', { limits: { maxBodySize: 20_000_000 } }, async ({ request }) => {
      await request.stream().cancel()
      return 'left'
    })
    app.post('/ignore', () => 'ignored')
    app.post('/ignore-later', async () => {
      await pause(20)
      return 'ignored'
    })
    app.post('/head', ({ request }) => ({
      host: request.host,
      cookie: request.cookies['session'] ?? null,
      fields: [...request.headers].map(([name]) => name),
    }))
    app.get('/slow', async () => {
      await pause(100)
      return 'slow'
    })
  }

  function note(error: unknown): never {
    reads.push(error instanceof Error ? error.name : 'unknown')
    throw error
  }

  it('that is too long is too long for whoever asks again, when the rest of it was thrown away', async () => {
    const pieces = [`14\r\n${'x'.repeat(20)}\r\n`, `14\r\n${'y'.repeat(20)}\r\n0\r\n\r\n`]
    const request = head('POST /too-long HTTP/1.1', 'Transfer-Encoding: chunked')
    expect((await wire.send([request, ...pieces], { pause: 20 })).statuses).toEqual([200])
    await expect.poll(() => reads).toEqual(['ContentTooLarge: 413 Content Too Large'])
  })

  it('A12: answers 400 to a length and a transfer coding', async () => {
    const answer = await wire.send(
      `${head('POST / HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    )
    expect([answer.statuses, answer.closed]).toEqual([[400], true])
  })

  it.each([
    ['A13', 'Content-Length: 1\r\nContent-Length: 1'],
    ['A13', 'Content-Length: 1\r\nContent-Length: 2'],
    ['A13', 'Content-Length: 1, 1'],
    ['A14', 'Content-Length: -1'],
    ['A14', 'Content-Length: +5'],
    ['A14', 'Content-Length: 0x5'],
    ['A14', 'Content-Length: '],
    ['A14', 'Content-Length: 99999999999999999999'],
    ['A15', 'Transfer-Encoding: xchunked'],
    ['A15', 'Transfer-Encoding: chunked, identity'],
    ['A15', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked'],
  ])('%s: answers 400 to %s', async (_, field) => {
    const answer = await wire.send(`${head('POST / HTTP/1.1', field)}abcde`)
    expect([answer.statuses, answer.closed, calls]).toEqual([[400], true, []])
  })

  it('A16: answers 501 to a coding besides chunked', async () => {
    const answer = await wire.send(`${head('POST / HTTP/1.1', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`)
    expect([answer.statuses, answer.closed, calls]).toEqual([[501], true, []])
  })

  it('A17: answers 400 to a transfer coding in HTTP/1.0', async () => {
    const answer = await wire.send(`${head('POST / HTTP/1.0', 'Transfer-Encoding: chunked')}0\r\n\r\n`)
    expect([answer.statuses, answer.closed, calls]).toEqual([[400], true, []])
  })

  it.each(['CHUNKED', 'ChunKed'])('A18: reads a body whose coding is %s', async (coding) => {
    const { replies } = await wire.send(
      `${head('POST / HTTP/1.1', `Transfer-Encoding: ${coding}`, 'Connection: close')}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
    )
    expect(replies.map(({ body }) => body)).toEqual(['got abcde'])
  })

  it.each([
    ['no number', 'ZZ\r\nabc\r\n0\r\n\r\n'],
    ['a number with 0x', '0x3\r\nabc\r\n0\r\n\r\n'],
    ['17 digits', `${'F'.repeat(17)}\r\nabc\r\n0\r\n\r\n`],
    ['lines that end with LF', '3\nabc\n0\n\n'],
  ])('A19: answers 400 to a chunk whose size is %s', async (_, body) => {
    const answer = await wire.send([head('POST / HTTP/1.1', 'Transfer-Encoding: chunked'), body], {
      pause: 20,
    })
    expect([answer.statuses, answer.closed]).toEqual([[400], true])
    await expect.poll(() => reads).toEqual(['BadRequest'])
    expect(wire.log).toEqual([])
  })

  it('A20: answers 413 to a chunk extension of 20 kB', async () => {
    const answer = await wire.send([
      head('POST / HTTP/1.1', 'Transfer-Encoding: chunked'),
      `3;${'x'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`,
    ])
    expect([answer.statuses, answer.closed]).toEqual([[413], true])
  })

  it('A21: answers 431 to trailers of 20 kB', async () => {
    const answer = await wire.send([
      head('POST / HTTP/1.1', 'Transfer-Encoding: chunked'),
      `3\r\nabc\r\n0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    ])
    expect([answer.statuses, answer.closed]).toEqual([[431], true])
  })

  it('A22: never takes a trailer for a field', async () => {
    const trailers = 'Host: evil.test\r\nCookie: session=x\r\nContent-Length: 0\r\n'
    const fields = ['Transfer-Encoding: chunked', 'Connection: close']
    const { replies } = await wire.send(
      `${head('POST /head HTTP/1.1', ...fields)}3\r\nabc\r\n0\r\n${trailers}\r\n`,
    )
    expect(replies[0]?.body).toBe(
      '{"host":"a.test","cookie":null,"fields":["host","transfer-encoding","connection"]}',
    )
  })

  it.each([
    ['A23', '/', 'Content-Length: 10', 'abc'],
    ['A23', '/stream', 'Content-Length: 10', 'abc'],
    ['A24', '/', 'Transfer-Encoding: chunked', 'A\r\nabc'],
    ['A24', '/stream', 'Transfer-Encoding: chunked', 'A\r\nabc'],
  ])('%s: a body for %s with %s that is cut off is the fault of the client', async (_, path, field, body) => {
    const answer = await wire.send([head(`POST ${path} HTTP/1.1`, field), body], { end: true, pause: 20 })
    expect([[], [400]]).toContainEqual(answer.statuses)
    await expect.poll(() => reads).toEqual(['BadRequest'])
    expect([answer.closed, wire.log]).toEqual([true, []])
  })

  it('R01: a connection that is reset in the middle of a body is the fault of the client', async () => {
    for (const path of ['/', '/stream', '/json', '/echo']) {
      const socket = await wire.connect()
      socket.write(
        `${head(`POST ${path} HTTP/1.1`, 'Content-Length: 10', 'Content-Type: application/json')}abc`,
      )
      await pause(30)
      socket.resetAndDestroy()
    }
    await expect.poll(() => reads).toEqual(['BadRequest', 'BadRequest'])
    await pause(30)
    expect(wire.log.filter((line) => !line.includes('cut off'))).toEqual([])
  })

  it('A25: never carries out what follows Connection: close', async () => {
    const first = head('GET / HTTP/1.1', 'Connection: close')
    for (const rest of ['garbage\r\n\r\n', head('POST /ignore HTTP/1.1', 'Content-Length: 0')]) {
      const answer = await wire.send(first + rest)
      expect([answer.statuses, answer.closed]).toEqual([[200], true])
    }
    expect(calls).toEqual(['GET /', 'GET /'])
  })

  it('A25: answers the request before garbage, and ends the connection', async () => {
    for (const path of ['/', '/slow']) {
      const answer = await wire.send(`${head(`GET ${path} HTTP/1.1`)}garbage\r\n\r\n`, { patience: 2000 })
      expect([answer.statuses[0], answer.closed]).toEqual([200, true])
    }
  })

  it('A26: answers three requests at once in their order', async () => {
    const { replies } = await wire.send(
      head('GET / HTTP/1.1') + head('GET /slow HTTP/1.1') + head('GET / HTTP/1.1', 'Connection: close'),
    )
    expect(replies.map(({ body }) => body)).toEqual(['home', 'slow', 'home'])
  })

  it('A27: answers what follows a body that is no JSON', async () => {
    const fields = ['Content-Type: application/json', 'Content-Length: 4']
    const { statuses } = await wire.send(
      `${head('POST /json HTTP/1.1', ...fields)}{no}${head('GET / HTTP/1.1', 'Connection: close')}`,
    )
    expect(statuses).toEqual([400, 200])
  })

  it('A27: answers what follows a small body that nobody reads, or nobody reads to its end', async () => {
    for (const path of ['/ignore', '/ignore-later', '/leave', '/nowhere']) {
      const post = head(`POST ${path} HTTP/1.1`, 'Content-Length: 5')
      const { statuses } = await wire.send(
        [post, 'abc', `de${head('GET / HTTP/1.1', 'Connection: close')}`],
        { pause: 60 },
      )
      expect([path, ...statuses]).toEqual([path, path === '/nowhere' ? 404 : 200, 200])
    }
  })

  it('A27: a body that is read behind its reply is never half of one', async () => {
    const fields = ['Content-Length: 6', 'Content-Type: text/plain']
    const answer = await wire.send(
      [head('POST /behind HTTP/1.1', ...fields), 'abc', 'def', head('GET /slow HTTP/1.1')],
      {
        pause: 150,
      },
    )
    await expect.poll(() => reads).toEqual(['BadRequest', 'BadRequest'])
    expect(answer.statuses).toEqual([200, 200])
  })

  it('A28: answers 417 to an expectation that is not 100-continue', async () => {
    const answer = await wire.send(head('POST / HTTP/1.1', 'Expect: 200-ok', 'Content-Length: 2'))
    expect([answer.statuses, answer.closed, calls]).toEqual([[417], true, []])
  })

  it('A29: asks for a body with 100 when it is read, and never for one that is too long', async () => {
    const asked = await wire.send(
      [head('POST / HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 2', 'Connection: close'), 'ab'],
      { pause: 50 },
    )
    expect(asked.statuses).toEqual([100, 200])
    for (const path of ['/', '/stream', '/json']) {
      const fields = ['Expect: 100-continue', 'Content-Length: 1048577', 'Content-Type: application/json']
      const tooLong = await wire.send(head(`POST ${path} HTTP/1.1`, ...fields))
      expect([path, tooLong.statuses, tooLong.closed]).toEqual([path, [413], true])
    }
    const unread = await wire.send(head('POST /ignore HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 2'))
    expect([unread.statuses, unread.closed]).toEqual([[200], true])
  })

  it('A29: never says 100 after the final status: a stream that reads the body late gets what is sent all the same', async () => {
    const fields = ['Expect: 100-continue', 'Content-Length: 2']
    const late = await wire.send([head('POST /late HTTP/1.1', ...fields), 'ab'], { pause: 100 })
    expect([late.statuses, late.replies[0]?.body, late.closed]).toEqual([[200], 'first ab', true])
  })

  it.each(['/ignore', '/ignore-later', '/leave', '/'])(
    'A33: %s: a reply arrives though 10 MB of the body are not read, and nothing of them is taken for a request',
    async (path) => {
      const body = head('GET /slow HTTP/1.1').repeat(200_000).slice(0, 10_000_000)
      const post = head(`POST ${path} HTTP/1.1`, 'Content-Length: 10000000')
      const answer = await wire.send([post, body, head('GET / HTTP/1.1')], { patience: 3000 })
      expect(answer.statuses).toEqual([path === '/' ? 413 : 200])
      expect(answer.replies[0]?.headers.get('connection')).toBe('close')
      expect([answer.closed, calls]).toEqual([true, [`POST ${path}`]])
    },
  )

  it('A33: takes no more than 64 KiB of a chunked body that nobody reads', async () => {
    const socket = await wire.connect()
    socket.write(head('POST /ignore HTTP/1.1', 'Transfer-Encoding: chunked'))
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    let written = 0
    const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()).resume())
    const timer = setInterval(() => {
      if (socket.writable && socket.writableLength === 0)
        written += Number(socket.write(chunk)) * chunk.length
    }, 1)
    await closed
    clearInterval(timer)
    // What the kernel of either side holds comes on top.
    expect(written).toBeLessThan(20_000_000)
    expect(calls).toEqual(['POST /ignore'])
  })

  it('A33: a body that is sent back while it arrives is not lost', async () => {
    const size = 1_000_000
    const answer = await wire.send(
      [head('POST /echo HTTP/1.1', `Content-Length: ${size}`), 'x'.repeat(size)],
      { patience: 3000 },
    )
    expect([answer.statuses, answer.replies[0]?.body.length]).toEqual([[200], size])
  })
})
