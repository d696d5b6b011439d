import { describe, expect, it } from 'vitest'
import { compileTrustedHosts, isTrustedHost, parseHost } from './host.ts'

describe('parseHost', () => {
  it.each([
    ['Example.com', 'example.com', undefined],
    ['a:8080', 'a', 8080],
    ['a:80', 'a', undefined],
    ['a:', 'a', undefined],
    ['my_service:3000', 'my_service', 3000],
    ['127.0.0.1:5000', '127.0.0.1', 5000],
    ['[0:0:0:0:0:0:0:1]:5000', '[::1]', 5000],
    ['[::1]', '[::1]', undefined],
    ['a.test.', 'a.test.', undefined],
    ['3a5f9c2b1d', '3a5f9c2b1d', undefined],
    ['0.a', '0.a', undefined],
    ['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de', undefined],
    ['', '', undefined],
  ])('reads %j', (value, hostname, port) => {
    expect(parseHost(value)).toEqual({
      hostname,
      port,
      host: port === undefined ? hostname : `${hostname}:${port}`,
    })
  })

  it('leaves out the default port of the scheme', () => {
    expect(parseHost('a:443', 'https')?.host).toBe('a')
    expect(parseHost('a:443', 'http')?.host).toBe('a:443')
    expect(parseHost('a:80', 'https')?.host).toBe('a:80')
  })

  it.each([
    'evil.com:fake@good.com',
    'good.com@evil',
    'a b',
    'a<x>',
    '[::1',
    '::1',
    '[::1]x',
    '[::1]:x',
    '[]',
    '[1.2.3.4]',
    '[fe80::1%eth0]',
    'a:99999',
    'a:65536',
    'a:-1',
    'a:80:80',
    'a\0',
    'a,b',
    'xn--',
    'xn--a-ä',
    'xn--abc-.com',
    '-a.com',
    'a.-b',
    'é.com',
    '.a',
    'a..b',
    '.',
    ':80',
    '127.1',
    '1.2.3.4.',
    'a.1.',
    '999.1.1.1',
    '1.2.3.04',
    '0x7f000001',
    'a.0x7f',
    '2130706433',
    'x'.repeat(255),
  ])('B03: refuses %j', (value) => expect(parseHost(value)).toBeUndefined())

  it.each(['good/admin?x=', 'good#', String.raw`good\admin`, 'good?'])('B04: refuses %s', (value) => {
    expect(parseHost(value)).toBeUndefined()
  })

  it('A30: is linear', () => {
    const start = performance.now()
    for (const filler of ['a', '.', 'a.', ':', '[', 'xn--', '0', '1.']) parseHost(filler.repeat(16_000))
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('isTrustedHost', () => {
  const trusted = compileTrustedHosts(['.Example.com', 'a.test', '[::1]'])
  const isTrusted = (host: string): boolean => isTrustedHost(parseHost(host)?.hostname ?? '', trusted)

  it.each(['a.test', 'A.TEST', 'a.test:8080', 'example.com', 'x.y.example.com', '[::1]:5000'])(
    'B05: trusts %s',
    (host) => {
      expect(isTrusted(host)).toBe(true)
    },
  )

  it.each(['example.com.evil', 'evilexample.com', 'a.test.', 'x.a.test', '127.0.0.1', 'localhost', ''])(
    'B02, B05: does not trust %j',
    (host) => expect(isTrusted(host)).toBe(false),
  )
})

describe('compileTrustedHosts', () => {
  it.each(['', '.', '*', '*.example.com', 'a.test:80', 'https://a.test', 'a.test/', 'a b', 'a.test.'])(
    'refuses %j',
    (entry) => {
      expect(() => compileTrustedHosts([entry])).toThrow(expect.objectContaining({ code: 'TRUSTED_HOST' }))
    },
  )
})
