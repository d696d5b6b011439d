import { describe, expect, it } from 'vitest'
import { jsonFault } from './json-value.ts'

describe('jsonFault', () => {
  it.each([
    ['null', null],
    ['a text', 'a'],
    ['half a surrogate pair, which JSON escapes', '\uD800'],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
    ['a list', [1, [true, { a: 'b' }]]],
    ['-0, which comes back as 0', -0],
  ])('D26: takes %s', (_, value) => {
    expect(jsonFault(value, 'x')).toBeUndefined()
    expect(JSON.parse(JSON.stringify(value))).toStrictEqual(Object.is(value, -0) ? 0 : structuredClone(value))
  })

  const cycle: Record<string, unknown> = {}
  cycle['me'] = cycle

  it.each([
    ['a Date', new Date(), 'x is a Date'],
    ['a bigint', 1n, 'x is a bigint'],
    ['undefined', undefined, 'x is undefined'],
    ['a member that is undefined', { a: undefined }, 'x.a is undefined'],
    ['a hole', Array(1), 'x.0 is undefined'],
    ['a Map', new Map(), 'x is a Map'],
    ['NaN', NaN, 'x is NaN'],
    ['Infinity, deep down', { cart: [{ price: Infinity }] }, 'x.cart.0.price is Infinity'],
    ['a function', () => 1, 'x is a function'],
    ['a symbol', Symbol('s'), 'x is a symbol'],
    ['bytes', new Uint8Array(1), 'x is a Uint8Array'],
    ['a prototype key', JSON.parse('{"__proto__":1}'), 'x has a member named "__proto__"'],
    ['what writes itself as something else', { toJSON: 1 }, 'x has a member named "toJSON"'],
  ])('D26: refuses %s', (_, value, fault) => {
    expect(jsonFault(value, 'x')).toBe(fault)
  })

  it('D26: refuses a cycle without running for ever', () => {
    expect(jsonFault(cycle, 'x')).toMatch(/nested too deep, or contains itself$/)
  })
})
