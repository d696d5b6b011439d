import type { RunningApp } from '../context/running-app.ts'
import type { Fields } from '../http/fields.ts'
import { toPath } from '../routing/path.ts'
import type {
  AnyHandler,
  Handler,
  MethodsOptions,
  RouteDefinition,
  RouteOptions,
  Verb,
  VerbRest,
} from './handler.ts'
import { HookSet } from './hook-set.ts'
import type { PathLike } from './params-of.ts'
import { Route } from './route.ts'
import { handlerOfView, isView, methodsOfView, type ViewClass } from './view.ts'

/** What follows the path in a call of `route`. */
type RouteRest =
  | readonly [view: ViewClass]
  | readonly [options: MethodsOptions<unknown, unknown>, handler: AnyHandler | ViewClass]

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
   * Adds a route that answers the methods given, or those of a {@link View}.
   *
   * @throws {@link MicroError} `ROUTE_SYNTAX`, `ROUTE_CONFLICT`, `ENDPOINT_TAKEN` or `SETUP_FINISHED`.
   * @example
   * app.route('/search', { methods: ['GET', 'POST'], endpoint: 'search' }, ({ query }) => ({ q: query.get('q') ?? '' }))
   */
  route<const Path extends PathLike>(path: Path, view: ViewClass): Route<Path>
  route<const Path extends PathLike, Query = Fields, Body = undefined>(
    path: Path,
    options: MethodsOptions<Query, Body>,
    handler: Handler<Path, Query, Body> | ViewClass,
  ): Route<Path>
  route<const Path extends PathLike>(path: Path, ...rest: RouteRest): Route<Path> {
    const [options, handler] = rest.length === 2 ? rest : [{}, rest[0]]
    if (!isView(handler)) return this.#add(path, options.methods ?? ['GET'], options, handler)
    const guards = [...handler.before, ...(options.before ?? [])]
    const endpoint = options.endpoint ?? handler.name
    const methods = options.methods ?? methodsOfView(handler)
    return this.#add(path, methods, { ...options, endpoint, before: guards }, handlerOfView(handler))
  }

  #verb(method: string): Verb {
    return <const Path extends PathLike>(path: Path, ...rest: VerbRest): Route<Path> => {
      const [options, handler] = rest.length === 2 ? rest : [{}, rest[0]]
      return this.#add(path, [method], options, handler)
    }
  }

  #add<const Path extends PathLike>(
    path: Path,
    methods: readonly string[],
    options: RouteOptions<unknown, unknown>,
    handler: AnyHandler,
  ): Route<Path> {
    this.assertOpen('route')
    const { text } = toPath(path)
    const endpoint = options.endpoint ?? (handler.name || `${methods.join(' ')} ${text}`)
    const route = new Route<Path>(text, endpoint, methods, this.home)
    this.addRoute({ route, path, options, handler })
    return route
  }
}
