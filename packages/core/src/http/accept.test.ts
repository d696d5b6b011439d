import { describe, expect, it } from 'vitest'
import { accepts, acceptsEncoding, acceptsLanguage, negotiator, parseAccept } from './accept.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

describe('parseAccept', () => {
  it('reads values, qualities and parameters', () => {
    expect(parseAccept('Text/HTML;Level=1;q=0.5, */*')).toMatchObject([
      { value: 'text/html', quality: 0.5, parameters: { level: '1' } },
      { value: '*/*', quality: 1 },
    ])
  })

  it('leaves out what is malformed', () => {
    const header = 'text/html;q=2, text/plain;q=x, a/b;q=1.1, c/d;q=-1, a/a;q=1.0.0, b/b;q, e/f;q=0.1'
    expect(parseAccept(header).map((preference) => preference.value)).toEqual(['e/f'])
  })

  it('does not split inside a quoted string', () => {
    expect(parseAccept('a/b;c="x,y", d/e').map((preference) => preference.value)).toEqual(['a/b', 'd/e'])
  })
})

describe('accepts', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['junk,,;', 'application/json'],
    ['*/*', 'application/json'],
    [BROWSER, 'text/html'],
    ['text/html;q=0.5, application/json', 'application/json'],
    ['application/json;q=0.5, text/html', 'text/html'],
    ['text/*', 'text/html'],
    ['*/*, text/html;q=0.1', 'application/json'],
    ['text/html, */*', 'text/html'],
    ['application/json;q=0, */*;q=0.1', 'text/html'],
    ['image/png', undefined],
    ['text/html;q=0, application/json;q=0', undefined],
    ['*/*;q=0', undefined],
    ['TEXT/HTML', 'text/html'],
    ['application/json; charset=utf-8', 'application/json'],
    ['text/html;level=1;q=0.1, application/json;q=0.2, text/html;q=0.3', 'text/html'],
  ])('answers %j with %s', (header, expected) => {
    expect(accepts(header, ['application/json', 'text/html'])).toBe(expected)
  })

  it('takes the offer whose parameters the client asks for', () => {
    const offers = ['text/html', 'text/html;level=1']
    expect(accepts('text/html;level=1, text/html;q=0.5', offers)).toBe('text/html;level=1')
    expect(accepts('text/html;level=2;q=0.9, text/html;q=0.5', offers)).toBe('text/html')
  })

  it('takes nothing when nothing is offered', () => {
    expect(accepts('*/*', [])).toBeUndefined()
  })

  it.each([' ', ',', '\x10', 'a,', 'a/b;q=1,', '"', ';', 'a/b;c="'])('A30: is linear in %j', (filler) => {
    const header = filler.repeat(Math.ceil(16_000 / filler.length))
    const start = performance.now()
    accepts(header, ['text/html', 'application/json'])
    acceptsLanguage(header, ['en'])
    acceptsEncoding(header, ['gzip'])
    expect(performance.now() - start).toBeLessThan(600)
  })
})

describe('negotiator', () => {
  const offers = ['application/json', 'text/html']

  it.each([undefined, '', '*/*', 'text/html', 'image/png', BROWSER, `text/html, ${'x'.repeat(300)}`])(
    'chooses as accepts does, also the second time: %s',
    (header) => {
      const choose = negotiator(offers)
      const wanted = accepts(header, offers)
      expect([choose(header), choose(header)]).toEqual([wanted, wanted])
    },
  )

  it('takes no field for another that begins alike', () => {
    const choose = negotiator(offers)
    const headers = ['text/html;q=0, */*', 'text/html', 'text/html;q=0']
    expect(headers.map(choose)).toEqual(['application/json', 'text/html', undefined])
  })

  it('chooses right after more fields than it remembers', () => {
    const choose = negotiator(offers)
    const headers = Array.from({ length: 250 }, (_, i) => (i % 2 === 0 ? `text/html, a/${i}` : `a/${i}`))
    const wanted = headers.map((header) => accepts(header, offers))
    expect(headers.map(choose)).toEqual(wanted)
    expect(headers.map(choose)).toEqual(wanted)
  })
})

describe('acceptsLanguage', () => {
  it.each([
    ['de-CH, en;q=0.8', 'de'],
    ['en-US', 'en-GB'],
    ['en-GB', 'en-GB'],
    ['en', 'en-GB'],
    ['fr, *;q=0.1', 'en-GB'],
    ['*, en-GB;q=0', 'de'],
    ['de-CH;q=0, en', 'en-GB'],
    ['fr', undefined],
    ['english', undefined],
  ])('answers %s with %s', (header, expected) => {
    const offers = header === 'en-US' ? ['de', 'en', 'en-GB'] : ['en-GB', 'de']
    expect(acceptsLanguage(header, offers)).toBe(header === 'en-US' ? 'en' : expected)
  })
})

describe('acceptsEncoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['gzip, br;q=0.9', 'gzip'],
    ['gzip;q=0', 'identity'],
    ['gzip;q=0.001', 'gzip'],
    ['*', 'br'],
    ['identity, gzip;q=0.5', 'identity'],
    ['zstd', 'identity'],
    ['zstd, identity;q=0', undefined],
    ['*;q=0', undefined],
    ['*;q=0, gzip', 'gzip'],
  ])('answers %j with %s', (header, expected) => {
    expect(acceptsEncoding(header, ['br', 'gzip', 'identity'])).toBe(expected)
  })
})
