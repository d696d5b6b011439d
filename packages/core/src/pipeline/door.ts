import { BadRequest } from '../ground/http-error.ts'
import { type CompiledProxyTrust, resolveForwarded, NOTHING_FORWARDED } from '../http/forwarded.ts'
import { type Host, isTrustedHost, parseHost, type TrustedHosts } from '../http/host.ts'
import { parseTarget } from '../http/target.ts'
import type { Arrival } from '../message/arrival.ts'
import type { Source } from '../message/source.ts'

/** Looks at a request before anything else does. */
export type Door = (source: Source) => Arrival

/** Whom an app believes, and where it is. */
export interface DoorRules {
  /** Hosts that it answers to; `undefined` for any. */
  readonly hosts: TrustedHosts | undefined
  /** Proxies that may say who the client is; `undefined` for none: then no field of theirs is looked at. */
  readonly proxies: CompiledProxyTrust | undefined
  /** Goes before every path of the app, without a slash at its end. */
  readonly root: string
}

type Scheme = 'http' | 'https'
type HostReader = (text: string, scheme: Scheme) => Host

/**
 * Makes the front check: target, host, and what proxies say of both, once. What it gives is what every later part goes by; a
 * request that it refuses belongs to no route, and its path and host are not looked at again.
 */
export function createDoor({ hosts, proxies, root }: DoorRules): Door {
  const readHost = hostReader(hosts)
  const readAuthority = authorityReader(hosts, readHost)
  return (source) => {
    const said =
      proxies === undefined
        ? NOTHING_FORWARDED
        : resolveForwarded((name) => source.header(name), source.peer, proxies)
    const { address, scheme = source.scheme, prefix = root } = said
    try {
      if (source.refusal !== undefined) throw source.refusal
      const { path, query, authority, dotted } = parseTarget(source.target)
      const { host } =
        authority === ''
          ? readHost(said.host ?? source.header('host') ?? '', scheme)
          : readAuthority(authority, said.host ?? source.header('host'), scheme)
      return { source, path, queryString: query, dotted, host, scheme, address, prefix, refusal: undefined }
    } catch (refusal) {
      return {
        source,
        path: '',
        queryString: '',
        dotted: false,
        host: '',
        scheme,
        address,
        prefix,
        refusal,
      }
    }
  }
}

/** Nearly every request names the host that the one before named: it is read once. */
function hostReader(trusted: TrustedHosts | undefined): HostReader {
  let lastText: string | undefined
  let lastScheme: string | undefined
  let lastHost: Host | undefined
  return (text, scheme) => {
    if (lastHost !== undefined && text === lastText && scheme === lastScheme) return lastHost
    const host = parseHost(text, scheme)
    if (host === undefined) throw new BadRequest('The Host is not valid')
    if (trusted !== undefined && !isTrustedHost(host.hostname, trusted)) {
      throw new BadRequest('The Host is not one of this site')
    }
    lastText = text
    lastScheme = scheme
    lastHost = host
    return host
  }
}

/**
 * Of a target in absolute form. RFC 9112 §3.2.2: "the origin server MUST ignore the received Host header field (if any) and
 * instead replace it with the host information of the request-target"; that is done where trusted hosts say which is ours.
 * Without them it must name the host that the field names, as §3.2 asks of every client: whatever stands in front of the app may
 * have gone by the field.
 */
function authorityReader(trusted: TrustedHosts | undefined, readHost: HostReader) {
  return (authority: string, field: string | undefined, scheme: Scheme): Host => {
    const host = readHost(authority, scheme)
    if (trusted === undefined && field !== undefined && parseHost(field, scheme)?.host !== host.host)
      throw new BadRequest('The target names another host than the Host field')
    return host
  }
}
