import { BadRequest } from '../ground/http-error.ts'
import { isTrustedHost, parseHost, type TrustedHosts } from '../http/host.ts'
import { parseTarget } from '../http/target.ts'
import type { Arrival } from '../message/request.ts'
import type { Source } from '../message/source.ts'

/** What is checked of every request before anything looks at it. */
export interface DoorRules {
  /** Hosts that the app answers to; `undefined` for any. */
  readonly trustedHosts: TrustedHosts | undefined
}

/**
 * The front check: target and host, once. What it gives is what every later part goes by; a request that it refuses
 * belongs to no route, and its path and host are not looked at again.
 */
export function arrive(source: Source, rules: DoorRules): Arrival {
  try {
    return inspect(source, rules)
  } catch (refusal) {
    return { source, path: '', queryString: '', dotted: false, host: '', refusal }
  }
}

function inspect(source: Source, rules: DoorRules): Arrival {
  const { path, query, authority, dotted } = parseTarget(source.target)
  const host = parseHost(authority === '' ? (source.header('host') ?? '') : authority, source.scheme)
  if (host === undefined) throw new BadRequest('The Host is not valid')
  if (rules.trustedHosts !== undefined && !isTrustedHost(host.hostname, rules.trustedHosts))
    throw new BadRequest('The Host is not one of this site')
  return { source, path, queryString: query, dotted, host: host.host, refusal: undefined }
}
