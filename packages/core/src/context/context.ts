import type { MaybePromise } from '../ground/promise.ts'
import type { Reply } from '../message/reply.ts'
import type { Request } from '../message/request.ts'
import type { Key } from './key.ts'
import type { RunningApp } from './running-app.ts'

/** Parameters of a path whose literal is not known: by name, typed by nobody. */
export type AnyParams = Readonly<Record<string, unknown>>

/** Runs after the reply is made, for this request alone. */
export type AfterThisRequest = (reply: Reply) => MaybePromise<Reply | void>

/** What every request has, whatever its route: kept apart so that a route's types instantiate nothing but their own. */
export interface AnyContext {
  readonly app: RunningApp
  readonly request: Request
  /** Full name of the endpoint, such as `'blog.show'`; `undefined` when no route answers this path. */
  readonly endpoint: string | undefined
  /** Dotted name of the blueprint that owns the request; `undefined` outside of one. */
  readonly blueprint: string | undefined
  /** The blueprint and those around it, inner first. */
  readonly blueprints: readonly string[]
  /** Aborted when the client leaves before the reply is complete. */
  readonly signal: AbortSignal

  /** The value kept under a key; `undefined` when there is none. */
  get<T>(key: Key<T>): T | undefined
  /** Keeps a value under a key for the rest of the request. */
  set<T>(key: Key<T>, value: T): void
  /**
   * A value of which this request has at most one: made when it is first asked for, disposed after the reply is sent,
   * whatever happened. Last made, first disposed.
   *
   * @param owner - Whose value it is, usually the extension object. One value per owner.
   */
  scoped<T>(owner: object, make: () => T, dispose?: (value: T) => MaybePromise<void>): T
  /** Runs a function after the reply is sent. */
  onDispose(run: () => MaybePromise<void>): void
  /** Runs a function on the reply of this request, before the after hooks. */
  afterThisRequest(run: AfterThisRequest): void
}

/**
 * One request, as handlers and hooks see it.
 *
 * `params`, `query`, `headers`, `cookies` and `body` are what the schemas of the route made of them. Hooks, which see the
 * requests of many routes, read what was sent: `c.request.query` and its like.
 *
 * @typeParam Params - What the path gives, typed by its converters, with the `defaults` of the route; or what its `params`
 *   schema gives.
 * @typeParam Query - The query: {@link Fields} unless the route has a `query` schema.
 * @typeParam Body - What the route's `body` schema gives; `undefined` without one.
 * @typeParam Headers - The header: {@link RequestHeaders} unless the route has a `headers` schema.
 * @typeParam Cookies - The cookies by name unless the route has a `cookies` schema.
 */
export interface Context<
  Params = AnyParams,
  Query = unknown,
  Body = unknown,
  Headers = unknown,
  Cookies = unknown,
> extends AnyContext {
  /** What the path gave and the `defaults` of the route, by name. Inherits nothing. */
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: Headers
  readonly cookies: Cookies
}
