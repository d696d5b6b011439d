import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatQuery, parseForm, parseQuery } from './query.ts'

describe('parseQuery', () => {
  it('L01: gives the first value, and all of them', () => {
    const query = parseQuery('a=1&b=x&a=2')
    expect(query.get('a')).toBe('1')
    expect(query.getAll('a')).toEqual(['1', '2'])
    expect(query.get('c')).toBeUndefined()
    expect(query.getAll('c')).toEqual([])
    expect([query.has('b'), query.has('c'), query.size]).toEqual([true, false, 3])
    expect([...query.keys()]).toEqual(['a', 'b'])
    expect([...query]).toEqual([
      ['a', '1'],
      ['b', 'x'],
      ['a', '2'],
    ])
  })

  it.each(['a[b]', 'a[]', 'a[999999999]', 'a.b', 'a[b][c]'])(
    'L02, K02: takes the name %s literally',
    (name) => {
      expect(parseQuery(`${name}=1`).toObject()).toEqual({ [name]: '1' })
    },
  )

  it('L03: has no special names', () => {
    const query = parseQuery('__proto__=x&__proto__[y]=1&constructor=2')
    expect(query.get('__proto__')).toBe('x')
    expect(query.get('toString')).toBeUndefined()
    expect(Object.getPrototypeOf(query.toObject())).toBeNull()
    expect(Object.getPrototypeOf(query.toLists())).toBeNull()
    expect(Object.keys(query.toObject())).toEqual(['__proto__', '__proto__[y]', 'constructor'])
    expect(({} as Record<string, unknown>)['y']).toBeUndefined()
  })

  it.each([
    ['%', '%'],
    ['%zz', '%zz'],
    ['%ff', '\uFFFD'],
    ['%c0%af', '\uFFFD\uFFFD'],
    ['%00', '\0'],
    ['%u0041', '%u0041'],
    ['%e2%82%ac%', '€%'],
    ['%EF%BB%BFx%zz', '\uFEFFx%zz'],
  ])('L04, K03: reads %s as a browser does', (text, value) => {
    expect(parseQuery(`a=${text}`).get('a')).toBe(value)
  })

  it('L05: answers 400 above 1000 parameters, of which empty ones do not count', () => {
    expect(parseQuery('a=1&'.repeat(1000)).size).toBe(1000)
    expect(() => parseQuery('a=1&'.repeat(1001))).toThrow(expect.objectContaining({ status: 400 }))
    expect(() => parseQuery('a&b', { maxParameters: 1 })).toThrow(expect.objectContaining({ status: 400 }))
    expect(parseQuery('&'.repeat(8000)).size).toBe(0)
    expect(parseQuery('?'.repeat(1000)).size).toBe(1)
    expect(parseQuery('').size).toBe(0)
  })

  it('L06: does not separate at a semicolon', () => {
    expect(parseQuery('a=1;b=2').toObject()).toEqual({ a: '1;b=2' })
  })

  it('L07: reads + as a space and %2B as a plus', () => {
    expect(parseQuery('a=+%2B%20').get('a')).toBe(' + ')
  })

  it('splits a pair at its first equals sign', () => {
    expect(parseQuery('a=b=c&d&=e').toObject()).toEqual({ a: 'b=c', d: '', '': 'e' })
  })

  it('reads every query as URLSearchParams does', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '&', '=', '+', '%', '4', '1', 'f', 'F', '%C3', '%A9'),
    })
    fc.assert(
      fc.property(text, (query) => {
        expect([...parseQuery(query)]).toEqual([...new URLSearchParams(query)])
      }),
    )
  })

  it('Y04: is linear', () => {
    const start = performance.now()
    parseQuery(`a=${'%'.repeat(16_000)}&b=${'%ff'.repeat(16_000)}&${'&'.repeat(16_000)}`)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('parseForm', () => {
  it('K01: answers 413 above 1000 parameters', () => {
    expect(parseForm('a=1&'.repeat(100)).getAll('a')).toHaveLength(100)
    expect(() => parseForm('a=1&'.repeat(1001))).toThrow(expect.objectContaining({ status: 413 }))
  })
})

describe('Fields', () => {
  it.each(['1e9', '0x10', ' 1 ', '1_0', '９', '99999999999999999999', 'NaN', '', '+1', '1.5', '1\n'])(
    'L08: answers 400 to the int %j',
    (text) => {
      const query = parseQuery(`n=${encodeURIComponent(text)}`)
      expect(() => query.int('n', 7)).toThrow(expect.objectContaining({ status: 400 }))
    },
  )

  it('L08: reads whole numbers', () => {
    const query = parseQuery('a=42&b=-7&c=-0&d=007')
    expect([query.int('a'), query.int('b'), query.int('c'), query.int('d')]).toStrictEqual([42, -7, 0, 7])
    expect([query.int('none'), query.int('none', 3)]).toEqual([undefined, 3])
  })

  it('reads decimal numbers', () => {
    const query = parseQuery('a=-1.5&b=2&c=1e3&d=.5&e=1.')
    expect([query.float('a'), query.float('b'), query.float('none', 0.5)]).toEqual([-1.5, 2, 0.5])
    for (const name of ['c', 'd', 'e'])
      expect(() => query.float(name)).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('L09: answers 400 when a required value is missing, and does not tell the client its name', () => {
    const query = parseQuery('a=')
    expect(query.required('a')).toBe('')
    expect(() => query.required('secret')).toThrow(
      expect.objectContaining({
        status: 400,
        detail: expect.not.stringContaining('secret'),
        cause: 'No "secret"',
      }),
    )
  })

  it('becomes an object of first values, or of lists', () => {
    const query = parseQuery('a=1&b=2&a=3')
    expect(query.toObject()).toEqual({ a: '1', b: '2' })
    expect(query.toLists()).toEqual({ a: ['1', '3'], b: ['2'] })
    expect(JSON.stringify({ query })).toBe('{"query":{"a":"1","b":"2"}}')
  })
})

describe('formatQuery', () => {
  it('drops what is not there, repeats lists and encodes the rest', () => {
    const values = {
      a: '1+2',
      b: ['x', null, 'y'],
      c: undefined,
      d: null,
      e: '',
      f: 0,
      g: false,
      'h i': 'ä&=',
    }
    expect(formatQuery(values)).toBe('a=1%2B2&b=x&b=y&e=&f=0&g=false&h+i=%C3%A4%26%3D')
    expect(formatQuery({})).toBe('')
  })

  it('L10: is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, value) => {
        expect(parseQuery(formatQuery({ [name]: value })).get(name)).toBe(value)
      }),
    )
  })
})
