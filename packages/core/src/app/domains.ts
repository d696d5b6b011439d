import { fail } from '../ground/codes.ts'

/** How routes with a host or subdomain are told apart: by the whole host, or by what stands before `serverName`. */
export interface DomainRules {
  readonly hostMatching: boolean
  readonly serverName: string | undefined
}

/** The text of a host that routes are compared to; `undefined` when hosts do not matter. A strange host has no subdomain. */
export function domainOf(host: string, { hostMatching, serverName }: DomainRules): string | undefined {
  if (hostMatching) return host
  if (serverName === undefined) return undefined
  const ending = `.${serverName.toLowerCase()}`
  return host.endsWith(ending) ? host.slice(0, -ending.length) : ''
}

/** The host of a route that asks for one. @throws {@link MicroError} `SERVER_NAME_MISSING`. */
export function hostOf(domain: string, { hostMatching, serverName }: DomainRules): string {
  if (hostMatching) return domain
  if (serverName === undefined) throw fail('SERVER_NAME_MISSING', { subdomain: domain })
  return domain === '' ? serverName : `${domain}.${serverName}`
}
