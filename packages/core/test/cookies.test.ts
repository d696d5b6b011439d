import { Reply, respond } from '@micro/core'
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

  it('are deleted by an empty value that has ended', async () => {
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

  it.each(['', 'a b', 'a=b', 'a;b', '__proto__'])('cannot be named %j', async (name) => {
    bench().app.get('/', () => respond('x').setCookie(name, '1'))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_NAME')
  })

  it('named __Host- are refused without secure', async () => {
    const options: object = {}
    bench().app.get('/', () => respond('x').setCookie<string>('__Host-a', '1', options))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_ATTRIBUTE')
  })

  it('that a browser would drop for their size are refused', async () => {
    bench().app.get('/', () => respond('x').setCookie('a', 'x'.repeat(5000)))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('COOKIE_SIZE')
  })

  it('are read by name', async () => {
    expect(await received('a=1; b=2')).toEqual({ a: '1', b: '2' })
  })

  it('of one name count once, the first', async () => {
    expect(await received('a=1; a=2')).toEqual({ a: '1' })
  })

  it('without a name are left out', async () => {
    expect(await received('=x; novalue; a=1')).toEqual({ a: '1' })
  })

  it('are no properties of every object', async () => {
    bench().app.get('/', ({ request }) => ({ absent: request.cookies['constructor'] === undefined }))
    expect(await (await bench().fetch('/')).json()).toEqual({ absent: true })
  })

  it('are an empty record when none were sent', async () => {
    bench().app.get('/', ({ request }) => ({ ...request.cookies }))
    expect(await (await bench().fetch('/')).json()).toEqual({})
  })
})

describe('cookies, in types', () => {
  it('a __Host- cookie needs secure to compile', () => {
    // @ts-expect-error -- `secure` is missing
    expect(() => new Reply().setCookie('__Host-a', '1', {})).toThrow(
      expect.objectContaining({ code: 'COOKIE_ATTRIBUTE' }),
    )
    expect(new Reply().setCookie('__Host-a', '1', { secure: true }).headers.get('set-cookie')).toContain(
      'Secure',
    )
  })
})
