import { describe, expect, it } from 'vitest'

import { builtInConverters } from './built-in-converters.ts'
import type { Converter } from './converter.ts'
import { parsePattern } from './pattern.ts'

/** The converter of `<source:x>`. */
function converter(source: string): Converter {
  const [variable] = parsePattern(`/<${source}:x>`).variables
  if (!variable) throw new TypeError(source)
  return variable.converter
}

describe('the built-in converters', () => {
  it('are string, int, float, path, any and uuid', () => {
    expect(Object.keys(builtInConverters)).toEqual(['string', 'int', 'float', 'path', 'any', 'uuid'])
  })

  it.each([
    ['string', 'a b/c', 'a b/c'],
    ['string(minlength=2)', 'a', undefined],
    ['string(minlength=2)', 'ab', 'ab'],
    ['string(2)', 'a', undefined],
    ['string(maxlength=2)', 'abc', undefined],
    ['string(1, 2)', 'abc', undefined],
    ['string(length=2)', 'a', undefined],
    ['string(length=2)', 'ab', 'ab'],
    ['string(length=2)', 'abc', undefined],
    ['int', '0', 0],
    ['int', '42', 42],
    ['int', '007', 7],
    ['int(fixedDigits=3)', '007', 7],
    ['int(3)', '07', undefined],
    ['int(fixedDigits=3)', '0007', undefined],
    ['int(min=5)', '4', undefined],
    ['int(min=5)', '5', 5],
    ['int(max=5)', '5', 5],
    ['int(max=5)', '6', undefined],
    ['int(signed=true)', '-5', -5],
    ['int(signed=True)', '-0', 0],
    ['int(signed=true)', '-', undefined],
    ['int(signed=true)', '--5', undefined],
    ['int(signed=true, min=-2)', '-3', undefined],
    ['float', '1.5', 1.5],
    ['float', '00.50', 0.5],
    ['float', '1', undefined],
    ['float', '.5', undefined],
    ['float', '5.', undefined],
    ['float', '1e3', undefined],
    ['float', '1.5e3', undefined],
    ['float', '-1.5', undefined],
    ['float', `${'9'.repeat(400)}.0`, undefined],
    ['float(signed=true)', '-1.5', -1.5],
    ['float(min=0.5, max=1)', '0.4', undefined],
    ['float(min=0.5, max=1)', '1.0', 1],
    ['float(min=0.5, max=1)', '1.1', undefined],
    ['path', 'a/b//c/', 'a/b//c/'],
    ['path', '/a', undefined],
    ['path', 'a..b/.c/d.', 'a..b/.c/d.'],
    ['any(html, json)', 'json', 'json'],
    ['any(html, json)', 'xml', undefined],
    ['any("a b", \'c,d\')', 'a b', 'a b'],
    ['any("a b", \'c,d\')', 'c,d', 'c,d'],
    ['any(1, 2)', '2', '2'],
    ['uuid', 'a8098c1a-f86e-11da-bd1a-00112444be1e', 'a8098c1a-f86e-11da-bd1a-00112444be1e'],
    ['uuid', 'A8098C1A-F86E-11DA-BD1A-00112444BE1E', 'a8098c1a-f86e-11da-bd1a-00112444be1e'],
  ])('%s reads %j as %j', (source, text, value) => {
    expect(converter(source).parse(text)).toBe(value)
  })

  it.each(['-1', '1e3', '９', '+1', '1.0', ' 1', '0x1', '', '1000000000000000', '9'.repeat(400)])(
    'M14: int refuses %j',
    (text) => {
      expect(converter('int').parse(text)).toBeUndefined()
    },
  )

  it('M14: int reads 01 as 1, and fifteen digits exactly', () => {
    expect(converter('int').parse('01')).toBe(1)
    expect(converter('int').parse('999999999999999')).toBe(999_999_999_999_999)
  })

  it.each(['..', '.', 'a/../b', 'a/..', '../a', './a', 'a/./b'])('M06: path refuses %j', (text) => {
    expect(converter('path').parse(text)).toBeUndefined()
  })

  it.each([
    ['uuid', 'a8098c1a-f86e-11da-bd1a-00112444be1'],
    ['uuid', 'a8098c1a-f86e-11da-bd1a-00112444be1g'],
    ['uuid', 'a8098c1af86e11dabd1a00112444be1e0000'],
    ['uuid', '{8098c1a-f86e-11da-bd1a-00112444be1}'],
    ['float', 'NaN'],
    ['float', '１.５'],
    ['float', '1,5'],
    ['any(html, json)', 'HTML'],
    ['any(html, json)', '__proto__'],
  ])('M15: %s refuses %j', (source, text) => {
    expect(converter(source).parse(text)).toBeUndefined()
  })

  it.each([
    ['int', 42, '42'],
    ['int', '42', '42'],
    ['int(fixedDigits=4)', 7, '0007'],
    ['int(fixedDigits=4, signed=true)', -7, '-0007'],
    ['float', 1, '1.0'],
    ['float', 0.5, '0.5'],
    ['float', 1e-7, '0.0000001'],
    ['float', 1.25e-8, '0.0000000125'],
    ['float', 1e21, '1000000000000000000000.0'],
    ['float', 1.5e22, '15000000000000000000000.0'],
    ['float(signed=true)', -1e-7, '-0.0000001'],
    ['string', 'a b', 'a b'],
    ['any(1, 2)', 1, '1'],
  ])('%s writes %j as %j', (source, value, text) => {
    expect(converter(source).format(value)).toBe(text)
  })
})
