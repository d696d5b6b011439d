import type { MaybePromise } from '../ground/promise.ts'
import type { Limits } from '../message/limits.ts'
import type { RequestContext, Place } from '../context/request-context.ts'
import type { AfterHook, BeforeHook, Hooks, Scope, TeardownHook, UrlValuePreprocessor } from './scope.ts'

/** Gives the value that becomes the reply. */
export type View = (c: RequestContext) => MaybePromise<unknown>

/** All hooks that apply in a scope, in the order they run. `undefined` where there are none: nothing is looped over. */
export interface Chain extends Place {
  readonly urlValuePreprocessors: readonly UrlValuePreprocessor[] | undefined
  readonly before: readonly BeforeHook[] | undefined
  /** The after hooks, and behind them those that see the final reply. */
  readonly onReply: readonly AfterHook[] | undefined
  readonly teardown: readonly TeardownHook[] | undefined
  /** Inner first, the app last. */
  readonly scopes: readonly Scope[]
  /** Those of them that have error handlers. */
  readonly catching: readonly Scope[] | undefined
}

/** One place that requests can arrive at: everything about it is decided before the first of them. */
export interface Endpoint {
  readonly chain: Chain
  readonly view: View
  /** Limits of its own; `undefined` for those of the app. */
  readonly limits?: Partial<Limits> | undefined
  /** How long it may take, in milliseconds; `undefined` for what the app allows. */
  readonly timeout?: number | undefined
}

/** The chains of all scopes, each gathered when it is first asked for: never twice, and never per request. */
export class Chains {
  readonly #chains = new Map<Scope, Chain>()

  /** The chain of a scope, for requests that no endpoint answers. */
  of(scope: Scope): Chain {
    const known = this.#chains.get(scope)
    if (known !== undefined) return known
    const chain = gather(scope)
    this.#chains.set(scope, chain)
    return chain
  }

  /** The chain of an endpoint in a scope. */
  ofEndpoint(scope: Scope, endpoint: string): Chain {
    return { ...this.of(scope), endpoint }
  }
}

function gather(scope: Scope): Chain {
  const scopes = outwards(scope)
  const inwards = scopes.toReversed()
  const all = <Hook>(pick: (hooks: Hooks) => readonly Hook[]): readonly Hook[] | undefined => {
    const gathered = inwards.flatMap(({ hooks }) => pick(hooks))
    return gathered.length > 0 ? gathered : undefined
  }
  const onReply = [
    ...(all((hooks) => hooks.after)?.toReversed() ?? []),
    ...(all((hooks) => hooks.beforeSend)?.toReversed() ?? []),
  ]
  const catching = scopes.filter(({ hooks }) => hooks.errorsByClass.size + hooks.errorsByStatus.size > 0)
  return {
    endpoint: undefined,
    scopes,
    catching: catching.length > 0 ? catching : undefined,
    blueprints: scopes.map(({ name }) => name).filter((name) => name !== ''),
    urlValuePreprocessors: all((hooks) => hooks.urlValuePreprocessors),
    before: all((hooks) => hooks.before),
    onReply: onReply.length > 0 ? onReply : undefined,
    teardown: all((hooks) => hooks.teardown)?.toReversed(),
  }
}

/** The same place without its before hooks: automatic OPTIONS and preflights never meet an auth hook. */
export function withoutBefore(chain: Chain): Chain {
  return { ...chain, before: undefined }
}

function outwards(scope: Scope): Scope[] {
  const scopes: Scope[] = []
  for (let each: Scope | undefined = scope; each !== undefined; each = each.parent) scopes.push(each)
  return scopes
}
