import { fail } from '../ground/codes.ts'
import { splitList } from './header.ts'
import { parseHost } from './host.ts'
import { canonicalIp, isInNetwork, parseIp, parseIpNetwork, type IpNetwork } from './ip.ts'
import { parseParameters } from './parameters.ts'

/**
 * Which proxies may say who the client is.
 *
 * A field counts only when the request comes from one of `peers`, and then its value is the one that the
 * outermost trusted proxy added: the Nth from the right, where N is the number of proxies. What stands
 * further left is the client's own word.
 */
export interface ProxyTrust {
  /** Addresses and networks of the proxies that talk to this server: `['127.0.0.1', '10.0.0.0/8']`. */
  readonly peers: readonly string[]
  /** How many proxies add the client's address. 0 ignores it. Default: 1. */
  readonly for?: number
  /** How many proxies add the scheme. 0 ignores it. Default: 1. */
  readonly proto?: number
  /** How many proxies add the host (and port). 0 ignores it. Default: 0. */
  readonly host?: number
  /**
   * How many proxies add the path prefix, which only `X-Forwarded-Prefix` carries. 0 ignores it. Default: 0.
   */
  readonly prefix?: number
  /**
   * The fields that the proxies write. Only one kind is read: a proxy that writes the one kind passes the
   * other on as the client sent it. Default: `'x-forwarded'`.
   */
  readonly header?: 'x-forwarded' | 'forwarded'
}

/** A checked {@link ProxyTrust}, made by {@link compileProxyTrust}. */
export interface CompiledProxyTrust {
  readonly peers: readonly IpNetwork[]
  readonly hops: Readonly<Record<ForwardedField, number>>
  readonly header: 'x-forwarded' | 'forwarded'
}

/** What proxies can say about a request. */
export type ForwardedField = 'for' | 'proto' | 'host' | 'prefix'

/** What trusted proxies said about a request; `undefined` where they said nothing, or nothing valid. */
export interface Forwarded {
  /** The client's address in canonical form. */
  readonly address: string | undefined
  readonly scheme: 'http' | 'https' | undefined
  /**
   * Host and port as the client asked for them, valid and lower-case. Not checked against the trusted hosts.
   */
  readonly host: string | undefined
  /** The path that the proxy takes away, such as `'/app'`: no slash at its end, no dot segments. */
  readonly prefix: string | undefined
}

/** Where no proxy says anything. */
export const NOTHING_FORWARDED: Forwarded = {
  address: undefined,
  scheme: undefined,
  host: undefined,
  prefix: undefined,
}

/**
 * Checks which proxies are to be trusted.
 *
 * @throws {@link MicroError} `PROXY_PEER` for a peer that is no address or network, `PROXY_HOPS` for a count
 * that is none.
 * @example
 * const trust = compileProxyTrust({ peers: ['127.0.0.1'], for: 1, proto: 1 })
 */
export function compileProxyTrust(trust: ProxyTrust): CompiledProxyTrust {
  const { for: address = 1, proto = 1, host = 0, prefix = 0 } = trust
  const hops = { for: address, proto, host, prefix }
  for (const [name, value] of Object.entries(hops)) {
    if (!Number.isInteger(value) || value < 0 || value > 100)
      throw fail('PROXY_HOPS', { name, value: String(value) })
  }
  return { peers: trust.peers.map(compilePeer), hops, header: trust.header ?? 'x-forwarded' }
}

function compilePeer(peer: string): IpNetwork {
  const network = parseIpNetwork(peer)
  if (network === undefined) throw fail('PROXY_PEER', { value: JSON.stringify(peer) })
  return network
}

/**
 * What trusted proxies say about a request. Junk in a field is the same as no field; it never throws.
 *
 * @param header - Looks up a request header field by its lower-case name; fields that came twice are joined
 * by commas.
 * @param peer - The address at the other end of the socket; `undefined` when there is none.
 * @example
 * const trust = compileProxyTrust({ peers: ['127.0.0.1'] })
 * const fields: Record<string, string> = { 'x-forwarded-for': '6.6.6.6, 1.2.3.4' }
 * resolveForwarded((name) => fields[name], '127.0.0.1', trust).address // '1.2.3.4'
 * @see https://www.rfc-editor.org/rfc/rfc7239
 */
export function resolveForwarded(
  header: (name: string) => string | undefined,
  peer: string | undefined,
  trust: CompiledProxyTrust,
): Forwarded {
  const address = peer === undefined ? undefined : parseIp(peer)
  if (address === undefined || !trust.peers.some((network) => isInNetwork(address, network)))
    return NOTHING_FORWARDED
  const said = trust.header === 'forwarded' ? readForwarded(header, trust) : readXForwarded(header, trust)
  const scheme = schemeOf(said('proto'))
  return {
    address: addressOf(said('for')),
    scheme,
    host: parseHost(said('host') ?? '', scheme)?.host || undefined,
    prefix: prefixOf(said('prefix')),
  }
}

type Said = (field: ForwardedField) => string | undefined

function readXForwarded(header: (name: string) => string | undefined, { hops }: CompiledProxyTrust): Said {
  return (field) => fromRight(hops[field] === 0 ? undefined : header(`x-forwarded-${field}`), hops[field])
}

function readForwarded(header: (name: string) => string | undefined, { hops }: CompiledProxyTrust): Said {
  const value = header('forwarded')
  return (field) => parseParameters(`;${fromRight(value, hops[field]) ?? ''}`, 0)?.values[field]
}

/**
 * The Nth element from the right; `undefined` when there are fewer, because then a trusted proxy was not on
 * the way.
 */
function fromRight(value: string | undefined, hops: number): string | undefined {
  return value === undefined || hops === 0 ? undefined : splitList(value).at(-hops)
}

/** An address with or without port: `1.2.3.4:80`, `[::1]:80`, `::1`. */
function addressOf(text = ''): string | undefined {
  const bracketed = /^\[([\dA-Fa-f:.]+)\]:?\d{0,5}$/.exec(text)?.[1]
  const ported = /^([\d.]+):\d{1,5}$/.exec(text)?.[1]
  return canonicalIp(bracketed ?? ported ?? text)
}

function schemeOf(text = ''): 'http' | 'https' | undefined {
  const scheme = text.toLowerCase()
  return scheme === 'http' || scheme === 'https' ? scheme : undefined
}

/** Links are built by putting the prefix before a path, so `//evil` would make them lead elsewhere. */
function prefixOf(text = ''): string | undefined {
  const prefix = text.endsWith('/') ? text.slice(0, -1) : text
  const strays = /\/(?:\/|$)|\/\.\.?(?:\/|$)/.test(prefix)
  return !strays && /^\/[\w\-~!$&'()*+,;=:@./]+$/.test(prefix) ? prefix : undefined
}
