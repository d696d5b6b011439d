import type { MaybePromise } from '../ground/promise.ts'

/** What a request belongs to, and ends with: its context. */
export interface Owner {
  /** Runs a function when the request is over. @throws {@link MicroError} `CONTEXT_CLOSED` when it is over already. */
  onDispose(run: () => MaybePromise<void>): void
}
