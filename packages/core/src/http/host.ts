import { fail } from '../ground/codes.ts'
import { canonicalIpv6, parseIp } from './ip.ts'

/** What a `Host` field names. */
export interface Host {
  /** Lower-case name, IPv4 address, or IPv6 address in brackets; `''` when the field is empty. */
  readonly hostname: string
  /** The port, unless it is the default one of the scheme. */
  readonly port: number | undefined
  /** Both, as they stand in a URL: `'example.com:8080'`. */
  readonly host: string
}

/**
 * Reads a `Host` field or the authority of a request target; `undefined` when it is no host, such as
 * `good@evil`, `good/admin?x=`, or `a:99999`.
 *
 * Does not say that the host is ours: see {@link isTrustedHost}.
 *
 * @param scheme - Whose default port is left out. Default: `'http'`.
 * @example
 * parseHost('Example.com:8080') // { hostname: 'example.com', port: 8080, host: 'example.com:8080' }
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.2
 */
export function parseHost(value: string, scheme: 'http' | 'https' = 'http'): Host | undefined {
  if (value === '') return { hostname: '', port: undefined, host: '' }
  const colon = value.indexOf(':', value.lastIndexOf(']') + 1)
  const hostname = parseHostname((colon < 0 ? value : value.slice(0, colon)).toLowerCase())
  const digits = colon < 0 ? '' : value.slice(colon + 1)
  if (hostname === undefined || !/^\d{0,5}$/.test(digits) || Number(digits) > 65_535) return undefined
  const port = digits === '' || Number(digits) === defaultPort(scheme) ? undefined : Number(digits)
  return { hostname, port, host: port === undefined ? hostname : `${hostname}:${port}` }
}

function defaultPort(scheme: 'http' | 'https'): number {
  return scheme === 'https' ? 443 : 80
}

function parseHostname(text: string): string | undefined {
  if (text.startsWith('[')) return parseBracketed(text)
  if (text.length > 254 || !/^[\w.-]+$/.test(text) || /^\.|\.\.|(?:^|\.)-|-(?:\.|$)/.test(text))
    return undefined
  // Where the last label is a number, a browser sees an IPv4 address: `127.1`, `0x7f000001`.
  const label = text.slice(text.lastIndexOf('.', text.length - 2) + 1)
  if (/^(?:\d+|0x[\da-f]*)\.?$/.test(label)) return parseIp(text) && text
  return text
}

function parseBracketed(text: string): string | undefined {
  const address = text.endsWith(']') ? canonicalIpv6(text.slice(1, -1)) : undefined
  return address && `[${address}]`
}

/** Host names that this app answers to, made by {@link compileTrustedHosts}. */
export interface TrustedHosts {
  readonly exact: ReadonlySet<string>
  /** Each with its dot: `.example.com`. */
  readonly suffixes: readonly string[]
}

/**
 * Prepares a list of trusted hosts: names, and names with a dot before them for that host and all its
 * subdomains.
 *
 * @throws {@link MicroError} `TRUSTED_HOST` for an entry with a port, a wildcard, or anything else that is no
 * host name.
 * @example
 * compileTrustedHosts(['.example.com', 'localhost'])
 */
export function compileTrustedHosts(entries: readonly string[]): TrustedHosts {
  const names = entries.map(compileEntry)
  return {
    exact: new Set(names.map((name) => (name.startsWith('.') ? name.slice(1) : name))),
    suffixes: names.filter((name) => name.startsWith('.')),
  }
}

function compileEntry(entry: string): string {
  const suffix = entry.startsWith('.')
  const hostname = parseHostname((suffix ? entry.slice(1) : entry).toLowerCase())
  if (hostname === undefined || hostname.endsWith('.'))
    throw fail('TRUSTED_HOST', { value: JSON.stringify(entry) })
  return suffix ? `.${hostname}` : hostname
}

/**
 * Whether a host is one of the trusted ones. Case and port do not matter; a dot at the end does.
 *
 * @param hostname - As given by {@link parseHost}: lower-case, without port.
 * @example
 * isTrustedHost('api.example.com', compileTrustedHosts(['.example.com'])) // true
 * isTrustedHost('evilexample.com', compileTrustedHosts(['.example.com'])) // false
 */
export function isTrustedHost(hostname: string, trusted: TrustedHosts): boolean {
  return trusted.exact.has(hostname) || trusted.suffixes.some((suffix) => hostname.endsWith(suffix))
}
