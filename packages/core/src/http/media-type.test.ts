import { describe, expect, it } from 'vitest'
import { isJson, isUtf8, parseMediaType } from './media-type.ts'

const json = (value: string): boolean => isJson(parseMediaType(value))

const typeOf = (value: string): string | undefined => parseMediaType(value)?.type

describe('parseMediaType', () => {
  it.each([
    ' application/json',
    'application/json\t',
    'application/json;',
    'Application/JSON',
    'application/json; charset="utf-8"',
    'application/json ; ;charset=utf-8 ; ',
  ])('J15: reads %j as JSON', (value) => expect(typeOf(value)).toBe('application/json'))

  it.each([
    'application/json garbage',
    'application/json\ta',
    'application/json,text/plain',
    'application/json/x',
    'application/',
    '/json',
    '',
    'application',
    'text/plain;,application/json',
    'application/json; x=multipart/form-data',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset="utf-8',
    'application/json; charset = utf-8',
    '\u00A0application/json',
  ])('J14, J15, J16, F11: takes %j for no media type', (value) =>
    expect(parseMediaType(value)).toBeUndefined(),
  )

  it('reads parameters: names in lower case, values as they are', () => {
    const mediaType = parseMediaType(String.raw`multipart/form-data; Boundary="a \"b\" \c"; x=Y`)
    expect({ ...mediaType?.parameters }).toEqual({ boundary: 'a "b" c', x: 'Y' })
    expect(mediaType?.repeated).toBe(false)
    expect(Object.getPrototypeOf(mediaType?.parameters)).toBeNull()
  })

  it('says when a parameter comes twice, and keeps the first', () => {
    expect(parseMediaType('a/b; c=1; C=2')).toMatchObject({ parameters: { c: '1' }, repeated: true })
  })

  it('Y04: is linear in near misses', () => {
    const start = performance.now()
    for (const filler of ['\x10', ' ', ';', 'x', '"', ';a=1', ';a="', String.raw`\"`]) {
      parseMediaType(`a/b${filler.repeat(16_000)}`)
      parseMediaType(`a/b;c="${filler.repeat(16_000)}`)
    }
    expect(performance.now() - start).toBeLessThan(1600)
  })
})

describe('isJson', () => {
  it('J14, J16: knows JSON by its type', () => {
    expect([
      json('application/json'),
      json('application/vnd.a+json'),
      json('application/problem+json; a=b'),
    ]).toEqual([true, true, true])
    expect([json('application/jsonx'), json('text/json'), json('text/a+json'), json('junk')]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('isUtf8', () => {
  it.each([
    ['', true],
    ['; charset=UTF-8', true],
    ['; charset=utf8', true],
    ['; charset=utf-16', false],
    ['; charset=x', false],
    ['; charset=utf-8;charset=latin1', false],
  ])('J09: of "application/json%s" is %s', (parameters, expected) => {
    const mediaType = parseMediaType(`application/json${parameters}`)
    expect(mediaType && isUtf8(mediaType)).toBe(expected)
  })
})
