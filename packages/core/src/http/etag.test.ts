import { describe, expect, it } from 'vitest'
import { formatETag, isETag, isSameETag, parseETags } from './etag.ts'

describe('formatETag', () => {
  it('writes strong and weak tags', () => {
    expect([formatETag('a1'), formatETag('a1', { weak: true }), formatETag('')]).toEqual([
      '"a1"',
      'W/"a1"',
      '""',
    ])
  })

  it('takes exactly the characters that a tag can hold', () => {
    const codes = Array.from({ length: 0x101 }, (_, code) => code)
    const allowed = codes.filter((code) => isETag(`"${String.fromCharCode(code)}"`))
    expect(allowed).toEqual(
      codes.filter((code) => code > 0x20 && code !== 0x22 && code !== 0x7f && code <= 0xff),
    )
  })

  it.each(['a"b', 'a b', 'a\n', '€', '\0'])('refuses %j', (tag) => {
    expect(() => formatETag(tag)).toThrow(expect.objectContaining({ code: 'ETAG_VALUE' }))
  })
})

describe('isETag', () => {
  it('asks for the quotes, and nothing around them', () => {
    expect(['"a"', 'W/"a"', '""'].every(isETag)).toBe(true)
    expect(['a', '"a', 'w/"a"', '"a" ', '', 'W/', '"a"b"'].some(isETag)).toBe(false)
  })
})

describe('parseETags', () => {
  it.each([
    ['"a"', ['"a"']],
    ['"a", W/"b" ,"c,d"', ['"a"', 'W/"b"', '"c,d"']],
    ['a, "b', []],
    ['x"a"', ['"a"']],
    ['', []],
    ['W/"a', []],
  ])('reads %s', (header, tags) => expect(parseETags(header)).toEqual(tags))

  it('reads the asterisk', () => expect([parseETags('*'), parseETags(' * ')]).toEqual(['*', '*']))
})

describe('isSameETag', () => {
  it('compares as RFC 9110 §8.8.3.2 shows', () => {
    const rows = [
      ['W/"1"', 'W/"1"', false, true],
      ['W/"1"', 'W/"2"', false, false],
      ['W/"1"', '"1"', false, true],
      ['"1"', '"1"', true, true],
    ] as const
    for (const [a, b, strong, weak] of rows) {
      expect([isSameETag(a, b, 'strong'), isSameETag(a, b, 'weak')]).toEqual([strong, weak])
      expect([isSameETag(b, a, 'strong'), isSameETag(b, a, 'weak')]).toEqual([strong, weak])
    }
  })
})
