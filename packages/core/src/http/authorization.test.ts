import { describe, expect, it } from 'vitest'
import { formatChallenge, parseAuthorization } from './authorization.ts'

const basic = (text: string): string => `Basic ${btoa(text)}`

describe('parseAuthorization', () => {
  it('reads a bearer token, whatever the case of the scheme', () => {
    expect(parseAuthorization('Bearer a.b-c_~+/==')).toEqual({ scheme: 'bearer', token: 'a.b-c_~+/==' })
    expect(parseAuthorization('bearer x')).toEqual({ scheme: 'bearer', token: 'x' })
  })

  it('reads a name and a password; the password may hold colons', () => {
    expect(parseAuthorization(basic('ada:pass:word'))).toEqual({
      scheme: 'basic',
      username: 'ada',
      password: 'pass:word',
    })
    expect(parseAuthorization(basic(':'))).toEqual({ scheme: 'basic', username: '', password: '' })
    expect(parseAuthorization('Basic w6k6w6k=')).toEqual({ scheme: 'basic', username: 'é', password: 'é' })
  })

  it('gives other schemes as they are', () => {
    expect(parseAuthorization('Digest a="b", c=d')).toEqual({
      scheme: 'other',
      name: 'digest',
      credentials: 'a="b", c=d',
    })
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer  ',
    'Bearer  x',
    'Bearer a b',
    'Bearer a,b',
    'Bearer é',
    'Bearer =a',
    ' Bearer a',
    'Basic',
    'Basic !!!',
    'Basic a',
    'Basic YTpi YTpi',
    basic('nocolon'),
    basic('a:\n'),
    basic('a:\0'),
    'Basic /w==',
    'Basic /zph',
    '=x',
    'a=b',
    `Basic ${'='.repeat(8000)}`,
    `Bearer ${'a '.repeat(4000)}`,
  ])('E06, E07: takes %j for nothing', (header) => expect(parseAuthorization(header)).toBeUndefined())

  it('Y04: is linear', () => {
    const start = performance.now()
    for (const filler of ['=', 'a', ' ', 'a=', 'YTpi', ',']) {
      parseAuthorization(`Basic ${filler.repeat(16_000)}!`)
      parseAuthorization(`Bearer ${filler.repeat(16_000)}!`)
    }
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('formatChallenge', () => {
  it('quotes values', () => {
    expect(formatChallenge('Bearer', { realm: 'a "b"', error: 'invalid_token', scope: undefined })).toBe(
      String.raw`Bearer realm="a \"b\"", error="invalid_token"`,
    )
    expect(formatChallenge('Basic')).toBe('Basic')
  })

  it('refuses what cannot be sent', () => {
    expect(() => formatChallenge('a b')).toThrow(expect.objectContaining({ code: 'HEADER_NAME' }))
    expect(() => formatChallenge('a', { 'b c': '' })).toThrow(
      expect.objectContaining({ code: 'HEADER_NAME' }),
    )
    expect(() => formatChallenge('a', { b: '\r\n' })).toThrow(
      expect.objectContaining({ code: 'HEADER_VALUE' }),
    )
  })
})
