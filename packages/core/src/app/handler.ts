import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import type { AnyParams, Context } from '../context/context.ts'
import type { RouteRef } from '../context/running-app.ts'
import type { Fields } from '../http/fields.ts'
import type { Limits } from '../message/limits.ts'
import type { RequestHeaders } from '../message/request-headers.ts'
import type { Returned } from '../message/to-reply.ts'
import type { BeforeHook } from '../pipeline/scope.ts'
import type { AnswerOf, AnswerWith, ContextOf, Cookies, NoOptions } from './context-of.ts'
import type { ParamsOf, PathLike } from './params-of.ts'
import type { RuleOptions } from '../routing/rule.ts'
import type { Route } from './route.ts'
import type { Versions } from './versions.ts'

/**
 * What answers the requests of a route, for one that is written away from it.
 *
 * @typeParam Options - The type of the route's options, when it has schemas or defaults.
 * @example
 * const show: Handler<'/users/<int:id>'> = ({ params }) => ({ id: params.id })
 * app.get('/users/<int:id>', show)
 *
 * const options = { query: defineOptions({ q: stringOption('') }) }
 * const search: Handler<'/search', typeof options> = ({ query }) => ({ q: query.q })
 * app.get('/search', options, search)
 */
export type Handler<Path extends PathLike = string, Options extends object = NoOptions> = (
  c: ContextOf<Path, Options>,
) => MaybePromise<AnswerWith<Options>>

/** A handler whose context nobody has to name. */
export type AnyHandler = (c: never) => MaybePromise<Returned>

/**
 * What may be said of a route besides its path and handler.
 *
 * Schemas are any Standard Schema, sync or async. They run after the guards; what they refuse is answered with one 422 that
 * lists all of it.
 */
export interface RouteOptions<
  Query = Fields,
  Body = undefined,
  Defaults = unknown,
  Params = AnyParams,
  Headers = RequestHeaders,
  CheckedCookies = Cookies,
  Described = unknown,
> extends Omit<RuleOptions, 'methods' | 'defaults' | 'redirectTo' | 'buildOnly'> {
  /** Name within the app or blueprint, without dots. Default: the handler's name, or the methods and the path. */
  readonly endpoint?: string
  /** Parameters that the path does not hold; a URL that spells one out is redirected to the route that has it as default. */
  readonly defaults?: Defaults & AnyParams
  /** Run in order after all before hooks; what one returns, if anything, is the reply: guards of this route. */
  readonly before?: readonly BeforeHook[]
  /** Limits of its own in place of the app's, such as `{ maxBodySize: 50_000_000 }` for uploads. */
  readonly limits?: Partial<Limits>
  /** How long its handler may take, in milliseconds. Default: the setting `handlerTimeout`. Over it: 503. */
  readonly timeout?: number
  /** Checks what the path gave, after its converters, and the defaults; the handler gets what it makes of them as `c.params`. */
  readonly params?: StandardSchema<unknown, Params>
  /** Checks the query, a record of texts, with a list where a name came several times; its result is `c.query`. */
  readonly query?: StandardSchema<unknown, Query>
  /** Checks the header fields, a record of texts by their names in lower case; its result is `c.headers`. */
  readonly headers?: StandardSchema<unknown, Headers>
  /** Checks the cookies, a record of texts; its result is `c.cookies`. */
  readonly cookies?: StandardSchema<unknown, CheckedCookies>
  /**
   * Checks the body: JSON, or a form as a record of texts and files, with a list where a name came several times. Its result
   * is `c.body`. Read when the other parts are good. Not for GET and HEAD, which have none: `ROUTE_OPTIONS`.
   */
  readonly body?: StandardSchema<unknown, Body>
  /**
   * What the JSON of its replies is. Checked in debug alone: what does not fit is an error of the developer,
   * `REPLY_SCHEMA`. What the schema makes of it is not sent.
   */
  readonly reply?: StandardSchema<Described>
}

/** Options of a route that answers several methods. */
export interface MethodsOptions<
  Query = Fields,
  Body = undefined,
  Defaults = unknown,
  Params = AnyParams,
  Headers = RequestHeaders,
  CheckedCookies = Cookies,
  Described = unknown,
> extends RouteOptions<Query, Body, Defaults, Params, Headers, CheckedCookies, Described> {
  /** Default: `['GET']`. HEAD comes with GET; OPTIONS is automatic unless it is listed. */
  readonly methods?: readonly string[]
}

/** Options of a route without a handler: it sends its requests elsewhere, or only makes URLs. */
export type UnansweredOptions<Path extends PathLike> = Pick<RouteOptions, 'endpoint'> &
  Omit<RuleOptions, 'alias' | 'redirectTo' | 'buildOnly'> &
  (
    | {
        /** Where requests are redirected to: a path with variables of this one (`'/users/<id>'`), or what makes one. */
        readonly redirectTo: string | ((params: ParamsOf<Path>) => string)
      }
    | {
        /** It never matches: something else answers there. */
        readonly buildOnly: true
      }
  )

/**
 * Adds a route of one method: `app.get(path, handler)` or `app.get(path, options, handler)`.
 *
 * The handler's type is spelt out: by the alias {@link Handler} each route would cost the compiler twice as much.
 */
export interface Verb {
  /** @throws {@link MicroError} `ROUTE_SYNTAX`, `ROUTE_CONFLICT`, `ENDPOINT_TAKEN` or `SETUP_FINISHED`. */
  <const Path extends PathLike>(
    path: Path,
    handler: (
      c: Context<ParamsOf<Path>, Fields, undefined, RequestHeaders, Cookies>,
    ) => MaybePromise<Returned>,
  ): Route<Path>
  <
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
    options: RouteOptions<Query, Body, Defaults, Params, Headers, CheckedCookies, Described>,
    handler: (
      c: Context<Params, Query, Body, Headers, CheckedCookies>,
    ) => MaybePromise<AnswerOf<NoInfer<Described>>>,
  ): Route<Path>
}

/** What follows the path in a call of a verb. */
export type VerbRest = readonly [handler: AnyHandler] | readonly [options: AnyOptions, handler: AnyHandler]

/** The options of any route, with types that nobody has to name. */
export interface AnyOptions extends MethodsOptions<unknown, unknown, AnyParams, AnyParams, unknown, unknown> {
  readonly redirectTo?: string | Redirecting['to']
  readonly buildOnly?: boolean
}

/** Method syntax: what is given may take the narrower parameters of its own path. */
interface Redirecting {
  to(params: AnyParams): string
}

/** What was registered, erased to what running it needs. */
export interface RouteDefinition {
  readonly route: RouteRef
  readonly path: PathLike
  readonly options: AnyOptions
  /** As registered: the same function under the same endpoint is one endpoint. A route that is never answered has none. */
  readonly handler: AnyHandler | undefined
  /** Of a route that sends files: adds `v` to its URLs. */
  readonly versions?: Versions | undefined
}
