import { describe, expect, it } from 'vitest'

import { MicroError } from '../ground/errors.ts'
import { defineConverter } from './converter.ts'
import { assertSafePattern } from './safe-pattern.ts'

function codeOf(pattern: RegExp): string | undefined {
  try {
    assertSafePattern(pattern)
  } catch (error) {
    return error instanceof MicroError ? error.code : String(error)
  }
  return undefined
}

describe('Y02: a pattern', () => {
  it.each([
    /\d{4}-\d\d-\d\d/,
    /[a-z0-9]+(?:-[a-z0-9]+)*/,
    /[a-z0-9-]+-\d+/,
    /.*\.html/,
    /[\w.]+@[\w]+\.com/,
    /(?:ab|a)(?:c|bcd)/,
    /\p{L}+/u,
    /[^/]+/,
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    /(?<year>\d{4})(?:-(?<month>\d\d))?/,
    /-?\d+(?:\.\d+)?/,
    /\u0041\x42\/\./,
    /[[\]\\]+x/,
    /(?:)/,
  ])('%s is taken', (pattern) => {
    expect(codeOf(pattern)).toBeUndefined()
  })

  it.each([
    ['a loop in a loop', /(?:a+)+/],
    ['a loop in a loop', /(?:[a-z]+)*x/],
    ['a loop in a loop that ends in two ways', /(?:\w+-?)*/],
    ['alternatives that share a text in a loop', /(?:a|a)*/],
    ['alternatives that share a text in a loop', /(?:\w|\d)+/],
    ['alternatives that share a longer text in a loop', /(?:ab|a|b)+/],
    ['alternatives that share a letter in one case', /(?:a|A)*/i],
    ['ranges that overlap', /(?:[À-Ï]|[Ì-Ö])*/],
    ['two loops of one text', /.*.*/],
    ['two loops of one text', /\d+\d+/],
    ['two loops that a third may join', /\w+\s*\w+/],
    ['two loops that overlap in part', /[a-m]+[g-z]+/],
    ['a loop over what may be nothing', /(?:a*)*/],
    ['many that may be there', /(?:a?){30}a{30}/],
    ['many that may be nothing', /(?:a|){30}a{30}/],
    ['one that may be there before its like', /\d?\d?\d/],
    ['look-ahead', /(?=a)b/],
    ['look-behind', /(?<!a)b/],
    ['a back-reference', /(a)\1/],
    ['a named back-reference', /(?<x>a)\k<x>/],
    ['word boundaries', /\ba/],
    ['class sets', /[\w--\d]/v],
    ['flags inside', /(?i:a)/],
    ['too many characters', /\d{101}/],
    ['far too many characters', /\d{1000000000}/],
  ])('with %s is refused: %s', (_, pattern) => {
    expect(codeOf(pattern)).toBe('UNSAFE_PATTERN')
  })

  it('that was taken needs no long time', () => {
    for (const pattern of [/[a-z]+(?:-[a-z]+)*/, /[a-z0-9-]+-\d+/, /.*\.html/]) {
      const converter = defineConverter({ pattern })
      const start = performance.now()
      for (const text of ['a', '-', 'a-', '1-', '.html'])
        converter.parse(`${text.repeat(50_000 / text.length)}\0`)
      expect(performance.now() - start).toBeLessThan(1000)
    }
  })
})

describe('a converter with a pattern', () => {
  it('asks for the whole text', () => {
    const converter = defineConverter({ pattern: /a|bc/ })
    expect(['a', 'bc', 'abc', 'xa', 'a\n'].map((text) => converter.parse(text))).toEqual([
      'a',
      'bc',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('does not keep a place between texts, whatever the flags', () => {
    const converter = defineConverter({ pattern: /a+/gmy })
    expect([converter.parse('aa'), converter.parse('aa'), converter.parse('b\naa')]).toEqual([
      'aa',
      'aa',
      undefined,
    ])
  })

  it('refuses an unsafe one when it is declared', () => {
    expect(() => defineConverter({ pattern: /(?:a+)+/ })).toThrow('UNSAFE_PATTERN')
  })
})
