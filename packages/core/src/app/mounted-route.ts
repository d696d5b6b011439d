import { NotFound } from '../ground/http-error.ts'
import type { Chains, Endpoint } from '../pipeline/endpoint.ts'
import type { RuleTarget } from '../pipeline/locate.ts'
import type { Scope } from '../pipeline/scope.ts'
import { composeView } from '../pipeline/view.ts'
import type { RouteDefinition } from './handler.ts'

/** A route without a handler has nothing to say to OPTIONS, should it list that. */
function nowhere(): never {
  throw new NotFound()
}

/** What a registered route leads to. It is put together when its first request arrives: a thousand routes start as fast as one. */
export class MountedRoute implements RuleTarget {
  readonly scope: Scope
  readonly definition: RouteDefinition
  readonly #name: string
  readonly #chains: Chains
  #endpoint: Endpoint | undefined

  constructor(definition: RouteDefinition, name: string, scope: Scope, chains: Chains) {
    this.definition = definition
    this.#name = name
    this.scope = scope
    this.#chains = chains
  }

  get endpoint(): Endpoint {
    return (this.#endpoint ??= this.#compose())
  }

  #compose(): Endpoint {
    const { options, handler = nowhere } = this.definition
    const chain = this.#chains.ofEndpoint(this.scope, this.#name)
    const middleware = chain.scopes.toReversed().flatMap(({ hooks }) => hooks.middleware)
    const { before: guards = [], reply, limits, timeout } = options
    return {
      chain,
      limits,
      timeout,
      view: composeView({
        name: this.#name,
        guards,
        schemas: options,
        reply,
        middleware,
        handler: { handle: handler },
      }),
    }
  }
}
