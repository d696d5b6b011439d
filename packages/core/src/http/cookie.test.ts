import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CookieOptions } from './cookie-options.ts'
import { formatCookie, parseCookies } from './cookie.ts'

describe('parseCookies', () => {
  it('reads names and values', () => {
    expect({ ...parseCookies('theme=dark; greeting=hello%20you;x = y ') }).toEqual({
      theme: 'dark',
      greeting: 'hello you',
      x: 'y',
    })
    expect({ ...parseCookies(';a=b=c') }).toEqual({ a: 'b=c' })
  })

  it.each([undefined, '', 'a', ';;;', '=', ' ', '; ; '])('C01: finds nothing in %j', (header) => {
    expect({ ...parseCookies(header) }).toEqual({})
  })

  it('C01, C07: is linear in a long header and in many cookies', () => {
    const start = performance.now()
    expect(parseCookies(`a=${'x'.repeat(16_000)}`)['a']).toHaveLength(16_000)
    parseCookies(';'.repeat(16_000))
    parseCookies(`a=${'%'.repeat(16_000)}`)
    const many = Array.from({ length: 2000 }, (_, index) => `session_${index}=1`).join('; ')
    expect(Object.keys(parseCookies(many))).toHaveLength(2000)
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('C02: takes the first of two cookies with one name', () => {
    expect(parseCookies('session=bad; session=good')['session']).toBe('bad')
    expect(parseCookies('session=good; session=bad')['session']).toBe('good')
  })

  it.each(['=__Host-session=x', '==x', ' =__Host-session=x'])('C03: makes no cookie of %j', (header) => {
    expect(Object.keys(parseCookies(header))).toEqual([])
  })

  it('C04: has no special names', () => {
    const cookies = parseCookies('__proto__=a; constructor=b; toString=c')
    expect([cookies['__proto__'], cookies['constructor'], cookies['toString']]).toEqual(['a', 'b', 'c'])
    expect(cookies['hasOwnProperty']).toBeUndefined()
    expect(Object.getPrototypeOf(cookies)).toBeNull()
  })

  it.each(['%', '%zz', '%E0%A4%A', '"quoted"', '\xe9\xff'])('C05: keeps the value %s as it came', (value) => {
    expect(parseCookies(`a=${value}`)['a']).toBe(value)
  })
})

describe('formatCookie', () => {
  it('is by default for the whole host, hidden from scripts, and Lax', () => {
    expect(formatCookie('theme', 'dark')).toBe('theme=dark; HttpOnly; Path=/; SameSite=Lax')
  })

  it('writes every attribute', () => {
    const header = formatCookie('a', 'b', {
      domain: '.example.com',
      expires: new Date(784_111_777_000),
      maxAge: 60,
      secure: true,
      httpOnly: false,
      path: '/app',
      sameSite: 'none',
      partitioned: true,
      priority: 'high',
    })
    expect(header).toBe(
      'a=b; Domain=example.com; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Max-Age=60; Secure; Path=/app; SameSite=None; Partitioned; Priority=High',
    )
  })

  it('C15: writes Max-Age=0', () => {
    expect(formatCookie('a', '', { maxAge: 0 })).toContain('; Max-Age=0;')
  })

  it('leaves what a cookie can hold, such as a token, and encodes the rest', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.e30.a-_~!#$&()*+/:<=>?@[]^`{|}'
    expect(formatCookie('a', token)).toContain(`a=${token};`)
    expect(formatCookie('a', 'x; Secure,"\\\r\n%')).toContain('a=x%3B%20Secure%2C%22%5C%0D%0A%25;')
  })

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        const [pair = ''] = formatCookie('a', value).split(';')
        expect(parseCookies(pair)['a']).toBe(value)
      }),
    )
  })

  it('writes half of a surrogate pair as U+FFFD', () => {
    expect(formatCookie('a', '\uD800x')).toContain('a=%EF%BF%BDx;')
  })

  it.each(['a;b', 'a b', 'a=b', '', '__proto__', 'a\r\nb', 'é', 'a,b'])(
    'C08: refuses the name %j',
    (name) => {
      expect(() => formatCookie(name, 'x')).toThrow(expect.objectContaining({ code: 'COOKIE_NAME' }))
    },
  )

  it.each([
    { path: ';HttpOnly' },
    { path: '/;HttpOnly' },
    { path: '/\r\nX: y' },
    { path: '' },
    { path: 'app' },
    { path: 'a/' },
    { domain: 'a; Domain=evil' },
    { domain: '\r\nX: y' },
    { domain: '' },
    { domain: 'é.com' },
  ])('C09: refuses %j', (options) => {
    expect(() => formatCookie('a', 'x', options)).toThrow(
      expect.objectContaining({ code: 'COOKIE_ATTRIBUTE' }),
    )
  })

  it.each<object>([
    { sameSite: 'Lax; Secure' },
    { sameSite: 'constructor' },
    { sameSite: 'xlax' },
    { priority: 'xlow' },
    { priority: 'x;y' },
    { maxAge: Number.NaN },
    { maxAge: Number.POSITIVE_INFINITY },
    { maxAge: 1.5 },
    { expires: new Date('junk') },
    { expires: new Date(Date.UTC(10_000, 0, 1)) },
    { expires: new Date(Date.UTC(1600, 0, 1)) },
  ])('C10: refuses %j', (options) => {
    expect(() => formatCookie('a', 'x', options)).toThrow(
      expect.objectContaining({ code: 'COOKIE_ATTRIBUTE' }),
    )
  })

  it('W03: writes dates to the year 9999', () => {
    const expires = new Date(Date.UTC(9999, 11, 31))
    expect(formatCookie('a', 'x', { expires })).toContain('Expires=Fri, 31 Dec 9999 00:00:00 GMT')
  })

  it.each<[string, object]>([
    ['__Host-a', { secure: true, domain: 'a.test' }],
    ['__Host-a', { secure: true, path: '/x' }],
    ['__Host-a', {}],
    ['__HOST-a', {}],
    ['__Secure-a', {}],
    ['a', { sameSite: 'none' }],
    ['a', { partitioned: true }],
  ])('C11: refuses %s with %j, which browsers would drop', (name, options) => {
    expect(() => formatCookie(name, 'x', options)).toThrow(
      expect.objectContaining({ code: 'COOKIE_ATTRIBUTE' }),
    )
  })

  it('C11: takes prefixed names with what they ask for', () => {
    expect(formatCookie('__Host-a', 'x', { secure: true })).toBe(
      '__Host-a=x; Secure; HttpOnly; Path=/; SameSite=Lax',
    )
    expect(formatCookie('__Secure-a', 'x', { secure: true, path: '/x' })).toContain('Path=/x')
  })

  it('C16: refuses more than 4096 bytes of name and value', () => {
    expect(formatCookie('a', 'x'.repeat(4094))).toContain('xx;')
    expect(() => formatCookie('a', 'x'.repeat(4095))).toThrow(
      expect.objectContaining({ code: 'COOKIE_SIZE' }),
    )
    expect(() => formatCookie('a', ' '.repeat(2000))).toThrow(
      expect.objectContaining({ code: 'COOKIE_SIZE' }),
    )
  })

  it('does not repeat a value that is refused', () => {
    expect(() => formatCookie('a', 'secret'.repeat(1000))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    )
  })
})

describe('CookieOptions', () => {
  it('asks of a prefixed name what browsers ask', () => {
    expectTypeOf<{ secure: true }>().toExtend<CookieOptions<'__Host-a'>>()
    expectTypeOf<{ secure: false }>().not.toExtend<CookieOptions<'__Host-a'>>()
    expectTypeOf<{ secure: true; path: '/x' }>().not.toExtend<CookieOptions<'__Host-a'>>()
    expectTypeOf<{ secure: true; domain: string }>().not.toExtend<CookieOptions<'__Host-a'>>()
    expectTypeOf<{ path: '/x' }>().not.toExtend<CookieOptions<'__Secure-a'>>()
    expectTypeOf<{ path: '/x' }>().toExtend<CookieOptions<'a'>>()
    expectTypeOf<{ path: '/x' }>().toExtend<CookieOptions>()
  })
})
