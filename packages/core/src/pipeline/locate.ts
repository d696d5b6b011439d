import { BadRequest, MethodNotAllowed, NotFound } from '../ground/http-error.ts'
import type { AnyParams } from '../context/context.ts'
import type { Arrival } from '../message/request.ts'
import { redirect } from '../message/redirect.ts'
import { Reply } from '../message/reply.ts'
import type { Router } from '../routing/router.ts'
import { type Chain, type Chains, type Endpoint, withoutBefore } from './endpoint.ts'
import type { Located } from './plan.ts'
import type { Scope } from './scope.ts'

/** What a rule of the router leads to; its endpoint is made when the first request arrives. */
export interface RuleTarget {
  readonly scope: Scope
  readonly endpoint: Endpoint
}

const NO_PARAMS: AnyParams = Object.freeze(Object.create(null))

/**
 * Makes the function that finds a request's endpoint.
 *
 * Routing errors are endpoints too, whose view throws: so the before hooks of the blueprint that owns the path run
 * first, and its error handlers answer. Automatic OPTIONS and redirects of a preflight have no before hooks. A converter
 * that throws is such an error too, of the app as a whole.
 *
 * @param scopeOf - The scope that owns a path which no route answers.
 */
export function locator(router: Router<RuleTarget>, scopeOf: (path: string) => Scope, chains: Chains): (arrival: Arrival) => Located {
  const chainAt = (path: string): Chain => chains.of(scopeOf(path))
  const locate = (arrival: Arrival): Located => {
    const { source, path } = arrival
    if (path === '*') return missed(withoutBefore(chainAt('')), () => ofServer(source.method, router))
    if (arrival.dotted) return missed(chainAt(path), notFound)
    const match = router.match(source.method, path, arrival.host)
    switch (match.kind) {
      case 'found':
        return { endpoint: match.rule.target.endpoint, params: match.params }
      case 'redirect':
        return missed(chainAt(path), () => moved(match.location, arrival.queryString))
      case 'options':
        return missed(withoutBefore(chainAt(path)), () => allow(match.allowed))
      case 'method-not-allowed':
        return missed(chainAt(path), () => refuse(match.allowed))
      case 'not-found':
        return missed(chainAt(path), notFound)
    }
  }
  return (arrival) => {
    try {
      return locate(arrival)
    } catch (error) {
      return missed(chainAt(''), () => rethrow(error))
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

function rethrow(error: unknown): never {
  throw error
}

function notFound(): never {
  throw new NotFound()
}

/** RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response". */
function refuse(allowed: readonly string[]): never {
  throw new MethodNotAllowed('', { headers: { allow: allowed.join(', ') } })
}

function allow(methods: readonly string[]): Reply {
  return new Reply(null, undefined, { status: 204, headers: { allow: methods.join(', ') } })
}

function moved(location: string, query: string): Reply {
  return redirect(query === '' ? location : `${location}?${query}`, 308)
}
