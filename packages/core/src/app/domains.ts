import { fail } from '../ground/codes.ts'

/** How the routes of an app are told apart: by the whole host, or by what stands before `serverName`. */
export interface DomainRules {
  readonly kind: 'host' | 'subdomain'
  readonly serverName: string | undefined
}

/** The text of a host that routes are compared to; `undefined` when hosts do not matter. A strange host has no subdomain. */
export function domainOf(host: string, { kind, serverName }: DomainRules): string | undefined {
  if (kind === 'host') return host
  if (serverName === undefined) return undefined
  const ending = `.${serverName.toLowerCase()}`
  return host.endsWith(ending) ? host.slice(0, -ending.length) : ''
}

/** The host of a route that asks for one. @throws {@link MicroError} `SERVER_NAME_MISSING`. */
export function hostOf(domain: string, { kind, serverName }: DomainRules): string {
  if (kind === 'host') return domain
  if (serverName === undefined) throw fail('SERVER_NAME_MISSING', { subdomain: domain })
  return domain === '' ? serverName : `${domain}.${serverName}`
}
