import { Buffer } from 'node:buffer'
import { App, html, json, localPath, redirect, type RedirectStatus, Reply, respond } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeMatrix, portable } from './matrix.ts'

describeMatrix('replies', (bench) => {
  const failures = (): string[] =>
    bench()
      .errors.splice(0)
      .map(({ err }) => String(err))

  async function answer(
    value: string | object,
  ): Promise<{ status: number; type: string | null; length: string | null; body: string }> {
    bench().app.get('/', () => value)
    const response = await bench().fetch('/')
    const { status, headers } = response
    return {
      status,
      type: headers.get('content-type'),
      length: headers.get('content-length'),
      body: await response.text(),
    }
  }

  it('a text is a page, its length in bytes', async () => {
    expect(await answer('h\u00e9')).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      length: '3',
      body: 'h\u00e9',
    })
  })

  it('an empty text is an empty page', async () => {
    expect(await answer('')).toEqual({ status: 200, type: 'text/html; charset=utf-8', length: '0', body: '' })
  })

  it.each<readonly [string, object, string]>([
    ['an object', { a: 1 }, '{"a":1}'],
    ['an empty object', {}, '{}'],
    ['an array', [1, 2], '[1,2]'],
    ['an empty array', [], '[]'],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['what has a toJSON', { toJSON: () => 'mine' }, '"mine"'],
  ])('%s is JSON', async (_, value, body) => {
    expect(await answer(value)).toEqual({
      status: 200,
      type: 'application/json',
      length: String(body.length),
      body,
    })
  })

  it.each<readonly [string, object]>([
    ['bytes', new Uint8Array([104, 105])],
    ['a Buffer', Buffer.from('hi')],
    ['an ArrayBuffer', new Uint8Array([104, 105]).buffer],
  ])('%s are sent as they are', async (_, value) => {
    expect(await answer(value)).toEqual({
      status: 200,
      type: 'application/octet-stream',
      length: '2',
      body: 'hi',
    })
  })

  it('a Blob has its own type', async () => {
    expect(await answer(new Blob(['a,b'], { type: 'text/csv' }))).toMatchObject({
      type: 'text/csv',
      body: 'a,b',
    })
  })

  it('a platform Response goes out as it stands', async () => {
    const response = new Response('teapot', {
      status: 418,
      headers: [
        ['content-type', 'text/x'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    })
    bench().app.get('/', () => response)
    const got = await bench().fetch('/')
    expect([
      got.status,
      got.headers.get('content-type'),
      got.headers.getSetCookie(),
      await got.text(),
    ]).toEqual([418, 'text/x', ['a=1', 'b=2'], 'teapot'])
  })

  it('a class of the developer without toJSON is a mistake', async () => {
    class Secret {
      readonly #hidden = 1
      reveal(): number {
        return this.#hidden
      }
    }
    expect((await answer(new Secret())).status).toBe(500)
    expect(failures()[0]).toContain('Secret')
  })

  it('respond says status and header fields', async () => {
    bench().app.get('/', () =>
      respond({ id: 7 }, { status: 201, headers: { location: '/users/7', 'x-two': ['a', 'b'] } }),
    )
    const response = await bench().fetch('/')
    expect([response.status, response.headers.get('location'), response.headers.get('x-two')]).toEqual([
      201,
      '/users/7',
      'a, b',
    ])
    expect(await response.json()).toEqual({ id: 7 })
  })

  it('respond replaces the header fields of an inner reply', async () => {
    bench().app.get('/', () =>
      respond(html('x', { headers: { 'x-a': 'inner' } }), {
        headers: { 'X-A': 'outer', 'content-type': 'text/x' },
      }),
    )
    const { headers } = await bench().fetch('/')
    expect([headers.get('x-a'), headers.get('content-type')]).toEqual(['outer', 'text/x'])
  })

  it('respond with null has no body and no type', async () => {
    expect(await answer(respond(null))).toEqual({ status: 200, type: null, length: '0', body: '' })
  })

  it.each([204, 304])('R08: a reply of %i has neither body nor length', async (status) => {
    expect(await answer(respond('never', { status }))).toMatchObject({ status, length: null, body: '' })
  })

  it('json sends any JSON value', async () => {
    expect(await answer(json('text'))).toMatchObject({ type: 'application/json', body: '"text"' })
  })

  it('json sends null', async () => {
    expect(await answer(json(null))).toMatchObject({ body: 'null' })
  })

  it.each([99, 199, 600, 200.5, NaN])('a status of %d is a mistake', async (status) => {
    bench().app.get('/', () => respond('x', { status }))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(failures()[0]).toContain('REPLY_STATUS')
  })

  it.each(['a\r\nset-cookie: x=1', 'a\nb', 'a\0b'])(
    'a header value of %j is a mistake, and nothing of it is sent',
    async (value) => {
      bench().app.get('/', () => respond('x', { headers: { 'x-a': value } }))
      const response = await bench().fetch('/')
      expect([response.status, response.headers.get('x-a'), response.headers.getSetCookie()]).toEqual([
        500,
        null,
        [],
      ])
      expect(failures()[0]).toContain('HEADER_VALUE')
    },
  )

  it.each(['text/\u2603', 'text/html\r\nset-cookie: x=1'])(
    'a media type of %j is a mistake like any other header value, and not a connection that breaks off',
    async (type) => {
      bench().app.get('/', () => new Reply('x', type))
      expect((await bench().fetch('/')).status).toBe(500)
      expect(failures()[0]).toContain('HEADER_VALUE')
    },
  )

  it('R10: a length that is wrong is put right', async () => {
    bench().app.get('/', () => respond('hello', { headers: { 'content-length': '2' } }))
    const response = await bench().fetch('/')
    expect([response.headers.get('content-length'), await response.text()]).toEqual(['5', 'hello'])
  })

  it('a reply to HEAD without a body may say how long the body would be', async () => {
    bench().app.get('/', () => respond(null, { headers: { 'content-length': '1000' } }))
    expect((await bench().fetch('/', { method: 'HEAD' })).headers.get('content-length')).toBe('1000')
  })

  it('a reply can be changed until it is sent', async () => {
    bench().app.get('/', () => {
      const reply = new Reply('x')
      reply.status = 202
      reply.headers.set('x-a', '1').append('x-a', '2').vary('Cookie').vary('cookie', 'Accept')
      return reply
    })
    const response = await bench().fetch('/')
    expect([response.status, response.headers.get('x-a'), response.headers.get('vary')]).toEqual([
      202,
      '1, 2',
      'Cookie, Accept',
    ])
  })

  it('R09: a reply object is sent once, for it may hold what was meant for another client', async () => {
    const reply = respond('once')
    bench().app.afterRequest((each) => void each.setCookie('id', 'of the first client'))
    bench().app.get('/', () => reply)
    expect(await (await bench().fetch('/')).text()).toBe('once')
    const second = await bench().fetch('/')
    expect([second.status, await second.text()]).toEqual([500, expect.not.stringContaining('once')])
    expect(second.headers.getSetCookie()).toHaveLength(1)
    expect(failures()[0]).toContain('REPLY_SENT')
  })

  it('R09: neither field nor cookie can be set on a reply that was sent', async () => {
    const reply = new Reply('x')
    bench().app.get('/', () => reply)
    await bench().fetch('/')
    expect(reply.sent).toBe(true)
    for (const change of [
      () => reply.headers.append('x-late', '1'),
      () => reply.setCookie('a', '1'),
      () => (reply.status = 201),
    ])
      expect(change).toThrow(expect.objectContaining({ code: 'REPLY_SENT' }))
    expect([...reply.headers]).toEqual([])
  })

  it.each([
    ['public', 'private'],
    ['public, max-age=60', 'private, max-age=60'],
    ['s-maxage=60, private', 'private'],
    ['max-age=60', 'private, max-age=60'],
    ['no-cache', 'private, no-cache'],
    ['no-store, public', 'private, no-store'],
    ['private="x, y", max-age=1', 'private="x, y", max-age=1'],
    ['private, max-age=60', 'private, max-age=60'],
    ['no-store', 'no-store'],
    [undefined, 'private'],
  ])('C13: a cookie makes `%s` `%s`, whichever hook sets it', async (said, sent) => {
    bench().app.afterRequest((reply) => void reply.setCookie('id', '1'))
    bench().app.beforeSend((reply) => {
      if (said !== undefined) reply.headers.set('cache-control', said)
    })
    const targeted = ['cdn-cache-control', 'cloudflare-cdn-cache-control', 'surrogate-control']
    const wide = Object.fromEntries(targeted.map((name) => [name, 'max-age=60']))
    bench().app.get('/', () => respond('x', { headers: wide }))
    const { headers } = await bench().fetch('/')
    expect(headers.getSetCookie()).toHaveLength(1)
    expect(headers.get('cache-control')).toBe(sent)
    expect(targeted.filter((name) => headers.has(name))).toEqual([])
  })

  it('C13: a field that names the one of cookies is none', async () => {
    const headers = { 'cache-control': 'public', 'access-control-expose-headers': 'set-cookie' }
    bench().app.get('/', () => respond('x', { headers }))
    expect((await bench().fetch('/')).headers.get('cache-control')).toBe('public')
  })

  it('C13: without a cookie what was said of caching stays', async () => {
    bench().app.get('/', () => respond('x').cacheControl({ public: true, sMaxage: 60 }))
    const { headers } = await bench().fetch('/')
    expect(headers.get('cache-control')).toBe('public, s-maxage=60')
  })

  it('a cache time that is none is a mistake', async () => {
    bench().app.get('/', () => respond('x').cacheControl({ maxAge: -1 }))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(failures()[0]).toContain('CACHE_DIRECTIVE')
  })

  it('R08: HEAD is answered with the length of the GET, and no body', async () => {
    bench().app.get('/', () => 'h\u00e9llo')
    bench().app.get('/json', () => ({ a: 1 }))
    for (const [path, length] of [
      ['/', '6'],
      ['/json', '7'],
    ] as const) {
      const head = await bench().raw(path, { method: 'HEAD' })
      expect([head.status, head.headers.get('content-type')]).toEqual([
        200,
        (await bench().raw(path)).headers.get('content-type'),
      ])
      const response = await bench().fetch(path, { method: 'HEAD' })
      expect([response.headers.get('content-length'), await response.text()]).toEqual([length, ''])
    }
  })
})

describeMatrix('redirects', (bench) => {
  it('I13: ask with GET by default', async () => {
    bench().app.get('/', () => redirect('/login?next=/'))
    const response = await bench().fetch('/')
    expect([response.status, response.headers.get('location'), await response.text()]).toEqual([
      303,
      '/login?next=/',
      '',
    ])
  })

  it.each<RedirectStatus>([301, 302, 303, 307, 308])('take the status %i', async (status) => {
    bench().app.get('/', () => redirect('/x', status))
    expect((await bench().fetch('/')).status).toBe(status)
  })

  it('I06: with a line break are a mistake, and nothing is injected', async () => {
    bench().app.get('/', () => redirect('/ok\r\nSet-Cookie: a=b'))
    bench().app.get('/encoded', () => redirect('/ok%0d%0aSet-Cookie'))
    const response = await bench().fetch('/')
    expect([response.status, response.headers.getSetCookie()]).toEqual([500, []])
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('REDIRECT_LOCATION')
    expect((await bench().fetch('/encoded')).headers.get('location')).toBe('/ok%0d%0aSet-Cookie')
  })

  it('I07: have an empty body', async () => {
    bench().app.get('/', () => redirect('/<script>'))
    expect(await (await bench().fetch('/')).text()).toBe('')
  })

  it('I08: by routing never lead to another host', async () => {
    bench().app.get('/<path:rest>/', () => 'x')
    for (const target of [
      '//evil.com/x',
      '///evil.com',
      '/%2f%2fevil.com',
      '/%5cevil.com',
      '//evil.com//',
      '/a//',
    ]) {
      const { status, headers } = await bench().raw(target)
      expect([200, 308, 404]).toContain(status)
      expect(headers.get('location') ?? '/').toMatch(/^\/(?![/\\])/)
    }
  })

  it('I12: percent-encode what is not ASCII', async () => {
    bench().app.get('/', () => redirect('/caf\u00e9?q=\u20ac 1'))
    expect((await bench().fetch('/')).headers.get('location')).toBe('/caf%C3%A9?q=%E2%82%AC%201')
  })

  it.each(['', 'javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', '\tvbscript:x'])(
    'I05, I12: to %j are a mistake',
    async (location) => {
      bench().app.get('/', () => redirect(location))
      expect((await bench().fetch('/')).status).toBe(500)
      expect(String(bench().errors.splice(0)[0]?.err)).toContain('REDIRECT_LOCATION')
    },
  )
})

describeMatrix(
  'a JSON provider of the app',
  (bench) => {
    it('writes objects, respond() and json(), and reads bodies', async () => {
      bench().app.get('/object', () => ({ a: 1 }))
      bench().app.get('/respond', () => respond({ a: 1 }))
      bench().app.get('/json', () => json(1))
      bench().app.post('/', async ({ request }) => ({ read: await request.json() }))
      for (const path of ['/object', '/respond', '/json'])
        expect(await (await bench().fetch(path)).text()).toBe('written')
      expect(await (await bench().fetch('/', { method: 'POST', json: 1 })).text()).toBe(
        'written after "read 1"',
      )
    })
  },
  {
    json: {
      stringify: (value) =>
        typeof value === 'object' && value !== null && 'read' in value
          ? `written after ${JSON.stringify(value.read)}`
          : 'written',
      parse: (text) => `read ${text}`,
    },
  },
)

describe('localPath', () => {
  it.each(['/', '/a/b?c=d#e', '/%5cevil', '/ok%0d%0aSet-Cookie', '/a//b', '/caf\u00e9'])(
    'takes %j',
    (path) => {
      expect(localPath(path, '/home')).toBe(path)
    },
  )

  it.each<readonly [string, readonly string[]]>([
    ['I01: two slashes', ['//evil', '///evil', '////evil']],
    ['I02: backslashes', ['/\\evil', '\\\\evil', '\\/evil', '/\\/evil']],
    ['I03: what browsers drop', ['/\t/evil', '/\n/evil', ' //evil', '\0//evil', '/\r/evil', ' /x']],
    [
      'I04: addresses of elsewhere',
      ['http:evil', 'https:///evil', 'http://good@evil', '//good@evil', 'http://good.evil'],
    ],
    ['I05: scripts', ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'JaVaScRiPt:x']],
    ['I09: characters that are read in two ways', ['http://good\\@evil', 'http://good#@evil', '/\\@evil']],
    ['I10: dot segments before two slashes', ['/.//evil', '/..//evil', '/a/..//evil', '/%2e//evil']],
    ['what is no path', ['', 'relative', '?q', '#a']],
  ])('%s lead to the fallback', (_, wanted) => {
    expect(wanted.map((path) => localPath(path, '/home'))).toEqual(wanted.map(() => '/home'))
  })

  it('gives the fallback for nothing', () => {
    expect(localPath(undefined, '/home')).toBe('/home')
  })
})

async function typeOf(make: () => Response): Promise<string | null> {
  await using app = new App()
  app.get('/', make)
  return (await testClient(app).get('/')).headers.get('content-type')
}

describe('a Response that says no type', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('goes out without one', async () => {
    expect(await typeOf(() => new Response(new Uint8Array(2)))).toBeNull()
  })

  it('goes out with that of its blob where the runtime says it until it is asked for the body, as Bun', async () => {
    let opened = false
    const response = Object.defineProperties(new Response(), {
      body: { get: () => ((opened = true), new Blob(['a']).stream()) },
      headers: { get: () => new Headers(opened ? {} : { 'content-type': 'text/css' }) },
    })
    expect(await typeOf(() => response)).toBe('text/css')
  })

  it('goes out as plain text where the runtime says of none that it is a text, as Bun; on Node, which says it, nobody asks', async () => {
    class Silent extends Response {
      constructor(...[body, init]: ConstructorParameters<typeof Response>) {
        super(body, init)
        if (!new Headers(init?.headers).has('content-type')) this.headers.delete('content-type')
      }
    }
    vi.stubGlobal('Response', Silent)
    expect(await typeOf(() => new Response('<script>'))).toBe(portable ? 'text/plain; charset=utf-8' : null)
    expect(await typeOf(() => new Response('a', { headers: { 'content-type': 'text/x' } }))).toBe('text/x')
    expect(await typeOf(() => new Response(null, { status: 404 }))).toBeNull()
    const fetched = Object.defineProperty(new Response('as it came'), 'url', { value: 'http://b.test/' })
    expect(await typeOf(() => fetched)).toBeNull()
  })
})
