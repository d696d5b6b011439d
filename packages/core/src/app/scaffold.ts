import { fail } from '../ground/codes.ts'
import type { HttpError } from '../ground/http-error.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { ContextProcessor } from '../context/template-surface.ts'
import type { Fields } from '../http/fields.ts'
import {
  type AfterHook,
  type BeforeHook,
  emptyHooks,
  type ErrorClass,
  type ErrorHandler,
  type Hooks,
  type Middleware,
  type TeardownHook,
  type UrlValuePreprocessor,
} from '../pipeline/scope.ts'
import { toPath } from '../routing/path.ts'
import type { AnyHandler, Handler, MethodsOptions, RouteDefinition, RouteOptions, Verb, VerbRest } from './handler.ts'
import type { RequestHooks, UrlDefaults } from './request-hooks.ts'
import type { PathLike } from './params-of.ts'
import { Route } from './route.ts'
import { handlerOfView, isView, methodsOfView, type ViewClass } from './view.ts'

/** What follows the path in a call of `route`. */
type RouteRest = readonly [view: ViewClass] | readonly [options: MethodsOptions<unknown, unknown>, handler: AnyHandler | ViewClass]

/** What an app and a blueprint have in common: routes, and the hooks around their requests. */
export abstract class Scaffold implements RequestHooks {
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

  /** What was registered, for {@link App} to serve from. */
  protected readonly hooks: Hooks = emptyHooks()
  protected readonly urlDefaultHooks: UrlDefaults[] = []
  protected readonly contextProcessors: ContextProcessor[] = []

  /** @throws {@link MicroError} `SETUP_FINISHED` when it is too late to call this method. */
  protected abstract assertOpen(method: string): void
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

  beforeRequest(hook: BeforeHook): void {
    this.assertOpen('beforeRequest')
    this.hooks.before.push(hook)
  }

  afterRequest(hook: AfterHook): void {
    this.assertOpen('afterRequest')
    this.hooks.after.push(hook)
  }

  beforeSend(hook: AfterHook): void {
    this.assertOpen('beforeSend')
    this.hooks.beforeSend.push(hook)
  }

  teardownRequest(hook: TeardownHook): void {
    this.assertOpen('teardownRequest')
    this.hooks.teardown.push(hook)
  }

  use(middleware: Middleware): void {
    this.assertOpen('use')
    this.hooks.middleware.push(middleware)
  }

  urlValuePreprocessor(hook: UrlValuePreprocessor): void {
    this.assertOpen('urlValuePreprocessor')
    this.hooks.urlValuePreprocessors.push(hook)
  }

  urlDefaults(hook: UrlDefaults): void {
    this.assertOpen('urlDefaults')
    this.urlDefaultHooks.push(hook)
  }

  /** Gives values to every template that is rendered in this scope. */
  contextProcessor(processor: ContextProcessor): void {
    this.assertOpen('contextProcessor')
    this.contextProcessors.push(processor)
  }

  errorHandler(status: number, handler: ErrorHandler<HttpError>): void
  errorHandler<E>(errorClass: ErrorClass<E>, handler: ErrorHandler<E>): void
  errorHandler(caught: number | ErrorClass, handler: ErrorHandler<never>): void {
    this.assertOpen('errorHandler')
    if (typeof caught !== 'number') this.hooks.errorsByClass.set(caught, { handle: handler })
    else if (Number.isInteger(caught) && caught >= 400 && caught <= 599) this.hooks.errorsByStatus.set(caught, { handle: handler })
    else throw fail('ABORT_STATUS', { status: String(caught) })
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
