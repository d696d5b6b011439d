import { BadRequest } from '../ground/http-error.ts'
import { type Host, isTrustedHost, parseHost, type TrustedHosts } from '../http/host.ts'
import { parseTarget } from '../http/target.ts'
import type { Arrival } from '../message/request.ts'
import type { Source } from '../message/source.ts'

/** Looks at a request before anything else does. */
export type Door = (source: Source) => Arrival

/**
 * Makes the front check: target and host, once. What it gives is what every later part goes by; a request that it refuses
 * belongs to no route, and its path and host are not looked at again.
 *
 * @param trusted - Hosts that the app answers to; `undefined` for any.
 */
export function createDoor(trusted: TrustedHosts | undefined): Door {
  const readHost = hostReader(trusted)
  return (source) => {
    try {
      const { path, query, authority, dotted } = parseTarget(source.target)
      const text = authority === '' ? (source.header('host') ?? '') : authority
      return {
        source,
        path,
        queryString: query,
        dotted,
        host: readHost(text, source.scheme).host,
        refusal: undefined,
      }
    } catch (refusal) {
      return { source, path: '', queryString: '', dotted: false, host: '', refusal }
    }
  }
}

/** Nearly every request names the host that the one before named: it is read once. */
function hostReader(trusted: TrustedHosts | undefined): (text: string, scheme: 'http' | 'https') => Host {
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
