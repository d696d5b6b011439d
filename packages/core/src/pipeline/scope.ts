import type { MaybePromise } from '../ground/promise.ts'
import type { Context } from '../context/context.ts'
import type { Reply } from '../message/reply.ts'
import type { Returned } from '../message/to-reply.ts'

/** Runs before the view. What it returns, if anything, is the reply, and the view does not run. */
export type BeforeHook = (c: Context) => MaybePromise<Returned | void>

/** Runs on every reply. The `Reply` that it returns, if any, takes the place of the one that it got; it must not have been sent before. */
export type AfterHook = (reply: Reply, c: Context) => MaybePromise<Reply | void>

/** Runs after the reply is sent, with the error that nobody handled, if there was one. */
export type TeardownHook = (error: unknown, c: Context) => MaybePromise<void>

/** Runs around the view. `next()` gives the reply of what is inside, or throws what it threw. */
export type Middleware = (c: Context, next: () => Promise<Reply>) => MaybePromise<Returned>

/** Makes the reply to an error. A bare value keeps the error's status. */
export type ErrorHandler<E = unknown> = (error: E, c: Context) => MaybePromise<Returned>

/** Sees, and may change, the values of the path before any before hook; `undefined` when no route answers. Not async: nobody waits. */
export type UrlValuePreprocessor = (
  endpoint: string | undefined,
  params: Record<string, unknown> | undefined,
) => void

/** A class whose instances can be caught. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constraint: a class may take any arguments
export type ErrorClass<E = unknown> = abstract new (...args: any[]) => E

/** Handlers of errors by status and by class. Method syntax: a handler may take the narrower error that it asked for. */
export interface CaughtBy {
  handle(error: unknown, c: Context): MaybePromise<Returned>
}

/**
 * What applies to the requests of an app (`name` is `''`) or of one registration of a blueprint: filled during
 * set-up, only read while requests are served.
 */
export interface Scope {
  /** Dotted name of the blueprint as registered; `''` for the app. */
  readonly name: string
  readonly parent: Scope | undefined
  readonly hooks: Hooks
}

/** The hooks of one app or blueprint, in the order they were added. */
export interface Hooks {
  readonly before: BeforeHook[]
  readonly after: AfterHook[]
  readonly beforeSend: AfterHook[]
  readonly teardown: TeardownHook[]
  readonly middleware: Middleware[]
  readonly urlValuePreprocessors: UrlValuePreprocessor[]
  readonly errorsByStatus: Map<number, CaughtBy>
  readonly errorsByClass: Map<ErrorClass, CaughtBy>
}

/** No hooks yet. */
export function emptyHooks(): Hooks {
  return {
    before: [],
    after: [],
    beforeSend: [],
    teardown: [],
    middleware: [],
    urlValuePreprocessors: [],
    errorsByStatus: new Map(),
    errorsByClass: new Map(),
  }
}

/** How many hooks and error handlers there are. */
export function countHooks(hooks: Hooks): number {
  return Object.values(hooks).reduce(
    (count, each: readonly unknown[] | ReadonlyMap<unknown, unknown>) =>
      count + ('size' in each ? each.size : each.length),
    0,
  )
}

/** Puts hooks behind those that are there; of two error handlers for the same, the later one counts. */
export function addHooks(to: Hooks, from: Hooks): void {
  to.before.push(...from.before)
  to.after.push(...from.after)
  to.beforeSend.push(...from.beforeSend)
  to.teardown.push(...from.teardown)
  to.middleware.push(...from.middleware)
  to.urlValuePreprocessors.push(...from.urlValuePreprocessors)
  for (const [status, handler] of from.errorsByStatus) to.errorsByStatus.set(status, handler)
  for (const [errorClass, handler] of from.errorsByClass) to.errorsByClass.set(errorClass, handler)
}
