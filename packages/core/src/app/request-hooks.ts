import type {
  AfterHook,
  BeforeHook,
  ErrorClass,
  ErrorHandler,
  Middleware,
  TeardownHook,
  UrlValuePreprocessor,
} from '../pipeline/scope.ts'
import type { HttpError } from '../ground/http-error.ts'

/** Whether the URL of an endpoint takes values of all these names: whether it has a route with such parameters. */
export type Expects = (...names: readonly string[]) => boolean

/**
 * Fills in values when the URL of an endpoint is built. What the endpoint does not expect would go into the query.
 *
 * @example
 * app.urlDefaults((_endpoint, values, expects) => {
 *   if (expects('lang')) values['lang'] ??= 'en'
 * })
 */
export type UrlDefaults = (endpoint: string, values: Record<string, unknown>, expects: Expects) => void

/** What can be hung around the requests of a scope: an app, or a blueprint. */
export interface RequestHooks {
  /** Runs before the view, the app's first, then blueprints from the outside in, each in order of registration. */
  beforeRequest(hook: BeforeHook): void
  /** Runs on every reply, in reverse order, also on those of error handlers. */
  afterRequest(hook: AfterHook): void
  /** Runs after every after hook: for what must see the final reply, such as a session that is saved into it. */
  beforeSend(hook: AfterHook): void
  /** Runs after the reply is sent, in reverse order, each of them, whatever the others do. */
  teardownRequest(hook: TeardownHook): void
  /** Runs around the view: `try`/`finally` really sees its failure. */
  use(middleware: Middleware): void
  /** Makes the replies to errors of a status. A bare value keeps the status. */
  errorHandler(status: number, handler: ErrorHandler<HttpError>): void
  /** Makes the replies to errors of a class and those that extend it. */
  errorHandler<E>(errorClass: ErrorClass<E>, handler: ErrorHandler<E>): void
  /** Sees, and may change, the values of the path before any before hook. */
  urlValuePreprocessor(hook: UrlValuePreprocessor): void
  /** Fills in values when the URL of an endpoint of this scope is built. */
  urlDefaults(hook: UrlDefaults): void
}
