import { BadRequest, MethodNotAllowed, NotFound } from '../ground/http-error.ts'
import { withoutStack } from '../ground/stackless.ts'
import type { AnyParams } from '../context/context.ts'
import type { Arrival } from '../message/arrival.ts'
import { redirect } from '../message/redirect.ts'
import { Reply } from '../message/reply.ts'
import type { Router } from '../routing/router.ts'
import { type Chain, type Chains, type Endpoint, withoutBefore } from './endpoint.ts'
import type { Located } from './plan.ts'
import { Refusal } from './refusal.ts'
import type { Scope } from './scope.ts'

/** What a rule of the router leads to; its endpoint is made when the first request arrives. */
export interface RuleTarget {
  readonly scope: Scope
  readonly endpoint: Endpoint
}

/** What the router does not know: who owns a path, and what hosts mean. */
export interface Surroundings {
  readonly chains: Chains
  /** The scope that owns a path which no route answers. */
  readonly scopeOf: (path: string, domain: string | undefined) => Scope
  /** The text of a host that rules are compared to; `undefined` when hosts do not matter. */
  readonly domainOf: (host: string) => string | undefined
  /** The host of a rule that asks for one. */
  readonly hostOf: (domain: string) => string
}

const methodNotAllowed = /* @__PURE__ */ withoutStack(MethodNotAllowed)
const notFound = /* @__PURE__ */ withoutStack(NotFound)

const NO_PARAMS: AnyParams = Object.freeze(Object.create(null))

/**
 * Makes the function that finds a request's endpoint.
 *
 * Routing errors are endpoints too, whose view refuses: so the before hooks of the blueprint that owns the path run
 * first, and its error handlers answer. Automatic OPTIONS and redirects of a preflight have no before hooks. A converter
 * that throws is such an error too, of the app as a whole.
 *
 * @throws Never: what goes wrong is an endpoint as well.
 */
export function locator(
  router: Router<RuleTarget>,
  { chains, scopeOf, domainOf, hostOf }: Surroundings,
): (arrival: Arrival) => Located {
  const locate = (arrival: Arrival): Located => {
    const { source, path, host, dotted, queryString, refusal } = arrival
    if (refusal !== undefined)
      return missed(withoutBefore(chains.of(scopeOf('', undefined))), () => new Refusal(refusal))
    const domain = domainOf(host)
    const match = path === '*' || dotted ? undefined : router.match(source.method, path, domain)
    if (match?.kind === 'found') return { endpoint: match.rule.target.endpoint, params: match.params }
    const chain = chains.of(scopeOf(path, domain))
    if (path === '*') return missed(withoutBefore(chain), () => ofServer(source.method, router))
    switch (match?.kind) {
      case 'redirect': {
        const origin =
          match.domain === undefined || match.domain === domain
            ? ''
            : `${arrival.scheme}://${hostOf(match.domain)}`
        return missed(chain, () => moved(`${origin}${arrival.prefix}${match.location}`, queryString))
      }
      case 'options':
        return missed(withoutBefore(chain), () => allow(match.allowed))
      case 'method-not-allowed':
        return missed(chain, () => refuseMethod(match.allowed))
      default:
        return missed(chain, refusePath)
    }
  }
  return (arrival) => {
    try {
      return locate(arrival)
    } catch (error) {
      return missed(chains.of(scopeOf('', undefined)), () => new Refusal(error))
    }
  }
}

function missed(chain: Chain, view: Endpoint['view']): Located {
  return { endpoint: { chain, view }, params: NO_PARAMS }
}

/** RFC 9112 §3.2.4: the target `*` "is only used for a server-wide OPTIONS request". */
function ofServer(method: string, router: Router<RuleTarget>): Reply {
  if (method !== 'OPTIONS') throw new BadRequest('Only OPTIONS can be asked of the server as a whole')
  return allow([...new Set(router.rules.flatMap(({ methods }) => methods))].toSorted())
}

function refusePath(): Refusal {
  return new Refusal(notFound())
}

/** RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response". */
function refuseMethod(allowed: readonly string[]): Refusal {
  return new Refusal(methodNotAllowed({ allow: allowed.join(', ') }))
}

function allow(methods: readonly string[]): Reply {
  return new Reply(null, undefined, { status: 204, headers: { allow: methods.join(', ') } })
}

function moved(location: string, query: string): Reply {
  return redirect(query === '' ? location : `${location}?${query}`, 308)
}
