import type { App } from '@micro/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { head, openWire, type Wire, type WireAnswer } from './wire.ts'

describe('the request line and the header, as bytes', { timeout: 30_000 }, () => {
  let wire: Wire
  let calls: string[] = []
  beforeAll(async () => {
    wire = await openWire(setUp)
  })
  afterAll(() => wire[Symbol.asyncDispose]())

  function setUp(app: App): void {
    app.beforeRequest(({ request }) => void calls.push(request.path))
    app.post('/', ({ request }) => request.text())
    app.get('/field/<name>', ({ params, request }) => ({ value: request.headers.get(params.name) ?? null }))
    app.get('/fields', ({ request }) => ({ host: request.host, fields: [...request.headers].length }))
    app.get('/accepts', ({ request }) => String(request.accepts(['text/html'])))
  }

  /** One request, refused before anything of the app runs; the connection ends. */
  async function refused(bytes: string | Buffer): Promise<WireAnswer> {
    calls = []
    const answer = await wire.send([bytes], { patience: 3000 })
    expect(answer.closed).toBe(true)
    expect(calls).toEqual([])
    expect(wire.log).toEqual([])
    expect((await wire.send(head('GET / HTTP/1.1', 'Connection: close'))).statuses).toEqual([200])
    return answer
  }

  it.each([
    ['no version', Buffer.from('GET /\r\n\r\n')],
    ['the start of TLS', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 0x5a])],
    ['four random bytes', Buffer.from([0x9c, 0x01, 0xf3, 0x7e])],
    ['the preface of HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ])('A01: takes no request from %s', async (_, bytes) => {
    const { statuses } = await refused(bytes)
    expect([[], [400]]).toContainEqual(statuses)
  })

  it.each(['GET / HTTP/1.9', 'get / HTTP/1.1'])('A02: answers 400 to %s', async (line) => {
    expect((await refused(head(line))).statuses).toEqual([400])
  })

  it('A03: answers 505 to HTTP/2.0', async () => {
    expect((await refused(head('GET / HTTP/2.0'))).statuses).toEqual([505])
  })

  it('A04: answers 400 to HTTP/1.1 without a Host, and not to HTTP/1.0', async () => {
    expect((await refused('GET / HTTP/1.1\r\n\r\n')).statuses).toEqual([400])
    expect((await wire.send('GET / HTTP/1.0\r\n\r\n')).statuses).toEqual([200])
  })

  it('A05: answers 414 to a target over 8 KiB, and 431 to one that is longer than a header may be', async () => {
    expect((await wire.send(target(8192))).statuses).toEqual([404])
    expect((await wire.send(target(8193))).statuses).toEqual([414])
    expect((await refused(target(17_000))).statuses).toEqual([431])
  })

  it('A06: answers 431 to one field of 20 kB', async () => {
    expect((await refused(head('GET / HTTP/1.1', `X-Long: ${'a'.repeat(20_000)}`))).statuses).toEqual([431])
  })

  it('A07: answers 431 to 101 header fields, and takes 100', async () => {
    expect(
      (await wire.send(head('GET / HTTP/1.1', ...manyFields(99), 'Connection: close'))).statuses,
    ).toEqual([200])
    expect((await refused(head('GET / HTTP/1.1', ...manyFields(101)))).statuses).toEqual([431])
  })

  it('A08: never serves a part of 2,500 fields', async () => {
    const fields = Array.from({ length: 2500 }, () => 'a: b')
    expect((await refused(head('GET / HTTP/1.1', ...fields, 'X-Auth: y'))).statuses).toEqual([431])
  })

  it('A09: joins 98 lines of one field in linear time', async () => {
    const fields = Array.from({ length: 98 }, () => `X-Many: ${'v'.repeat(140)}`)
    const started = performance.now()
    const { replies } = await wire.send(head('GET /field/x-many HTTP/1.1', ...fields, 'Connection: close'))
    expect(performance.now() - started).toBeLessThan(200)
    expect(replies[0]?.body).toHaveLength('{"value":""}'.length + 98 * 140 + 97 * 2)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'A10: a field named %s is a field like others',
    async (name) => {
      const ask = async (...fields: readonly string[]): Promise<string | undefined> =>
        (await wire.send(head(`GET /field/${name} HTTP/1.1`, ...fields, 'Connection: close'))).replies[0]
          ?.body
      expect(await ask(`${name}: mine`)).toBe('{"value":"mine"}')
      expect(await ask()).toBe('{"value":null}')
    },
  )

  it.each([
    ['a space before the colon', 'X : a'],
    ['a line without a colon', 'nonsense'],
    ['an empty name', ': a'],
    ['a folded line', 'X: a\r\n b'],
    ['a bare LF', 'X: a\nY: b'],
    ['a bare CR in a value', 'X: a\rb'],
    ['NUL in a value', 'X: a\0b'],
  ])('A11: answers 400 to %s', async (_, line) => {
    expect((await refused(head('GET / HTTP/1.1', line))).statuses).toEqual([400])
  })

  it.each(['Content-Type', 'Authorization', 'Origin', 'Referer', 'User-Agent', 'If-Range', 'Range'])(
    'A31: answers 400 to two lines of %s',
    async (name) => {
      expect(
        (await refused(head('GET / HTTP/1.1', `${name}: a`, `${name.toUpperCase()}: a`))).statuses,
      ).toEqual([400])
    },
  )

  it('B01: answers 400 to two Host fields', async () => {
    expect((await refused(head('GET / HTTP/1.1', 'Host: a.test'))).statuses).toEqual([400])
  })

  it('B13: takes a target in absolute form for its path', async () => {
    const { replies } = await wire.send(head('GET http://a.test/fields HTTP/1.1', 'Connection: close'))
    expect(replies[0]?.body).toBe('{"host":"a.test","fields":2}')
  })

  it('B13: answers 400 to a target in absolute form that names no host, or another one than Host does', async () => {
    for (const each of [
      'http:///fields',
      'http://?x=1',
      'http://evil.test/fields',
      'http://a.test@evil.test/fields',
    ])
      expect([
        target,
        ...(await wire.send(head(`GET ${each} HTTP/1.1`, 'Connection: close'))).statuses,
      ]).toEqual([target, 400])
  })

  it('serves a request that asks for another protocol in this one', async () => {
    const { replies } = await wire.send(head('GET / HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket'))
    expect(replies.map(({ body }) => body)).toEqual(['home'])
  })

  it('A32: never takes an underscore for a dash', async () => {
    const fields = [
      'Content_Length: 5',
      'Transfer_Encoding: chunked',
      'X_Forwarded_For: 1.1.1.1',
      'Connection: close',
    ]
    const ask = async (name: string): Promise<string | undefined> =>
      (await wire.send(head(`GET /field/${name} HTTP/1.1`, ...fields))).replies[0]?.body
    expect(await ask('content-length')).toBe('{"value":null}')
    expect(await ask('x-forwarded-for')).toBe('{"value":null}')
  })

  it('A34: gives bytes over 0x7F of a value as latin1', async () => {
    const { replies } = await wire.send(
      head('GET /field/x-bytes HTTP/1.1', 'X-Bytes: \x80\xe9\xff', 'Connection: close'),
    )
    // The reply is UTF-8.
    expect(Buffer.from(replies[0]?.body ?? '', 'latin1').toString()).toBe('{"value":"\x80\xe9\xff"}')
  })

  const FIELDS = [
    'Accept',
    'Accept-Language',
    'If-None-Match',
    'Range',
    'Forwarded',
    'X-Forwarded-For',
    'Cookie',
    'Content-Type',
    'Sec-WebSocket-Protocol',
  ]

  it.each(FIELDS)(
    'A30: is done in no time with 8 kB of spaces or commas in %s, and refuses controls',
    async (name) => {
      for (const filler of [' ', ',', '"', '=']) {
        const started = performance.now()
        const line = `${name}: a${filler.repeat(8000)}b`
        const { statuses } = await wire.send(head('GET /accepts HTTP/1.1', line, 'Connection: close'))
        expect([200, 400]).toContain(statuses[0])
        expect(performance.now() - started).toBeLessThan(200)
      }
      expect((await wire.send(head('GET / HTTP/1.1', `${name}: ${'\x10'.repeat(8000)}`))).statuses).toEqual([
        400,
      ])
    },
  )
})

describe('methods, as bytes', { timeout: 30_000 }, () => {
  let wire: Wire
  beforeAll(async () => {
    wire = await openWire((app) => void app.get('/text', () => 'text'))
  })
  afterAll(() => wire[Symbol.asyncDispose]())

  it('N03: answers OPTIONS * with every method of the app, and OPTIONS of a route with its own', async () => {
    const { replies } = await wire.send(
      head('OPTIONS * HTTP/1.1') + head('OPTIONS /text HTTP/1.1', 'Connection: close'),
    )
    expect(replies.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
      [204, 'GET, HEAD, OPTIONS'],
      [204, 'GET, HEAD, OPTIONS'],
    ])
  })

  it('N04: answers 405 to TRACE, shows nothing of the request, and ends the connection', async () => {
    const answer = await wire.send(head('TRACE / HTTP/1.1', 'X-Secret: s3cret'))
    expect([answer.statuses, answer.closed]).toEqual([[405], true])
    expect(answer.text).not.toContain('s3cret')
  })

  it('N04: answers 405 to CONNECT and ends the connection', async () => {
    const answer = await wire.send([head('CONNECT a.test:443 HTTP/1.1'), head('GET / HTTP/1.1')])
    expect([answer.statuses, answer.closed]).toEqual([[405], true])
    expect(answer.replies[0]?.headers.get('allow')).toBe('')
  })

  it.each(['FOO', 'get', 'Get', 'X'.repeat(300), '__proto__'])(
    'N05: answers 400 to the method %s',
    async (method) => {
      const answer = await wire.send(head(`${method} / HTTP/1.1`))
      expect([answer.statuses, answer.closed]).toEqual([[400], true])
    },
  )

  it.each(['PROPFIND', 'QUERY', 'M-SEARCH'])('N07: answers 405 to %s', async (method) => {
    expect((await wire.send(head(`${method} / HTTP/1.1`, 'Connection: close'))).statuses).toEqual([405])
  })

  it('N08: answers 400 to GET *', async () => {
    expect((await wire.send(head('GET * HTTP/1.1', 'Connection: close'))).statuses).toEqual([400])
  })

  it('N02: answers HEAD with the fields of GET and nothing else', async () => {
    // Read by hand: the reader of replies does not know what was asked.
    const socket = await wire.connect()
    socket.write(head('HEAD /text HTTP/1.1') + head('GET /text HTTP/1.1', 'Connection: close'))
    const text = Buffer.concat(await socket.toArray()).toString()
    expect(text.match(/content-length: 4/gi)).toHaveLength(2)
    expect(
      text
        .split('\r\n\r\n')
        .slice(1)
        .map((part) => part.slice(0, 8)),
    ).toEqual(['HTTP/1.1', 'text'])
  })
})

function target(length: number): string {
  return head(`GET /${'a'.repeat(length - 1)} HTTP/1.1`, 'Connection: close')
}

/** So many with Host, which is one of them. */
function manyFields(count: number): string[] {
  return Array.from({ length: count - 1 }, (_, i) => `X-${i}: y`)
}
