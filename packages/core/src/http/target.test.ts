import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSegment, formatPath, parseTarget } from './target.ts'

const pathOf = (target: string): string => parseTarget(target).path

describe('parseTarget', () => {
  it('gives a plain path back as it came', () => {
    expect(parseTarget('/users/42')).toEqual({ path: '/users/42', query: '', authority: '', dotted: false })
  })

  it('splits at the first question mark only', () => {
    expect(parseTarget('/a?b=?c?/d')).toEqual({ path: '/a', query: 'b=?c?/d', authority: '', dotted: false })
  })

  it('decodes percent-encoding once, as UTF-8', () => {
    expect(pathOf('/caf%C3%A9/%61dmin')).toBe('/café/admin')
  })

  it('M05: keeps an encoded slash and an encoded percent sign, in upper case', () => {
    expect(pathOf('/a%2fb')).toBe('/a%2Fb')
    expect(pathOf('/a%252fb')).toBe('/a%252fb')
    expect(decodeSegment('a%2Fb')).toBe('a/b')
    expect(decodeSegment('a%252Fb')).toBe('a%2Fb')
    expect(decodeSegment('plain')).toBe('plain')
  })

  it('H02: decodes a doubly encoded dot only once', () => {
    expect(parseTarget('/%252e%252e/x')).toMatchObject({ path: '/%252e%252e/x', dotted: false })
  })

  it.each(['/%', '/%zz', '/%4', '/%ff', '/%c0%ae%c0%ae/', '/%ed%a0%80', '/%00', '/a.txt%00.png'])(
    'H03, H07: answers 400 to %s',
    (target) => expect(() => parseTarget(target)).toThrow(expect.objectContaining({ status: 400 })),
  )

  it.each([
    '',
    'x',
    '/a b',
    '/a\tb',
    '/a\0b',
    '/é',
    '/a\x7f',
    '/a#b',
    '/\\admin/x',
    '/a?b c',
    '/a?#',
    '/a?é',
    'ftp://h/',
  ])('M10, M13: answers 400 to %j', (target) =>
    expect(() => parseTarget(target)).toThrow(expect.objectContaining({ status: 400 })),
  )

  it('A05: answers 414 above the longest target', () => {
    expect(pathOf(`/${'a'.repeat(8191)}`)).toHaveLength(8192)
    expect(() => parseTarget(`/${'a'.repeat(8192)}`)).toThrow(expect.objectContaining({ status: 414 }))
    expect(() => parseTarget('/abc', 3)).toThrow(expect.objectContaining({ status: 414 }))
  })

  it('M04: decodes %5C to a backslash, and takes what is no URI character but harmless', () => {
    expect(pathOf('/admin%5Cx')).toBe(String.raw`/admin\x`)
    expect(pathOf('/<script>"{|}^`')).toBe('/<script>"{|}^`')
    expect(pathOf('/a%3fb%23c%20d')).toBe('/a?b#c d')
  })

  it('M02: leaves slashes alone and does not read a host out of a path', () => {
    expect(pathOf('//evil.com/a')).toBe('//evil.com/a')
  })

  it.each([
    '/.',
    '/..',
    '/./a',
    '/a/../b',
    '/a/..',
    '/a/%2e%2e/b',
    '/.%2e',
    '/..%2fapp',
    '/a%2F..',
    '/..%5capp',
    '/x/..?q',
  ])('H01, M06: marks %s as dotted and does not resolve it', (target) =>
    expect(parseTarget(target).dotted).toBe(true),
  )

  it.each(['/.env', '/...', '/a..b/', '/..;/', '/a.', '/....//', '/a/b?x=/../', '/%2eenv'])(
    'does not mark %s as dotted',
    (target) => expect(parseTarget(target).dotted).toBe(false),
  )

  it('N03: takes the asterisk form', () => {
    expect(parseTarget('*')).toEqual({ path: '*', query: '', authority: '', dotted: false })
    expect(() => parseTarget('*x')).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('B13: takes the absolute form and gives its authority', () => {
    expect(parseTarget('http://Evil:8080/x?a')).toEqual({
      path: '/x',
      query: 'a',
      authority: 'Evil:8080',
      dotted: false,
    })
    expect(parseTarget('HTTPS://h')).toMatchObject({ path: '/', authority: 'h' })
    expect(parseTarget('http://h?a=/b')).toMatchObject({ path: '/', query: 'a=/b', authority: 'h' })
    for (const target of ['http://h#/x', 'http:///x', 'http://', 'https://?x=1'])
      expect(() => parseTarget(target)).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('gives every segment back, whatever is in it', () => {
    const segment = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !text.includes('\0') && text.length < 500)
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const { path } = parseTarget(`/${segments.map(encodeURIComponent).join('/')}`)
        expect(path.slice(1).split('/').map(decodeSegment)).toEqual(segments)
      }),
    )
  })

  it('M11: is linear in the length of the target', () => {
    const start = performance.now()
    parseTarget('/..%2f'.repeat(3000), 20_000)
    parseTarget('/%C3%A9'.repeat(2500), 20_000)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('formatPath', () => {
  it('is read back as the same path', () => {
    for (const path of [
      '/café/a%2Fb',
      '/a?b#c d',
      '/100%25',
      String.raw`/a\b"<>`,
      '/😀',
      '/plain-._~/x;y=1',
    ]) {
      expect(parseTarget(formatPath(path)).path).toBe(path)
    }
  })
})
