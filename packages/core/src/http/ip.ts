const MAPPED_PREFIX = '0,0,0,0,0,0,0,0,0,0,255,255'

/**
 * The bytes of an IP address: 4 for IPv4, 16 for IPv6; `undefined` when the text is none.
 *
 * IPv4 is read as four decimal numbers and in no other way (`127.1` and `0x7f.0.0.1` are no addresses). An
 * IPv6 address that only wraps an IPv4 one (`::ffff:127.0.0.1`) gives that, so that one host has one address.
 * A zone (`%eth0`) is dropped.
 *
 * @example
 * parseIp('::ffff:10.0.0.1') // [10, 0, 0, 1]
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2
 */
export function parseIp(text: string): readonly number[] | undefined {
  if (text.length > 64) return undefined
  if (!text.includes(':')) return parseIpv4(text)
  const bytes = parseIpv6(text.replace(/%[\w.-]+$/, ''))
  return bytes?.slice(0, 12).join() === MAPPED_PREFIX ? bytes.slice(12) : bytes
}

function parseIpv4(text: string): number[] | undefined {
  const bytes: number[] = []
  let byte = -1
  for (let at = 0; at <= text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit >= 0 && digit <= 9) {
      // A zero in front is octal to some readers.
      byte = byte === 0 ? 256 : Math.max(byte, 0) * 10 + digit
      if (byte > 255) return undefined
    } else {
      if (byte < 0 || (at < text.length && text[at] !== '.')) return undefined
      bytes.push(byte)
      byte = -1
    }
  }
  return bytes.length === 4 ? bytes : undefined
}

function parseIpv6(text: string): number[] | undefined {
  const [head, tail = []] = canonicalIpv6(text)?.split('::').map(groupsToBytes) ?? []
  return head && [...head, ...Array.from({ length: 16 - head.length - tail.length }, () => 0), ...tail]
}

/**
 * The canonical form of an IPv6 address, without brackets; `undefined` when the text is none.
 *
 * @example
 * canonicalIpv6('0:0:0:0:0:0:0:1') // '::1'
 * @see https://www.rfc-editor.org/rfc/rfc5952#section-4
 */
export function canonicalIpv6(text: string): string | undefined {
  if (!/^[\dA-Fa-f:.]+$/.test(text)) return undefined
  try {
    // The platform's `URL` knows every way to write one.
    return new URL(`http://[${text}]`).hostname.slice(1, -1)
  } catch {
    return undefined
  }
}

function groupsToBytes(groups: string): number[] {
  if (groups === '') return []
  return groups
    .split(':')
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
}

/**
 * Writes the bytes of an IP address in its canonical form: lower case, the longest run of zero groups as
 * `::`.
 *
 * @param bytes - 4 or 16, as given by {@link parseIp}.
 * @example
 * formatIp([10, 0, 0, 1]) // '10.0.0.1'
 * @see https://www.rfc-editor.org/rfc/rfc5952#section-4
 */
export function formatIp(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => groupAt(bytes, index * 2))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

function groupAt(bytes: readonly number[], at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16)
}

/**
 * The canonical form of an IP address; `undefined` when the text is none. Two texts name one address only if
 * this is equal.
 *
 * @example
 * canonicalIp('0:0:0:0:0:0:0:1') // '::1'
 */
export function canonicalIp(text: string): string | undefined {
  const bytes = parseIp(text)
  return bytes && formatIp(bytes)
}

/**
 * What to count a client's requests by: an IPv4 address as it is, of an IPv6 address its network, because one
 * client has all of it. `undefined` when the text is no address.
 *
 * @param prefix - Bits of an IPv6 address that name a client's network, a multiple of 8. Default: 64.
 * @example
 * clientNetwork('2001:db8::1') // '2001:db8::/64'
 */
export function clientNetwork(text: string, prefix = 64): string | undefined {
  const bytes = parseIp(text)
  if (bytes === undefined || bytes.length === 4) return bytes && formatIp(bytes)
  return `${formatIp(bytes.map((byte, index) => (index * 8 < prefix ? byte : 0)))}/${prefix}`
}

/** A network: the addresses that begin with the same bits. */
export interface IpNetwork {
  readonly bytes: readonly number[]
  /** How many leading bits count. */
  readonly bits: number
}

/**
 * Reads an address or a network in CIDR notation; `undefined` when the text is neither.
 *
 * @example
 * parseIpNetwork('10.0.0.0/8')?.bits // 8
 * @see https://www.rfc-editor.org/rfc/rfc4632#section-3.1
 */
export function parseIpNetwork(text: string): IpNetwork | undefined {
  const slash = text.indexOf('/')
  const bytes = parseIp(slash < 0 ? text : text.slice(0, slash))
  if (bytes === undefined) return undefined
  const digits = slash < 0 ? String(bytes.length * 8) : text.slice(slash + 1)
  const bits = /^\d{1,3}$/.test(digits) ? Number(digits) : Number.NaN
  return bits <= bytes.length * 8 ? { bytes, bits } : undefined
}

/**
 * Whether an address is in a network.
 *
 * @example
 * const network = parseIpNetwork('10.0.0.0/8')
 * network && isInNetwork([10, 1, 2, 3], network) // true
 */
export function isInNetwork(address: readonly number[], { bytes, bits }: IpNetwork): boolean {
  if (address.length !== bytes.length) return false
  return bytes.every((byte, index) => {
    const free = Math.max(0, Math.min(8, (index + 1) * 8 - bits))
    return (byte ^ (address[index] ?? 0)) >> free === 0
  })
}
