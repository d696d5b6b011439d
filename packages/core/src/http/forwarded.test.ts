import { describe, expect, it } from 'vitest'
import { compileProxyTrust, resolveForwarded, type Forwarded, type ProxyTrust } from './forwarded.ts'

const NOTHING: Forwarded = { address: undefined, scheme: undefined, host: undefined, prefix: undefined }

function resolve(
  headers: Record<string, string>,
  trust: Partial<ProxyTrust> = {},
  peer = '127.0.0.1',
): Forwarded {
  return resolveForwarded(
    (name) => headers[name],
    peer,
    compileProxyTrust({ peers: ['127.0.0.1'], ...trust }),
  )
}

const ALL = {
  'x-forwarded-for': '1.2.3.4',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'Example.com:443',
  'x-forwarded-prefix': '/app/',
  'x-real-ip': '6.6.6.6',
  forwarded: 'for=5.5.5.5;proto=https;host=evil',
}

describe('resolveForwarded', () => {
  it('B07: trusts nobody when no peer is listed', () => {
    expect(resolve(ALL, { peers: [] })).toEqual(NOTHING)
  })

  it('B08: trusts no peer but those listed', () => {
    expect(resolve(ALL, { peers: ['10.0.0.1'] })).toEqual(NOTHING)
    expect(resolve(ALL, {}, 'socket')).toEqual(NOTHING)
    expect(resolveForwarded(() => '1.2.3.4', undefined, compileProxyTrust({ peers: ['0.0.0.0/0'] }))).toEqual(
      NOTHING,
    )
    expect(resolve(ALL, { peers: ['10.0.0.0/8'] }, '::ffff:10.1.1.1').address).toBe('1.2.3.4')
  })

  it('reads address and scheme by default, host and prefix when asked', () => {
    expect(resolve(ALL)).toEqual({ address: '1.2.3.4', scheme: 'https', host: undefined, prefix: undefined })
    expect(resolve(ALL, { host: 1, prefix: 1 })).toEqual({
      address: '1.2.3.4',
      scheme: 'https',
      host: 'example.com',
      prefix: '/app',
    })
    expect(resolve(ALL, { for: 0, proto: 0 })).toEqual(NOTHING)
  })

  it('B09: takes the last value of one hop', () => {
    expect(resolve({ 'x-forwarded-proto': 'https, http' }).scheme).toBe('http')
    expect(resolve({ 'x-forwarded-proto': 'http,http,https' }).scheme).toBe('https')
    expect(resolve({ 'x-forwarded-proto': 'https, http' }, { proto: 2 }).scheme).toBe('https')
  })

  it('B10: does not take what the client put before', () => {
    expect(resolve({ 'x-forwarded-for': '6.6.6.6, 1.2.3.4' }).address).toBe('1.2.3.4')
    expect(resolve({ 'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1' }, { for: 2 }).address).toBe('1.2.3.4')
  })

  it('takes nothing when fewer proxies spoke than are trusted', () => {
    expect(resolve({ 'x-forwarded-for': '1.2.3.4' }, { for: 2 }).address).toBeUndefined()
  })

  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['[::1]:80', '::1'],
    ['[::1]', '::1'],
    ['1.2.3.4:80', '1.2.3.4'],
    ['unknown', undefined],
    ['999.1.1.1', undefined],
    ['1.2.3.4:', undefined],
    ['[::1', undefined],
    [',, ,', undefined],
    ['', undefined],
    ['1.2.3.4, ,', '1.2.3.4'],
  ])('B11: reads the address %j as %s', (value, address) => {
    expect(resolve({ 'x-forwarded-for': value }).address).toBe(address)
  })

  it.each([
    '//evil',
    '/../',
    '/a/../b',
    '/a//b',
    'evil',
    '/',
    '',
    '/a?b',
    '/a#b',
    String.raw`/\evil`,
    '/a%2F',
    '/a b',
    '/./a',
  ])('B12: ignores the prefix %j', (prefix) =>
    expect(resolve({ 'x-forwarded-prefix': prefix }, { prefix: 1 }).prefix).toBeUndefined(),
  )

  it('B12: takes a prefix of plain segments', () => {
    expect(resolve({ 'x-forwarded-prefix': '/a/b.c-d' }, { prefix: 1 }).prefix).toBe('/a/b.c-d')
  })

  it.each(['evil@good', 'a/b', '', 'a b'])('B03: ignores the host %j', (host) => {
    expect(resolve({ 'x-forwarded-host': host }, { host: 1 }).host).toBeUndefined()
  })

  it('ignores an unknown scheme', () => {
    expect(resolve({ 'x-forwarded-proto': 'javascript' }).scheme).toBeUndefined()
    expect(resolve({ 'x-forwarded-proto': 'HTTPS' }).scheme).toBe('https')
  })

  it('reads Forwarded, and then nothing else', () => {
    const trust = { header: 'forwarded', for: 1, proto: 1, host: 1, prefix: 1 } as const
    expect(resolve(ALL, trust)).toEqual({
      address: '5.5.5.5',
      scheme: 'https',
      host: 'evil',
      prefix: undefined,
    })
    expect(resolve({ forwarded: 'for=6.6.6.6, For="[2001:db8::1]:4711";by=x' }, trust).address).toBe(
      '2001:db8::1',
    )
    expect(resolve({ forwarded: 'for=6.6.6.6, for=_hidden' }, trust).address).toBeUndefined()
    expect(resolve({ forwarded: 'for=1.1.1.1, junk junk' }, trust)).toEqual(NOTHING)
    expect(resolve({ forwarded: 'for=1.1.1.1, for=2.2.2.2' }, { ...trust, for: 2 }).address).toBe('1.1.1.1')
  })

  it('A30: is linear in near misses, and never throws', () => {
    const trust = { host: 1, prefix: 1 }
    const start = performance.now()
    for (const filler of [',', ' ', '\x10', '"', ';', 'a,', '1.', '::', '[', '/', '/.']) {
      const value = filler.repeat(16_000 / filler.length)
      for (const name of ['for', 'proto', 'host', 'prefix'])
        resolve({ [`x-forwarded-${name}`]: value }, trust)
      resolve({ forwarded: value }, { ...trust, header: 'forwarded' })
    }
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('compileProxyTrust', () => {
  it('takes up to 100 hops', () => {
    expect(compileProxyTrust({ peers: [], for: 100, proto: 0 }).hops).toMatchObject({ for: 100, proto: 0 })
  })

  it.each(['true', '*', '', '10.0.0.0/33', 'proxy.local'])('refuses the peer %j', (peer) => {
    expect(() => compileProxyTrust({ peers: [peer] })).toThrow(
      expect.objectContaining({ code: 'PROXY_PEER' }),
    )
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 101])('X13: refuses %s hops', (hops) => {
    expect(() => compileProxyTrust({ peers: [], for: hops })).toThrow(
      expect.objectContaining({ code: 'PROXY_HOPS' }),
    )
  })
})
