import { describe, expect, it } from 'vitest'
import { assertHeader, formatQuoted, isFieldValue, isToken, splitList, trimSpace } from './header.ts'

describe('isToken', () => {
  it('is true for exactly the characters of a token', () => {
    const allowed = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))
      .filter(isToken)
      .join('')
    expect(allowed).toBe("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~")
  })

  it('asks that all of a text is one', () => {
    expect([isToken('x-a'), isToken(''), isToken('a b'), isToken('a\n'), isToken('é')]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('isFieldValue', () => {
  it.each(['a\r\nb: c', 'a\nb', 'a\rb', 'a\0b', 'a\x7f', 'a\x1b', '€'])('I06: refuses %j', (value) => {
    expect(isFieldValue(value)).toBe(false)
  })

  it.each(['', 'a b\tc', '~!', '\x80\xff'])('takes %j', (value) => expect(isFieldValue(value)).toBe(true))
})

describe('assertHeader', () => {
  it('names the field, and not its value', () => {
    expect(() => assertHeader('x', 'secret\n')).toThrow(
      expect.objectContaining({ code: 'HEADER_VALUE', message: expect.not.stringContaining('secret') }),
    )
    expect(() => assertHeader('x y', 'a')).toThrow(expect.objectContaining({ code: 'HEADER_NAME' }))
    expect(() => assertHeader('x', 'a')).not.toThrow()
  })
})

describe('splitList', () => {
  it.each([
    ['a, b ,\tc', ['a', 'b', 'c']],
    ['a,b,,c', ['a', 'b', 'c']],
    [',, ,', []],
    ['', []],
    ['a="x,y";b, c', ['a="x,y";b', 'c']],
    [String.raw`"a\",b", c`, [String.raw`"a\",b"`, 'c']],
    ['a, "b, c', ['a', '"b, c']],
    ['a, "', ['a', '"']],
  ])('splits %j', (text, elements) => expect(splitList(text)).toEqual(elements))
})

describe('trimSpace', () => {
  it('takes away spaces and tabs only', () => {
    expect(trimSpace(' \ta b\u00A0\t ')).toBe('a b\u00A0')
    expect(trimSpace('   ')).toBe('')
  })
})

describe('formatQuoted', () => {
  it('quotes quotes and backslashes', () => {
    expect(formatQuoted(String.raw`a"b\c`)).toBe(String.raw`"a\"b\\c"`)
  })
})
