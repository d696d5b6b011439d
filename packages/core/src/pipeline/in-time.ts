import { Deadline } from '#runtime'
import { fail } from '../ground/codes.ts'
import { type HttpError, ServiceUnavailable } from '../ground/http-error.ts'
import { writeLog } from '../ground/logger.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { Origin } from '../context/current.ts'
import type { Reply } from '../message/reply.ts'
import { letGo } from '../message/stream.ts'
import { toReply } from '../message/to-reply.ts'
import { report } from './report.ts'
import type { Visit } from './visit.ts'

/** One step behind a promise of the app. */
type Step<From, To> = (visit: Visit, value: From) => MaybePromise<To>

/**
 * Goes on with what `use` makes of a promise, or `failed` of its error. Both have to be done before the time of the handler is over: then
 * `failed` is told of that, and what the promise gives after all is dropped.
 *
 * @param then - What comes next, whenever that is.
 */
export function inTime<T, Next>(
  visit: Visit,
  promise: PromiseLike<T>,
  use: Step<T, Reply>,
  failed: Step<unknown, Reply>,
  then: Step<Reply, Next>,
): Promise<Next> {
  return new Promise((resolve) => {
    const wait = new Wait(visit, use, failed, then, resolve)
    visit.plan.deadlines.start(wait, timeoutOf(visit))
    // No async function: it costs three times as much memory. What is no promise of the platform may call back twice, or throw.
    Promise.resolve(promise).then(
      (value) => wait.take(value),
      (error: unknown) => wait.refuse(error),
    )
  })
}

/** A promise that is waited for. Its promise and its time may both be over: the first of them counts. */
class Wait<T, Next> extends Deadline {
  readonly #visit: Visit
  readonly #use: Step<T, Reply>
  readonly #failed: Step<unknown, Reply>
  readonly #then: Step<Reply, Next>
  readonly #resolve: (next: MaybePromise<Next>) => void
  /** On Node the timer belongs to no request, and what follows a reply that comes too late is a part of this one. */
  readonly #origin = new Origin()

  constructor(
    visit: Visit,
    use: Step<T, Reply>,
    failed: Step<unknown, Reply>,
    then: Step<Reply, Next>,
    resolve: (next: MaybePromise<Next>) => void,
  ) {
    super()
    this.#visit = visit
    this.#use = use
    this.#failed = failed
    this.#then = then
    this.#resolve = resolve
  }

  take(value: T): void {
    if (!this.running) return drop(this.#visit, value)
    let reply: MaybePromise<Reply>
    try {
      reply = this.#use(this.#visit, value)
    } catch (error) {
      return this.refuse(error)
    }
    if (!isPromise(reply)) return this.#settle(reply)
    reply.then(
      (ready) => this.#settle(ready),
      (error: unknown) => this.refuse(error),
    )
  }

  refuse(error: unknown): void {
    if (this.#endInTime()) this.#goOn(this.#failed(this.#visit, error))
    else dropError(this.#visit, error)
  }

  expire(): void {
    const visit = this.#visit
    this.#origin.run(() => this.#goOn(this.#failed(visit, giveUp(visit))))
  }

  #goOn(reply: MaybePromise<Reply>): void {
    const visit = this.#visit
    const next = isPromise(reply) ? reply.then((ready) => this.#then(visit, ready)) : this.#then(visit, reply)
    this.#resolve(next)
  }

  #endInTime(): boolean {
    return this.#visit.plan.deadlines.end(this)
  }

  #settle(reply: Reply): void {
    if (this.#endInTime()) this.#goOn(reply)
    else drop(this.#visit, reply)
  }
}

function timeoutOf({ endpoint, plan }: Visit): number {
  return endpoint.timeout ?? plan.handlerTimeout
}

/** The client has waited long enough. What was begun for it goes on, unless it minds the signal. */
function giveUp(visit: Visit): HttpError {
  const { request } = visit.c
  const cause = fail('HANDLER_TIMEOUT', {
    what: `${request.method} ${request.path}`,
    timeout: timeoutOf(visit),
  })
  request.giveUp(new DOMException(cause.message, 'TimeoutError'))
  report(visit, cause)
  return new ServiceUnavailable('It took too long', { cause })
}

/** Nobody reads a reply that comes too late: what is behind it is closed. */
function drop({ plan }: Visit, value: unknown): void {
  try {
    const { body } = toReply(value, plan.app.json, 'it')
    if (body instanceof ReadableStream) void letGo(body)
  } catch {
    // It would not have been sent in time either.
  }
}

function dropError({ plan, c }: Visit, err: unknown): void {
  if (c.request.isReason(err)) return
  const { method, path } = c.request
  writeLog(
    plan.app.logger,
    'warn',
    { err, endpoint: c.endpoint },
    `Exception after the reply on ${path} [${method}]`,
  )
}
