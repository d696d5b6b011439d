import { App, hasContext, Reply, respond } from '@micro/core'
import { Compression, type CompressionOptions } from '@micro/core/extensions'
import { testClient, type TestResponse } from '@micro/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { canEncode } from '../../src/extensions/content-coding.ts'
import { describeMatrix } from '../matrix.ts'
import type { RawAnswer } from '../raw.ts'

const LONG = 'Hello, World! '.repeat(500)
const GZIP = { 'accept-encoding': 'gzip' }

/** The text, whether the way that it came has unpacked it already or not. */
async function textOf(response: TestResponse): Promise<string> {
  const bytes = new Uint8Array(await response.bytes())
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes)
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
}

/** What a reply says of its body, but for the length. */
function describing({ headers }: RawAnswer): unknown[] {
  return ['content-encoding', 'content-type', 'vary', 'etag'].map((name) => headers.get(name))
}

describe('compression at set-up', () => {
  it('refuses codings that there are not', () => {
    expect(() => new App().register(new Compression(), Object({ codings: ['zip'] }))).toThrow(
      'EXTENSION_OPTIONS',
    )
    expect(() => new App().register(new Compression(), { threshold: -1 })).toThrow('EXTENSION_OPTIONS')
  })
})

describe('compression where codings are made in requests alone, as on Workers', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it.each(['set up', 'started'])('packs in an app that was %s outside of one', async (how) => {
    class OfRequests extends CompressionStream {
      constructor(format: ConstructorParameters<typeof CompressionStream>[0]) {
        if (!hasContext()) throw new Error('Disallowed operation called within global scope')
        super(format)
      }
    }
    vi.stubGlobal('CompressionStream', OfRequests)
    await using app = new App()
    app.register(new Compression())
    app.get('/', () => LONG)
    if (how === 'started') await app.start()
    const { headers } = await testClient(app).get('/', { headers: GZIP })
    expect(headers.get('content-encoding')).toBe('gzip')
  })
})

describeMatrix('compression', (bench) => {
  const use = (options: Partial<CompressionOptions> = {}): void => {
    const { app } = bench()
    app.register(new Compression(options))
    app.get('/', () => LONG)
    app.get('/short', () => 'Hello')
    app.get('/bytes', () => new Reply(new TextEncoder().encode(LONG), 'image/svg+xml'))
    app.get('/stream', () => new Reply(new Blob([LONG]).stream(), 'text/plain; charset=utf-8'))
  }

  it.each(['gzip', 'deflate'])('packs a long text by %s', async (coding) => {
    use()
    const { status, headers, body } = await bench().raw('/', { headers: { 'accept-encoding': coding } })
    expect(status).toBe(200)
    expect(headers.get('content-encoding')).toBe(coding)
    expect(headers.get('vary')).toBe('accept-encoding')
    expect(body.length).toBeLessThan(LONG.length / 10)
  })

  it.each(['/', '/bytes', '/stream'])('gives what %s says, packed', async (path) => {
    use()
    const response = await bench().fetch(path, { headers: GZIP })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(await textOf(response)).toBe(LONG)
  })

  it('says the length of what is sent, and not of what was packed', async () => {
    use()
    bench().app.get(
      '/file',
      () => new Reply(new Blob([LONG]).stream(), 'text/css', { headers: { 'content-length': '7000' } }),
    )
    const { headers } = await bench().fetch('/', { headers: GZIP })
    expect(Number(headers.get('content-length'))).toBeLessThan(200)
    const file = await bench().fetch('/file', { headers: GZIP })
    expect(file.headers.has('content-length')).toBe(false)
    expect(await textOf(file)).toBe(LONG)
  })

  it.each([
    ['gzip;q=0', null],
    ['identity', null],
    ['', null],
    ['zstd', null],
    ['*', 'gzip'],
    ['deflate, gzip;q=0.5', 'deflate'],
    ['gzip;q=0, *', canEncode('br') ? 'br' : 'deflate'],
    ['identity, gzip', 'gzip'],
  ])('takes %j at its word', async (accepted, coding) => {
    use()
    const { headers } = await bench().raw('/', { headers: { 'accept-encoding': accepted } })
    expect(headers.get('content-encoding')).toBe(coding)
    expect(headers.get('vary')).toBe('accept-encoding')
  })

  it('sends a client that says nothing the body as it is', async () => {
    use()
    const { headers, body } = await bench().raw('/')
    expect(headers.has('content-encoding')).toBe(false)
    expect(headers.get('vary')).toBe('accept-encoding')
    expect(body).toBe(LONG)
  })

  it('leaves what is short as it is, and varies all the same', async () => {
    use({ threshold: 6 })
    const { headers } = await bench().fetch('/short', { headers: GZIP })
    expect(headers.has('content-encoding')).toBe(false)
    expect(headers.get('vary')).toBe('accept-encoding')
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['an image', { 'content-type': 'image/png' }],
    ['server-sent events', { 'content-type': 'text/event-stream' }],
    ['what nobody knows the type of', { 'content-type': 'stuff' }],
    ['what is packed already', { 'content-encoding': 'br' }],
    ['what must stay as it is', { 'cache-control': 'public, no-transform' }],
    ['what has a digest', { 'content-digest': 'sha-256=:x:' }],
  ])('does not touch %s', async (_what, headers) => {
    use()
    bench().app.get('/as-is', () =>
      respond(new TextEncoder().encode(LONG), { headers: { 'content-type': 'text/plain', ...headers } }),
    )
    const answer = await bench().raw('/as-is', { headers: GZIP })
    expect(answer.headers.get('content-encoding')).toBe(headers['content-encoding'] ?? null)
    expect(answer.headers.has('vary')).toBe(false)
  })

  it('weakens the entity tag, and no longer offers parts', async () => {
    use()
    bench().app.get('/tagged', () => respond(LONG, { headers: { etag: '"x"', 'accept-ranges': 'bytes' } }))
    bench().app.get('/same', () => respond(null, { status: 304, headers: { etag: '"x"' } }))
    const packed = await bench().fetch('/tagged', { headers: GZIP })
    expect(packed.headers.get('etag')).toBe('W/"x"')
    expect(packed.headers.has('accept-ranges')).toBe(false)
    const plain = await bench().raw('/tagged')
    expect(plain.headers.get('etag')).toBe('"x"')
    const same = await bench().fetch('/same', { headers: GZIP })
    expect(same.status).toBe(304)
    expect(same.headers.get('etag')).toBe('W/"x"')
    expect(same.headers.get('vary')).toBe('accept-encoding')
  })

  it('says of a part and of a 304 what it says of the whole: it varies, and the tag is the one that the client has', async () => {
    use()
    bench().app.get('/tagged', ({ request }) =>
      respond(LONG, { headers: { etag: '"x"' } }).conditional(request),
    )
    const part = await bench().raw('/tagged', { headers: { ...GZIP, range: 'bytes=0-4' } })
    expect([part.status, part.body, ...describing(part)]).toEqual([
      206,
      LONG.slice(0, 5),
      null,
      'text/html; charset=utf-8',
      'accept-encoding',
      '"x"',
    ])
    for (const tag of ['"x"', 'W/"x"']) {
      const same = await bench().raw('/tagged', { headers: { ...GZIP, 'if-none-match': tag } })
      expect([same.status, ...describing(same)]).toEqual([304, null, null, 'accept-encoding', tag])
    }
  })

  it.each(['/', '/stream'])('says of a HEAD of %s what it says of a GET', async (path) => {
    use()
    const get = await bench().raw(path, { headers: GZIP })
    const head = await bench().raw(path, { method: 'HEAD', headers: GZIP })
    expect(describing(head)).toEqual(describing(get))
  })

  it('claims no length for a HEAD whose body was not made', async () => {
    use()
    bench().app.get(
      '/file',
      ({ request }) =>
        new Reply(request.method === 'HEAD' ? null : new Blob([LONG]).stream(), 'text/css', {
          headers: { 'content-length': '7000' },
        }),
    )
    const head = await bench().fetch('/file', { method: 'HEAD', headers: GZIP })
    expect(head.headers.get('content-encoding')).toBe('gzip')
    expect(head.headers.has('content-length')).toBe(false)
    const plain = await bench().fetch('/file', { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-length')).toBe('7000')
  })

  it('packs errors too', async () => {
    use()
    bench().app.errorHandler(404, () => LONG)
    const response = await bench().fetch('/none', { headers: GZIP })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-encoding')).toBe('gzip')
  })

  it('closes what it packs when the client leaves', async () => {
    use()
    const closed = Promise.withResolvers<void>()
    bench().app.get('/endless', async function* () {
      try {
        for (;;) {
          yield crypto.randomUUID().repeat(1000)
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      } finally {
        closed.resolve()
      }
    })
    const listener = await bench().app.listen({ port: 0 })
    const leave = new AbortController()
    const response = await fetch(`${listener.url}/endless`, { headers: GZIP, signal: leave.signal })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    await response.body?.getReader().read()
    leave.abort()
    await closed.promise
    expect(await listener.close(1000)).toBe(0)
  })
})
