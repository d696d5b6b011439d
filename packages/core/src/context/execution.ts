import { AsyncLocalStorage } from 'node:async_hooks'

/** What Workers give beside a request, as far as an app needs it. */
export interface Execution {
  /** Keeps the worker alive until a promise is settled. */
  waitUntil(promise: Promise<unknown>): void
}

/**
 * That of the request on whose behalf something is done, also behind its reply and by work that it began: no other request may wait for it. Of the
 * runtime and not of an app: one that is asked by another app's handler is kept alive by the same request.
 */
export const executions: AsyncLocalStorage<Execution> = new AsyncLocalStorage<Execution>()
