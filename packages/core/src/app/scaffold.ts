import { fail } from '../ground/codes.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { Context } from '../context/context.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { Fields } from '../http/fields.ts'
import { assertLimits } from '../message/limits.ts'
import type { RequestHeaders } from '../message/request-headers.ts'
import { toPath } from '../routing/path.ts'
import type {
  AnyHandler,
  AnyOptions,
  MethodsOptions,
  RouteDefinition,
  UnansweredOptions,
  Verb,
  VerbRest,
} from './handler.ts'
import type { AnswerOf, Cookies } from './context-of.ts'
import { HookSet } from './hook-set.ts'
import type { ParamsOf, PathLike } from './params-of.ts'
import { Route } from './route.ts'
import { handlerOfView, isView, methodsOfView, optionsOfView, type ViewClass } from './view.ts'

/** What follows the path in a call of `route`. */
type RouteRest =
  | readonly [answer: ViewClass | AnyOptions]
  | readonly [options: AnyOptions, handler: AnyHandler | ViewClass]

const NO_OPTIONS: AnyOptions = /* @__PURE__ */ Object.freeze({})

/** What an app and a blueprint have in common: routes, and the hooks around their requests. */
export abstract class Scaffold extends HookSet {
  /** Adds a route that answers GET, and HEAD. */
  readonly get: Verb = this.#verb('GET')
  /** Adds a route that answers POST. */
  readonly post: Verb = this.#verb('POST')
  /** Adds a route that answers PUT. */
  readonly put: Verb = this.#verb('PUT')
  /** Adds a route that answers PATCH. */
  readonly patch: Verb = this.#verb('PATCH')
  /** Adds a route that answers DELETE. */
  readonly delete: Verb = this.#verb('DELETE')

  protected abstract addRoute(definition: RouteDefinition): void
  /** The app whose routes these are, when that is known before a request. */
  protected abstract readonly home: RunningApp | undefined

  /**
   * Adds a route that answers the methods given, or those of a {@link View}; or, without a handler, one whose requests are
   * redirected, or that only makes URLs.
   *
   * @throws {@link MicroError} `ROUTE_SYNTAX`, `ROUTE_HANDLER`, `ROUTE_OPTIONS`, `ROUTE_CONFLICT`, `ENDPOINT_TAKEN`, `LIMIT_VALUE` or `SETUP_FINISHED`.
   * @example
   * app.route('/search', { methods: ['GET', 'POST'], endpoint: 'search' }, ({ query }) => ({ q: query.get('q') ?? '' }))
   * app.route('/find', { redirectTo: '/search' })
   * app.route('/cdn/<path:file>', { buildOnly: true, endpoint: 'cdn' })
   */
  route<const Path extends PathLike>(path: Path, answer: ViewClass | UnansweredOptions<Path>): Route<Path>
  route<
    const Path extends PathLike,
    Query = Fields,
    Body = undefined,
    Defaults = unknown,
    Params = ParamsOf<Path> & Defaults,
    Headers = RequestHeaders,
    CheckedCookies = Cookies,
    Described = unknown,
  >(
    path: Path,
    options: MethodsOptions<Query, Body, Defaults, Params, Headers, CheckedCookies, Described>,
    handler:
      | ViewClass
      | ((
          c: Context<Params, Query, Body, Headers, CheckedCookies>,
        ) => MaybePromise<AnswerOf<NoInfer<Described>>>),
  ): Route<Path>
  route<const Path extends PathLike>(path: Path, ...rest: RouteRest): Route<Path> {
    const [options, handler] = rest.length === 2 ? rest : splitAnswer(rest[0])
    const { methods } = options
    if (!isView(handler)) return this.#add(path, methods ?? ['GET'], options, handler)
    return this.#add(
      path,
      methods ?? methodsOfView(handler),
      optionsOfView(handler, options),
      handlerOfView(handler),
    )
  }

  #verb(method: string): Verb {
    const methods = Object.freeze([method])
    return <const Path extends PathLike>(path: Path, ...rest: VerbRest): Route<Path> =>
      rest.length === 2
        ? this.#add(path, methods, rest[0], rest[1])
        : this.#add(path, methods, NO_OPTIONS, rest[0])
  }

  #add<const Path extends PathLike>(
    path: Path,
    methods: readonly string[],
    options: AnyOptions,
    handler: AnyHandler | undefined,
  ): Route<Path> {
    this.assertOpen('route')
    const { text } = toPath(path)
    assertHandler(text, options, handler)
    if (options.body !== undefined) assertContent(text, methods)
    const { limits, timeout = 1 } = options
    if (limits !== undefined || timeout !== 1) assertLimits({ ...limits, timeout })
    const endpoint = options.endpoint ?? (handler?.name || [methods, text].flat().join(' '))
    const route = new Route<Path>(text, endpoint, methods, this.home)
    this.addRoute({ route, path, options, handler })
    return route
  }
}

/** One thing behind the path is a view, or the options of a route that needs none. */
function splitAnswer(answer: ViewClass | AnyOptions): readonly [AnyOptions, ViewClass | undefined] {
  return typeof answer === 'function' ? [NO_OPTIONS, answer] : [answer, undefined]
}

/**
 * RFC 9110 §9.3.1: "content received in a GET request has no generally defined semantics".
 *
 * @throws {@link MicroError} `ROUTE_OPTIONS`.
 */
function assertContent(path: string, methods: readonly string[]): void {
  const without = methods.find((method) => /^(?:get|head)$/i.test(method))
  if (without === undefined) return
  throw fail('ROUTE_OPTIONS', {
    path,
    problem: `it checks a body, and ${without} has none; a \`query\` can be checked`,
  })
}

/** @throws {@link MicroError} `ROUTE_HANDLER`. */
function assertHandler(path: string, options: AnyOptions, handler: unknown): void {
  const unanswered = options.redirectTo !== undefined || options.buildOnly === true
  if (typeof handler === 'function' || (handler === undefined && unanswered)) return
  throw fail('ROUTE_HANDLER', { path, given: handler === null ? 'null' : typeof handler })
}
