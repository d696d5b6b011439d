import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalIp, clientNetwork, formatIp, isInNetwork, parseIp, parseIpNetwork } from './ip.ts'

describe('canonicalIp', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['0.0.0.0', '0.0.0.0'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::', '::'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['1::', '1::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['10:0:0:0:a0:0:0:0', '10::a0:0:0:0'],
  ])('B11: writes %s as %s', (text, canonical) => expect(canonicalIp(text)).toBe(canonical))

  it.each([
    '',
    'unknown',
    '999.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '0x7f.0.0.1',
    '127.1',
    '1.2.3.4:80',
    '[::1]',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    ':1:2:3:4:5:6:7',
    '12345::',
    'g::',
    '::1.2.3',
    '::1.2.3.4:1',
    '%eth0',
    '::\t1',
    '1::\n',
    '::1]/[',
    '1'.repeat(8000),
  ])('B11: takes %j for no address', (text) => expect(canonicalIp(text)).toBeUndefined())

  it('gives every address one form, which is read back as the same address', () => {
    const byte = fc.oneof(fc.constant(0), fc.nat(255))
    fc.assert(
      fc.property(fc.array(byte, { minLength: 16, maxLength: 16 }), (bytes) => {
        const text = formatIp(bytes)
        const mapped = text.startsWith('::ffff:') && bytes.slice(0, 10).every((value) => value === 0)
        expect(parseIp(text)).toEqual(mapped ? bytes.slice(12) : bytes)
        expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`)
      }),
    )
  })
})

describe('clientNetwork', () => {
  it('B11: counts an IPv6 client by its network', () => {
    expect(clientNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
    expect(clientNetwork('2001:db8:1:2:3:4:5:6', 48)).toBe('2001:db8:1::/48')
    expect(clientNetwork('::ffff:1.2.3.4')).toBe('1.2.3.4')
    expect(clientNetwork('2001:db8:1:2:ff00::1')).toBe('2001:db8:1:2::/64')
    expect(clientNetwork('unknown')).toBeUndefined()
  })
})

function isIn(address: string, network: string): boolean {
  const parsed = parseIpNetwork(network)
  return parsed !== undefined && isInNetwork(parseIp(address) ?? [], parsed)
}

describe('isInNetwork', () => {
  it.each([
    ['10.1.2.3', '10.0.0.0/8'],
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['172.31.255.255', '172.16.0.0/12'],
    ['1.2.3.4', '0.0.0.0/0'],
    ['fd00::1', 'fc00::/7'],
    ['::1', '::1/128'],
  ])('%s is in %s', (address, network) => expect(isIn(address, network)).toBe(true))

  it.each([
    ['11.0.0.1', '10.0.0.0/8'],
    ['10.0.0.2', '10.0.0.1'],
    ['172.32.0.0', '172.16.0.0/12'],
    ['10.0.0.1', '::/0'],
    ['fe00::1', 'fc00::/7'],
    ['junk', '0.0.0.0/0'],
  ])('%s is not in %s', (address, network) => expect(isIn(address, network)).toBe(false))
})

describe('parseIpNetwork', () => {
  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/x',
    '10.0.0.0/-1',
    '::/129',
    'x/8',
    '10.0.0.0/8/8',
    'loopback',
  ])('takes %j for no network', (text) => expect(parseIpNetwork(text)).toBeUndefined())
})
