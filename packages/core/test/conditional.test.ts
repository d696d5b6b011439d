import { checkPreconditions, html, Reply, respond, TEXT } from '@micro/core'
import { Compression, ETags } from '@micro/core/extensions'
import { expect, it, vi } from 'vitest'
import { describeMatrix } from './matrix.ts'
import type { RawAnswer } from './raw.ts'

const DIGITS = '0123456789'
const THEN = new Date(Date.UTC(2024, 4, 1, 12, 0, 0, 500))
const AT_THEN = 'Wed, 01 May 2024 12:00:00 GMT'
const BEFORE = 'Tue, 30 Apr 2024 12:00:00 GMT'

describeMatrix('a conditional reply', (bench) => {
  const ask = (headers: Record<string, string>, method = 'GET'): Promise<RawAnswer> => {
    bench().app.route('/', { methods: ['GET', 'POST'] }, ({ request }) => {
      const reply = new Reply(DIGITS, TEXT, {
        headers: { vary: 'accept', 'content-language': 'en', 'x-frame-options': 'DENY' },
      })
      reply.lastModified = THEN
      return reply.setETag('v7').cacheControl({ maxAge: 60 }).conditional(request)
    })
    return bench().raw('/', { method, headers })
  }

  it('is whole without a condition, and says what can be asked for', async () => {
    const { status, headers, body } = await ask({})
    expect([status, body]).toEqual([200, DIGITS])
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: '"v7"',
      'last-modified': AT_THEN,
      'accept-ranges': 'bytes',
      'cache-control': 'max-age=60',
    })
  })

  it.each([
    ['if-none-match', '"v7"'],
    ['if-none-match', 'W/"v7"'],
    ['if-none-match', '*'],
    ['if-modified-since', AT_THEN],
  ])('is a 304 when %s is %s', async (name, value) => {
    const { status, headers, body } = await ask({ [name]: value })
    expect([status, body]).toEqual([304, ''])
    const names = new Set(headers.keys())
    expect([...names]).toEqual(expect.arrayContaining(['cache-control', 'etag', 'vary', 'x-frame-options']))
    expect(names.intersection(new Set(['content-type', 'content-length', 'content-language'])).size).toBe(0)
  })

  it.each<readonly [Record<string, string>]>([
    [{ 'if-none-match': '"other"' }],
    [{ 'if-none-match': '"other"', 'if-modified-since': AT_THEN }],
    [{ 'if-modified-since': BEFORE }],
    [{ 'if-modified-since': 'yesterday' }],
    [{ 'if-match': '"v7"' }],
    [{ 'if-unmodified-since': AT_THEN }],
    [{ 'if-match': '"v7"', 'if-unmodified-since': BEFORE }],
  ])('is whole for %j', async (headers) => {
    expect(await ask(headers)).toMatchObject({ status: 200, body: DIGITS })
  })

  it.each<readonly [Record<string, string>]>([
    [{ 'if-match': '"other"' }],
    [{ 'if-match': 'W/"v7"' }],
    [{ 'if-unmodified-since': BEFORE }],
    [{ 'if-match': '"other"', 'if-none-match': '"v7"' }],
  ])('is a 412 for %j', async (headers) => {
    expect((await ask(headers)).status).toBe(412)
  })

  it('is a 304 to HEAD too', async () => {
    expect((await ask({ 'if-none-match': '"v7"' }, 'HEAD')).status).toBe(304)
  })

  it('is no different for POST, whose work is done by then', async () => {
    expect(await ask({ 'if-none-match': '*', range: 'bytes=0-1' }, 'POST')).toMatchObject({
      status: 200,
      body: DIGITS,
    })
  })

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=0-1,1-3', '0123', 'bytes 0-3/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
  ])('is the part %s', async (range, part, contentRange) => {
    const { status, headers, body } = await ask({ range })
    expect([status, body, headers.get('content-range'), headers.get('content-length')]).toEqual([
      206,
      part,
      contentRange,
      String(part.length),
    ])
    expect(headers.get('etag')).toBe('"v7"')
  })

  it('is several parts in one body', async () => {
    const { status, headers, body } = await ask({ range: 'bytes=0-1,-2' })
    const boundary = /^multipart\/byteranges; boundary=([\w-]+)$/.exec(headers.get('content-type') ?? '')?.[1]
    expect(status).toBe(206)
    expect(headers.get('content-range')).toBeNull()
    expect(body).toBe(
      [
        '',
        `--${boundary}`,
        'content-type: text/plain; charset=utf-8',
        'content-range: bytes 0-1/10',
        '',
        '01',
        `--${boundary}`,
        'content-type: text/plain; charset=utf-8',
        'content-range: bytes 8-9/10',
        '',
        '89',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    )
    expect(headers.get('content-length')).toBe(String(body.length))
  })

  it.each([
    ['a tag of now', '"v7"', 206],
    ['the date of now', AT_THEN, 206],
    ['another tag', '"v6"', 200],
    ['a weak tag', 'W/"v7"', 200],
    ['another date', BEFORE, 200],
  ])('is a part if If-Range is %s', async (_, field, status) => {
    expect((await ask({ range: 'bytes=0-1', 'if-range': field })).status).toBe(status)
  })

  it('is a 416 for a part that is not there, with the size', async () => {
    const { status, headers } = await ask({ range: 'bytes=10-' })
    expect([status, headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  it.each(['bytes=', 'bytes=b-a', 'lines=0-1', 'bytes=3-1,x', `bytes=${'0-1,'.repeat(17)}0-1`])(
    'is whole for the range %j',
    async (range) => {
      expect((await ask({ range })).status).toBe(200)
    },
  )

  it('is not looked at when it is an error, or has a status of its own', async () => {
    bench().app.get('/', ({ request }) => respond('x', { status: 203 }).setETag('a').conditional(request))
    expect((await bench().raw('/', { headers: { 'if-none-match': '*', range: 'bytes=0-0' } })).status).toBe(
      203,
    )
  })

  it('counts a range in bytes', async () => {
    bench().app.get('/', ({ request }) => new Reply('h\u00e9!', TEXT).conditional(request))
    expect((await bench().raw('/', { headers: { range: 'bytes=3-' } })).body).toBe('!')
  })

  it('tells a stream that is not sent', async () => {
    const cancel = vi.fn<() => void>()
    bench().app.get('/', ({ request }) =>
      respond(new ReadableStream<Uint8Array>({ cancel })).setETag('a').conditional(request),
    )
    expect((await bench().raw('/', { headers: { 'if-none-match': '"a"' } })).status).toBe(304)
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
  })
})

describeMatrix('the tag of a body', (bench) => {
  it('is strong, the same for the same bytes, and another for others', async () => {
    bench().app.get('/<text>', async ({ params, request }) =>
      (await html(params.text).addETag()).conditional(request),
    )
    const [one, again, other] = await Promise.all(['/one', '/one', '/other'].map((path) => bench().raw(path)))
    const tag = one?.headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[\w-]{43}"$/)
    expect(again?.headers.get('etag')).toBe(tag)
    expect(other?.headers.get('etag')).not.toBe(tag)
    expect((await bench().raw('/one', { headers: { 'if-none-match': tag } })).status).toBe(304)
  })

  it('leaves one alone that is there', async () => {
    bench().app.get('/', () => html('x').setETag('mine', { weak: true }).addETag())
    expect((await bench().raw('/')).headers.get('etag')).toBe('W/"mine"')
  })

  it.each([
    ['a stream', (): Reply => respond(['a'].values())],
    ['nothing', (): Reply => respond(null)],
  ])('is not made of %s', async (_, make) => {
    bench().app.get('/', () => make().addETag())
    expect((await bench().raw('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('ETAG_BODY')
  })
})

describeMatrix('a change on a condition', (bench) => {
  const change = async (
    headers: Record<string, string>,
    state: Parameters<typeof checkPreconditions>[1],
    required = false,
  ): Promise<number> => {
    bench().app.put('/', ({ request }) => {
      checkPreconditions(request, state, { required })
      return 'changed'
    })
    return (await bench().raw('/', { method: 'PUT', headers })).status
  }

  it.each<readonly [Record<string, string>, number]>([
    [{}, 200],
    [{ 'if-match': '"7"' }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"6"' }, 412],
    [{ 'if-none-match': '*' }, 412],
    [{ 'if-none-match': '"7"' }, 412],
    [{ 'if-unmodified-since': AT_THEN }, 200],
    [{ 'if-unmodified-since': BEFORE }, 412],
  ])('with %j to what is there is answered with %i', async (headers, status) => {
    expect(await change(headers, { etag: '7', lastModified: THEN })).toBe(status)
  })

  it.each<readonly [Record<string, string>, number]>([
    [{ 'if-match': '*' }, 412],
    [{ 'if-none-match': '*' }, 200],
  ])('with %j to what is not there yet is answered with %i', async (headers, status) => {
    expect(await change(headers, undefined)).toBe(status)
  })

  it.each<readonly [Record<string, string>, number]>([
    [{}, 428],
    [{ 'if-none-match': '"6"' }, 428],
    [{ 'if-unmodified-since': 'soon' }, 428],
    [{ 'if-match': '"7"' }, 200],
    [{ 'if-match': '"6"' }, 412],
    [{ 'if-unmodified-since': AT_THEN }, 200],
    [{ 'if-none-match': '*' }, 412],
  ])('that has to have one, with %j, is answered with %i', async (headers, status) => {
    expect(await change(headers, { etag: '7', lastModified: THEN }, true)).toBe(status)
  })
})

describeMatrix('ETags', (bench) => {
  const tagged = async (path: string): Promise<string | null> => (await bench().raw(path)).headers.get('etag')

  it('answers 304 to whoever has the page already, also to HEAD', async () => {
    bench().app.register(new ETags())
    bench().app.get('/', () => '<h1>Same</h1>')
    const etag = (await tagged('/')) ?? ''
    expect(etag).toMatch(/^"/)
    for (const method of ['GET', 'HEAD'])
      expect(await bench().raw('/', { method, headers: { 'if-none-match': `W/${etag}` } })).toMatchObject({
        status: 304,
        body: '',
      })
    expect(await bench().raw('/', { headers: { 'if-none-match': '"x"' } })).toMatchObject({
      status: 200,
      body: '<h1>Same</h1>',
    })
  })

  it('passes by what it cannot or must not tag', async () => {
    bench().app.register(new ETags({ maxSize: 10 }))
    bench().app.get('/stream', () => ['a'].values())
    bench().app.get('/long', () => 'x'.repeat(11))
    bench().app.get('/secret', () => respond('x', { headers: { 'cache-control': 'private, no-store' } }))
    bench().app.get('/created', () => respond('x', { status: 201 }))
    bench().app.post('/posted', () => 'x')
    expect(await Promise.all(['/stream', '/long', '/secret', '/created', '/none'].map(tagged))).toEqual(
      Array.from({ length: 5 }, () => null),
    )
    expect((await bench().raw('/posted', { method: 'POST' })).headers.get('etag')).toBeNull()
  })

  it('minds the conditions for a tag of the view', async () => {
    bench().app.register(new ETags())
    bench().app.get('/', () => html('x').setETag('v1'))
    expect((await bench().raw('/', { headers: { 'if-none-match': '"v1"' } })).status).toBe(304)
    expect((await bench().raw('/', { headers: { 'if-match': '"v0"' } })).status).toBe(412)
  })

  it.each([
    ['before', true],
    ['after', false],
  ])('registered %s Compression has no strong tag for two codings', async (_, isFirst) => {
    if (isFirst) bench().app.register(new ETags())
    bench().app.register(new Compression())
    if (!isFirst) bench().app.register(new ETags())
    bench().app.get('/', () => 'x'.repeat(5000))
    const [plain, packed] = [
      await bench().raw('/'),
      await bench().raw('/', { headers: { 'accept-encoding': 'gzip' } }),
    ]
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    const [one, other] = [plain, packed].map(({ headers }) => headers.get('etag') ?? '')
    expect(one).toMatch(/^"/)
    expect(other).not.toBe(one)
    const same = await bench().raw('/', {
      headers: { 'accept-encoding': 'gzip', 'if-none-match': String(other) },
    })
    expect([same.status, same.headers.get('etag'), same.headers.get('vary')]).toEqual([
      304,
      other,
      'accept-encoding',
    ])
    expect(same.headers.get('content-encoding')).toBeNull()
  })
})
