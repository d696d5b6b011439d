import { HttpError, InternalServerError } from '../ground/http-error.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { runIn } from '../context/current.ts'
import { RequestContext } from '../context/request-context.ts'
import type { Reply, ReplyBody } from '../message/reply.ts'
import { type Arrival, Request } from '../message/request.ts'
import type { Source } from '../message/source.ts'
import { toReply } from '../message/to-reply.ts'
import type { Chain, Endpoint } from './endpoint.ts'
import { errorPage } from './error-page.ts'
import { findHandler } from './find-handler.ts'
import type { Plan } from './plan.ts'
import { runBefore } from './run-before.ts'
import type { AfterHook, UrlValuePreprocessor } from './scope.ts'

/**
 * Hands a reply to the client; settled when its last byte is out, or the client has left. May throw or reject when the
 * body fails on the way: it is logged.
 *
 * @param failure - The error behind the reply, when no handler of the app took it.
 */
export type Send = (reply: Reply, failure?: unknown) => MaybePromise<void>

/** One request on its way through the pipeline. */
interface Visit {
  readonly plan: Plan
  readonly endpoint: Endpoint
  readonly c: RequestContext
  /** The error that no handler of the app took, for the teardown hooks. */
  failure: unknown
}

/**
 * The life of a request, from what came in to the last clean-up:
 * door → match → before → view → reply → after → send → teardown.
 *
 * Never throws and never rejects: whatever happens becomes a reply and a log line. Stays synchronous as long as
 * everything that it calls does.
 */
export function serve(plan: Plan, source: Source, send: Send): MaybePromise<void> {
  const arrival = plan.door(source)
  const c = new RequestContext(plan.app, new Request(arrival, plan.limits, plan.app.json))
  return runIn(c, live, plan, arrival, c, send)
}

function live(plan: Plan, arrival: Arrival, c: RequestContext, send: Send): MaybePromise<void> {
  // In the context already: a converter may ask for the request.
  const { endpoint, params } = plan.locate(arrival)
  c.arriveAt(endpoint.chain, params)
  if (endpoint.limits !== undefined) c.request.limitTo(endpoint.limits)
  const visit: Visit = { plan, endpoint, c, failure: undefined }
  const reply = answer(visit)
  return isPromise(reply) ? reply.then((ready) => deliver(visit, ready, send)) : deliver(visit, reply, send)
}

/** before → view → reply → after; an error on the way is answered by its handler. */
function answer(visit: Visit): MaybePromise<Reply> {
  const { chain } = visit.endpoint
  let reply: MaybePromise<Reply>
  try {
    const value = enter(visit, chain)
    reply = isPromise(value) ? settle(visit, value) : asReply(visit, value)
  } catch (error) {
    reply = recover(visit, error)
  }
  return isPromise(reply) ? reply.then((ready) => finish(visit, ready)) : finish(visit, reply)
}

function enter({ endpoint, c }: Visit, chain: Chain): MaybePromise<unknown> {
  if (chain.urlValuePreprocessors !== undefined) preprocess(c, chain.urlValuePreprocessors)
  return chain.before === undefined ? endpoint.view(c) : runBefore(chain.before, c, endpoint.view)
}

/** The values are a copy of this request's own: those of a path without variables are shared by all its requests. */
function preprocess(c: RequestContext, hooks: readonly UrlValuePreprocessor[]): void {
  const params: Record<string, unknown> | undefined =
    c.endpoint === undefined ? undefined : Object.assign(Object.create(null), c.params)
  if (params !== undefined) c.params = params
  for (const hook of hooks) hook(c.endpoint, params)
}

async function settle(visit: Visit, pending: PromiseLike<unknown>): Promise<Reply> {
  try {
    return asReply(visit, await pending)
  } catch (error) {
    return recover(visit, error)
  }
}

function asReply({ plan, endpoint }: Visit, value: unknown): Reply {
  return toReply(value, plan.app.json, endpoint.chain.endpoint ?? 'a before hook')
}

/** The reply to an error. Whatever was thrown: a proxy may fail when it is looked at, its header fields when they are written. */
function recover(visit: Visit, error: unknown): MaybePromise<Reply> {
  try {
    return handle(visit, error)
  } catch (second) {
    return fallBack(visit, second)
  }
}

/** By the app's handler, or the built-in page when there is none or it fails itself. */
function handle(visit: Visit, error: unknown): MaybePromise<Reply> {
  const { chain } = visit.endpoint
  let handled = error
  let handler = findHandler(chain.scopes, error)
  if (handler === undefined && !(error instanceof HttpError)) {
    report(visit, error)
    handled = new InternalServerError('', { cause: error })
    handler = findHandler(chain.scopes, handled)
  }
  if (handler === undefined) return builtIn(visit, error)
  const value = handler.handle(handled, visit.c)
  if (!isPromise(value)) return asAnswer(asReply(visit, value), value, handled)
  return value
    .then((settled) => asAnswer(asReply(visit, settled), settled, handled))
    .then(undefined, (second: unknown) => fallBack(visit, second))
}

/**
 * The reply of an error handler: a bare value has the status of the error, a reply says its own; and what the error
 * must say in the header (the `Allow` of a 405) is said in both.
 */
function asAnswer(reply: Reply, value: unknown, error: unknown): Reply {
  const { status, headers } = error instanceof HttpError ? error : new InternalServerError()
  if (reply !== value && !(value instanceof Response)) reply.status = status
  if (reply.status !== status) return reply
  for (const [name, text] of Object.entries(headers)) reply.headers.setDefault(name, text)
  return reply
}

/** An error handler failed: `abort` inside it keeps its status, anything else is 500. Never handled again. */
function fallBack(visit: Visit, error: unknown): Reply {
  if (!(error instanceof HttpError)) report(visit, error)
  return builtIn(visit, error)
}

function builtIn({ plan, c }: Visit, error: unknown): Reply {
  return errorPage(error, c.request.headers.get('accept'), plan.app.debug)
}

/** Logs an error that nobody expected and remembers it for the teardown hooks. */
function report(visit: Visit, err: unknown): void {
  const { request, endpoint } = visit.c
  visit.failure = err
  visit.plan.app.logger.error({ err, endpoint }, `Exception on ${request.path} [${request.method}]`)
}

/** after-this-request → after → before-send, each on the reply of the one before. */
function finish(visit: Visit, reply: Reply): MaybePromise<Reply> {
  const { onReply } = visit.endpoint.chain
  const { afterThis } = visit.c
  if (afterThis !== undefined) return runAfter(visit, [...afterThis, ...(onReply ?? [])], 0, reply)
  return onReply === undefined ? reply : runAfter(visit, onReply, 0, reply)
}

/** A hook that fails is not run again: its error is answered, and the hooks behind it see that reply. */
function runAfter(
  visit: Visit,
  hooks: readonly AfterHook[],
  first: number,
  reply: Reply,
): MaybePromise<Reply> {
  let current = reply
  for (let i = first; i < hooks.length; i++) {
    const { body } = current
    let changed: MaybePromise<Reply | void>
    try {
      changed = hooks[i]?.(current, visit.c)
    } catch (error) {
      changed = recover(visit, error)
    }
    if (isPromise(changed)) {
      return changed
        .then(undefined, (error: unknown) => recover(visit, error))
        .then((settled) => runAfter(visit, hooks, i + 1, leftBy(visit, body, settled ?? current)))
    }
    current = leftBy(visit, body, changed ?? current)
  }
  return current
}

/**
 * The reply that a hook leaves. What is behind a stream that it took off, such as an open file, is closed after the
 * reply; not before, because the new body may read the old one.
 */
function leftBy({ c }: Visit, before: ReplyBody, reply: Reply): Reply {
  if (before instanceof ReadableStream && before !== reply.body) c.onDispose(() => letGo(before))
  return reply
}

/** Whoever reads a stream to its end, or failed to, has closed it. */
async function letGo(stream: ReadableStream): Promise<void> {
  if (!stream.locked) await stream.cancel().catch(() => {})
}

/** send → teardown. */
function deliver(visit: Visit, reply: Reply, send: Send): MaybePromise<void> {
  let sent: MaybePromise<void> = undefined
  try {
    sent = send(reply, visit.failure)
  } catch (error) {
    report(visit, error)
  }
  if (!isPromise(sent)) return leave(visit)
  return sent.then(undefined, (error: unknown) => report(visit, error)).then(() => leave(visit))
}

function leave(visit: Visit): MaybePromise<void> {
  const { teardown } = visit.endpoint.chain
  if (teardown !== undefined || visit.c.hasDisposals) return cleanUp(visit)
  visit.c.closed = true
  return undefined
}

/** Every teardown hook runs, whatever the others do; then everything that was opened for this request is closed. */
async function cleanUp({ plan, endpoint, c, failure }: Visit): Promise<void> {
  for (const hook of endpoint.chain.teardown ?? []) {
    try {
      await hook(failure, c)
    } catch (err) {
      plan.app.logger.error({ err }, 'A teardown hook failed')
    }
  }
  await c.dispose()
  c.closed = true
}
