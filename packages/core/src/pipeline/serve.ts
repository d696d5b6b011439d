import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'
import { HttpError, InternalServerError } from '../ground/http-error.ts'
import { writeLog } from '../ground/logger.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { runIn } from '../context/current.ts'
import { RequestContext } from '../context/request-context.ts'
import { requestFinished, requestStarted, requestTearingDown } from '../context/signals.ts'
import { keepCookiesPrivate } from '../message/private-cookies.ts'
import type { ReplyBody } from '../message/reply-body.ts'
import { Reply } from '../message/reply.ts'
import type { Arrival } from '../message/arrival.ts'
import { Request } from '../message/request.ts'
import type { Source } from '../message/source.ts'
import { letGo } from '../message/stream.ts'
import { nameOf, toReply } from '../message/to-reply.ts'
import { beginStream } from './begin-stream.ts'
import type { Chain } from './endpoint.ts'
import { findHandler } from './find-handler.ts'
import { inTime } from './in-time.ts'
import type { Plan } from './plan.ts'
import { Refusal } from './refusal.ts'
import { report } from './report.ts'
import { runBefore } from './run-before.ts'
import type { AfterHook, UrlValuePreprocessor } from './scope.ts'
import type { Send, Visit } from './visit.ts'

/**
 * The life of a request, from what came in to the last clean-up:
 * door → match → before → view → reply → after → send → teardown.
 *
 * Never throws and never rejects: whatever happens becomes a reply and a log line. Stays synchronous as long as
 * everything that it calls does.
 */
export function serve(plan: Plan, source: Source, send: Send): MaybePromise<void> {
  const arrival = plan.door(source)
  const c = new RequestContext(plan.app, new Request(arrival, plan.limits, plan.means))
  return runIn(c, () => live(plan, arrival, c, send))
}

function live(plan: Plan, arrival: Arrival, c: RequestContext, send: Send): MaybePromise<void> {
  if (!plan.signals.quiet) plan.signals.emit(requestStarted, { c })
  // In the context already: a converter may ask for the request.
  const { endpoint, params } = plan.locate(arrival)
  c.arriveAt(endpoint.chain, params)
  if (endpoint.limits !== undefined) c.request.limitTo(endpoint.limits)
  return ask({ plan, endpoint, c, send, failure: undefined })
}

/** before → view → reply; an error on the way is answered by its handler. Then comes the rest. */
function ask(visit: Visit): MaybePromise<void> {
  let reply: MaybePromise<Reply>
  try {
    const value = enter(visit, visit.endpoint.chain)
    if (isPromise(value)) return inTime(visit, value, asReply, recover, conclude)
    if (value instanceof Refusal) reply = recover(visit, value.error)
    else {
      reply = asReply(visit, value)
      if (isPromise(reply)) return inTime(visit, reply, itself, recover, conclude)
    }
  } catch (error) {
    reply = recover(visit, error)
  }
  return isPromise(reply) ? reply.then((ready) => conclude(visit, ready)) : conclude(visit, reply)
}

function itself(_: Visit, reply: Reply): Reply {
  return reply
}

function enter(visit: Visit, chain: Chain): MaybePromise<unknown> {
  const { endpoint, c } = visit
  if (chain.urlValuePreprocessors !== undefined) preprocess(visit, chain.urlValuePreprocessors)
  return chain.before === undefined ? endpoint.view(c) : runBefore(chain.before, c, endpoint.view)
}

/** The values are a copy of this request's own: those of a path without variables are shared by all its requests. */
function preprocess(visit: Visit, hooks: readonly UrlValuePreprocessor[]): void {
  const { c } = visit
  const params: Record<string, unknown> | undefined =
    c.endpoint === undefined ? undefined : Object.assign(Object.create(null), c.params)
  if (params !== undefined) c.params = params
  for (const hook of hooks) {
    // To types an async function is one that returns nothing.
    const value: unknown = hook(c.endpoint, params)
    if (!isPromise(value)) continue
    Promise.resolve(value).then(undefined, (error: unknown) => report(visit, error))
    throw hookReturned(visit, value)
  }
}

function asReply({ plan, endpoint, c }: Visit, value: unknown): MaybePromise<Reply> {
  // Behind an asynchronous hook; all others are answered before it comes to this.
  if (value instanceof Refusal) throw value.error
  return beginStream(toReply(value, plan.app.json, endpoint.chain.endpoint ?? 'a before hook'), c.request)
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
function handle(visit: Visit, thrown: unknown): MaybePromise<Reply> {
  const { chain } = visit.endpoint
  const error = causeOf(thrown, visit.c.request.bodyRefusal)
  let handled = error
  let handler = findHandler(chain.catching, error)
  if (handler === undefined && !(error instanceof HttpError)) {
    report(visit, error)
    handled = new InternalServerError('', { cause: error })
    handler = findHandler(chain.catching, handled)
  }
  if (handler === undefined) return builtIn(visit, error)
  const value = handler.handle(handled, visit.c)
  if (isPromise(value))
    return inTime(visit, value, (_, settled) => handledBy(visit, settled, handled), fallBack, itself)
  const reply = handledBy(visit, value, handled)
  return isPromise(reply) ? inTime(visit, reply, itself, fallBack, itself) : reply
}

/** What somebody makes of a body that was refused, such as "fetch failed", is still the fault of the client. */
function causeOf(thrown: unknown, refusal: HttpError | undefined): unknown {
  if (refusal === undefined || thrown instanceof HttpError) return thrown
  let cause = thrown
  for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
    cause = cause.cause
    if (cause === refusal) return refusal
  }
  return thrown
}

function handledBy(visit: Visit, value: unknown, error: unknown): MaybePromise<Reply> {
  const reply = asReply(visit, value)
  return isPromise(reply)
    ? reply.then((ready) => asAnswer(ready, value, error))
    : asAnswer(reply, value, error)
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

/**
 * An error handler failed: `abort` inside it keeps its status, anything else is 500, and so is an error whose header fields cannot be
 * sent. Never handled again, and never throws: behind a promise nobody would catch it.
 */
function fallBack(visit: Visit, error: unknown): Reply {
  try {
    if (!(error instanceof HttpError)) report(visit, error)
    return builtIn(visit, error)
  } catch (second) {
    // Header fields that cannot be sent, or a proxy that cannot be looked at: nobody is left who would take it.
    report(visit, second)
    return builtIn(visit, new InternalServerError('', { cause: second }))
  }
}

function builtIn({ plan, c }: Visit, error: unknown): Reply {
  return plan.errorPage(error, c.request.source.header('accept'))
}

/** after-this-request → after → before-send, each on the reply of the one before. Then comes the rest: send → teardown. */
function conclude(visit: Visit, reply: Reply): MaybePromise<void> {
  const { onReply } = visit.endpoint.chain
  const { afterThis } = visit.c
  const hooks = afterThis === undefined ? onReply : [...afterThis, ...(onReply ?? [])]
  if (hooks === undefined) return deliver(visit, reply)
  const finished = runAfter(visit, hooks, 0, reply)
  if (!isPromise(finished)) return deliver(visit, finished)
  // A hook that is given up may never let go of what it was given.
  const refused = (_: Visit, error: unknown): Reply => leftBy(visit, reply.body, fallBack(visit, error))
  return inTime(visit, finished, itself, refused, deliver)
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
    let changed: MaybePromise<Reply>
    try {
      const value = hooks[i]?.(current, visit.c)
      // What is no promise of the platform may call back twice, or give nothing for its `then`.
      changed = isPromise(value)
        ? Promise.resolve(value).then(
            (settled) => changedBy(visit, current, settled),
            (error: unknown) => recover(visit, error),
          )
        : changedBy(visit, current, value)
    } catch (error) {
      changed = recover(visit, error)
    }
    if (isPromise(changed))
      return changed.then((ready) => runAfter(visit, hooks, i + 1, leftBy(visit, body, ready)))
    current = leftBy(visit, body, changed)
  }
  return current
}

/**
 * What a hook makes of a reply: another one, or nothing, and then it stays. One that was sent before may hold the cookies of
 * another client.
 */
function changedBy(visit: Visit, reply: Reply, value: unknown): MaybePromise<Reply> {
  const changed = value ?? reply
  if (changed instanceof Reply && !changed.sent) return changed
  return recover(visit, hookReturned(visit, changed))
}

function hookReturned({ c }: Visit, value: unknown): MicroError {
  return fail('HOOK_RETURNED', { endpoint: c.endpoint ?? c.request.path, type: nameOf(value) })
}

/**
 * The reply that a hook leaves. What is behind a stream that it took off, such as an open file, is closed after the
 * reply; not before, because the new body may read the old one.
 */
function leftBy({ c }: Visit, before: ReplyBody, reply: Reply): Reply {
  if (before instanceof ReadableStream && before !== reply.body && !c.closed) c.onDispose(() => letGo(before))
  return reply
}

/** send → teardown. */
function deliver(visit: Visit, reply: Reply): MaybePromise<void> {
  const { signals } = visit.plan
  let sent: MaybePromise<void> = undefined
  try {
    if (!signals.quiet) signals.emit(requestFinished, { c: visit.c, reply })
    if (reply.onlyType === undefined) keepCookiesPrivate(reply)
    sent = visit.send(reply, visit.failure)
    reply.markSent()
  } catch (error) {
    report(visit, error)
  }
  if (!isPromise(sent)) return leave(visit)
  return sent.then(undefined, (error: unknown) => breakOff(visit, error)).then(() => leave(visit))
}

/** The body failed on its way. A source that stops because the client has left does as it should. */
function breakOff(visit: Visit, error: unknown): void {
  if (!visit.c.request.isReason(error)) report(visit, error)
}

function leave(visit: Visit): MaybePromise<void> {
  const { plan, c, failure } = visit
  if (!plan.signals.quiet) plan.signals.emit(requestTearingDown, { c, error: failure })
  const { teardown } = visit.endpoint.chain
  if (teardown !== undefined || c.hasDisposals) return cleanUp(visit)
  c.closed = true
  return undefined
}

/** Every teardown hook runs, whatever the others do; then everything that was opened for this request is closed. */
async function cleanUp({ plan, endpoint, c, failure }: Visit): Promise<void> {
  for (const hook of endpoint.chain.teardown ?? []) {
    try {
      await hook(failure, c)
    } catch (err) {
      writeLog(plan.app.logger, 'error', { err }, 'A teardown hook failed')
    }
  }
  await c.dispose()
}
