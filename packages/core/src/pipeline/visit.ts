import type { MaybePromise } from '../ground/promise.ts'
import type { RequestContext } from '../context/request-context.ts'
import type { Reply } from '../message/reply.ts'
import type { Endpoint } from './endpoint.ts'
import type { Plan } from './plan.ts'

/**
 * Hands a reply to the client; settled when its last byte is handed over to the platform, or the client has left. May throw or reject when the
 * body fails on the way: it is logged.
 *
 * @param failure - The error behind the reply, when no handler of the app took it.
 */
export type Send = (reply: Reply, failure?: unknown) => MaybePromise<void>

/** One request on its way through the pipeline. */
export interface Visit {
  readonly plan: Plan
  readonly endpoint: Endpoint
  readonly c: RequestContext
  readonly send: Send
  /** The error that no handler of the app took, for the teardown hooks. */
  failure: unknown
}
