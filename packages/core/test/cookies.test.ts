import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { App, Reply, respond } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('cookies', (bench) => {
  const sent = async (set: (reply: Reply) => unknown): Promise<string[]> => {
    bench().app.get('/', () => {
      const reply = new Reply('x')
      set(reply)
      return reply
    })
    return (await bench().fetch('/')).headers.getSetCookie()
  }
  const received = async (cookie: string): Promise<unknown> => {
    bench().app.get('/', ({ request }) => ({ ...request.cookies }))
    return (await bench().fetch('/', { headers: { cookie } })).json()
  }

  it('are for this site only, hidden from scripts, until the browser closes', async () => {
    expect(await sent((reply) => reply.setCookie('a', '1'))).toEqual(['a=1; HttpOnly; Path=/; SameSite=Lax'])
  })

  it('take every attribute', async () => {
    const [cookie = ''] = await sent((reply) =>
      reply.setCookie('a', '1', {
        path: '/x',
        domain: 'example.com',
        secure: true,
        httpOnly: false,
        sameSite: 'none',
        maxAge: 60,
        partitioned: true,
      }),
    )
    expect(new Set(cookie.split('; ').map((part) => part.replace(/^Expires=.*/, 'Expires')))).toEqual(
      new Set([
        'a=1',
        'Path=/x',
        'Domain=example.com',
        'Secure',
        'SameSite=None',
        'Max-Age=60',
        'Partitioned',
        ...(cookie.includes('Expires') ? ['Expires'] : []),
      ]),
    )
  })

  it('are sent one line each', async () => {
    expect(await sent((reply) => reply.setCookie('a', '1').setCookie('b', '2'))).toHaveLength(2)
  })

  it('C15: are deleted by an empty value that has ended', async () => {
    const [cookie] = await sent((reply) => reply.deleteCookie('a', { path: '/x' }))
    expect(cookie).toMatch(/^a=;/)
    expect(cookie).toContain('Max-Age=0')
    expect(cookie).toContain('Path=/x')
  })

  it('come back as they were set, whatever they hold', async () => {
    const values = ['plain', 'two words', 'a;b,c', '"quoted"', 'h\u00e9\u20ac', '%41', 'a=b', '']
    bench().app.post('/', async ({ request }) => {
      const reply = new Reply('x')
      const sentValues = await request.json()
      if (Array.isArray(sentValues)) sentValues.forEach((value, i) => reply.setCookie(`c${i}`, String(value)))
      return reply
    })
    bench().app.get('/', ({ request }) => ({ ...request.cookies }))
    await bench().fetch('/', { method: 'POST', json: values })
    expect(await (await bench().fetch('/')).json()).toEqual(
      Object.fromEntries(values.map((value, i) => [`c${i}`, value])),
    )
  })

  it.each(['a\r\nb', 'a\0b'])('with the value %j never reach another header field', async (value) => {
    bench().app.get('/', () => respond('x').setCookie('a', value))
    const response = await bench().fetch('/')
    expect(response.headers.getSetCookie().join('')).not.toMatch(/[\r\n\0]/)
    bench().errors.splice(0)
  })

  it.each(['', 'a b', 'a=b', 'a;b', '__proto__', 'a\r\nset-cookie: b'])(
    'C08: cannot be named %j',
    async (name) => {
      bench().app.get('/', () => respond('x').setCookie(name, '1'))
      const { status, headers } = await bench().fetch('/')
      expect([status, headers.getSetCookie()]).toEqual([500, []])
      expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_NAME')
    },
  )

  it('C11: named __Host- are refused without secure', async () => {
    const options: object = {}
    bench().app.get('/', () => respond('x').setCookie<string>('__Host-a', '1', options))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_ATTRIBUTE')
  })

  it.each<readonly [string, object]>([
    ['C09', { path: ';HttpOnly' }],
    ['C09', { path: '/\r\nx: y' }],
    ['C09', { domain: 'a; Domain=evil.test' }],
    ['C10', { sameSite: 'Lax; Secure' }],
    ['C10', { priority: 'x;y' }],
    ['C10', { maxAge: Number.NaN }],
    ['C10', { maxAge: Number.POSITIVE_INFINITY }],
    ['C10', { expires: new Date(Number.NaN) }],
    ['C11', { sameSite: 'none' }],
    ['C11', { partitioned: true }],
  ])('%s: with the attributes %j are refused, and nothing of them is sent', async (_, options) => {
    bench().app.get('/', () => respond('x').setCookie<string>('a', '1', options))
    const { status, headers } = await bench().fetch('/')
    expect([status, headers.getSetCookie(), headers.get('x')]).toEqual([500, [], null])
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_ATTRIBUTE')
  })

  it('C16: that a browser would drop for their size are refused', async () => {
    bench().app.get('/', () => respond('x').setCookie('a', 'x'.repeat(5000)))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_SIZE')
  })

  it('are read by name', async () => {
    expect(await received('a=1; b=2')).toEqual({ a: '1', b: '2' })
  })

  it('C02: of one name count once, the first', async () => {
    expect(await received('a=1; a=2')).toEqual({ a: '1' })
  })

  it('C03: without a name are left out', async () => {
    expect(await received('=x; novalue; a=1')).toEqual({ a: '1' })
  })

  it('C04: are no properties of every object', async () => {
    bench().app.get('/', ({ request }) => ({ absent: request.cookies['constructor'] === undefined }))
    expect(await (await bench().fetch('/')).json()).toEqual({ absent: true })
  })

  it('are an empty record when none were sent', async () => {
    bench().app.get('/', ({ request }) => ({ ...request.cookies }))
    expect(await (await bench().fetch('/')).json()).toEqual({})
  })
})

describe('cookies, in types', () => {
  const refused: unknown = expect.objectContaining({ code: 'COOKIE_ATTRIBUTE' })

  it('C11: a __Host- cookie needs secure, the path `/` and no domain to compile', () => {
    // @ts-expect-error -- `secure` is missing
    expect(() => new Reply().setCookie('__Host-a', '1', {})).toThrow(refused)
    // @ts-expect-error -- another path
    expect(() => new Reply().setCookie('__Host-a', '1', { secure: true, path: '/x' })).toThrow(refused)
    // @ts-expect-error -- a domain
    expect(() => new Reply().setCookie('__Host-a', '1', { secure: true, domain: 'a.test' })).toThrow(refused)
    expect(new Reply().setCookie('__Host-a', '1', { secure: true }).headers.get('set-cookie')).toContain(
      'Secure',
    )
  })

  it('C11: a __Secure- cookie needs secure to compile', () => {
    // @ts-expect-error -- `secure` is false
    expect(() => new Reply().setCookie('__Secure-a', '1', { secure: false })).toThrow(refused)
    const reply = new Reply().setCookie('__Secure-a', '1', { secure: true, path: '/x', domain: 'a.test' })
    expect(reply.headers.get('set-cookie')).toContain('Path=/x')
  })

  it('C11: prefixed cookies are deleted with what they were set with', () => {
    // @ts-expect-error -- `secure` is false: a browser would not forget it
    expect(() => new Reply().deleteCookie('__Host-a', { secure: false })).toThrow(refused)
  })

  it('C10: attributes are one of a few words', () => {
    // @ts-expect-error -- no such word
    expect(() => new Reply().setCookie('a', '1', { sameSite: 'Lax; Secure' })).toThrow(refused)
    // @ts-expect-error -- no such word
    expect(() => new Reply().setCookie('a', '1', { priority: 'x;y' })).toThrow(refused)
  })

  it('a prefixed cookie without any options does not compile', () => {
    // @ts-expect-error -- without `secure` a browser drops it
    expect(() => new Reply().setCookie('__Host-a', '1')).toThrow(refused)
    // @ts-expect-error -- without `secure` a browser does not forget it
    expect(() => new Reply().deleteCookie('__Secure-a')).toThrow(refused)
  })
})

it.each(['\r', '\n', '\0'])('C06: a request with %j in a cookie is a 400 on the wire', async (mark) => {
  const app = new App()
  app.get('/', () => 'never')
  const listener = await app.listen({ port: 0 })
  const socket = connect(listener.port, '127.0.0.1')
  socket.write(`GET / HTTP/1.1\r\nhost: localhost\r\ncookie: a=1${mark}b=2\r\n\r\n`)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).not.toContain('never')
  await listener.close(100)
})
