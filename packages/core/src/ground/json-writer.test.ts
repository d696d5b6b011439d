import { describe, expect, it } from 'vitest'
import { createJson } from './json.ts'
import { jsonType } from './json-writer.ts'

const write = (value: unknown): string => createJson().stringify(value)

class Money {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
  toJSON(): string {
    return 'by toJSON'
  }
}

describe('writing JSON', () => {
  it.each<readonly [string, unknown, string]>([
    [
      'plain values',
      { a: 1, b: ['x', null, true], c: { d: -0.5 } },
      '{"a":1,"b":["x",null,true],"c":{"d":-0.5}}',
    ],
    ['an object that inherits nothing', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['dates by ISO 8601', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['maps as objects', { m: new Map([['a', new Map([['b', 1]])]]) }, '{"m":{"a":{"b":1}}}'],
    ['sets as arrays', [new Set([1, 2])], '[[1,2]]'],
    ['bigints as texts', { id: 2n ** 64n }, '{"id":"18446744073709551616"}'],
    ['what toJSON says', { price: new Money(1) }, '{"price":"by toJSON"}'],
    [
      'no member that is undefined, a function or a symbol',
      { a: undefined, b: () => 1, c: Symbol('c') },
      '{}',
    ],
  ])('writes %s', (_, value, text) => {
    expect(write(value)).toBe(text)
  })

  it.each<readonly [string, unknown, RegExp]>([
    ['NaN', { sum: Number.NaN }, /NaN.*"sum"/],
    ['an infinity in a list', { list: [1, Number.POSITIVE_INFINITY] }, /Infinity.*"1"/],
    ['an invalid date', { at: new Date('x') }, /invalid date.*"at"/],
    ['NaN in a map', new Map([['sum', Number.NaN]]), /NaN.*"sum"/],
    ['NaN alone', Number.NaN, /NaN.*the value itself/],
  ])('refuses %s, and says where it stands', (_, value, message) => {
    expect(() => write(value)).toThrow(
      expect.objectContaining({ code: 'JSON_VALUE', message: expect.stringMatching(message) }),
    )
  })

  it('writes null for them on demand', () => {
    const json = createJson({ nonFinite: 'null' })
    expect(json.stringify([Number.NaN, new Date('x'), 1])).toBe('[null,null,1]')
  })

  it('writes bigints as numbers on demand, with all their digits', () => {
    expect(createJson({ bigint: 'number' }).stringify([2n ** 64n])).toBe('[18446744073709551616]')
  })

  it('writes a class by what was said of it, before its own toJSON', () => {
    const json = createJson({ types: [jsonType(Money, ({ cents }) => ({ amount: cents / 100 }))] })
    expect(json.stringify([new Money(1995)])).toBe('[{"amount":19.95}]')
  })

  it('indents', () => {
    expect(createJson({ indent: 2 }).stringify({ a: 1 })).toBe('{\n  "a": 1\n}')
  })

  it('reports a circle', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(() => write(circle)).toThrow(TypeError)
  })

  it('writes what is deep', () => {
    let deep: unknown = 1
    for (let i = 0; i < 2000; i++) deep = [deep]
    expect(write(deep)).toHaveLength(4001)
  })
})
