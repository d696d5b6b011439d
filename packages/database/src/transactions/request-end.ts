import { currentContext, hasContext } from '@micro/core'
import { fail } from '../errors.ts'
import { DatabaseUnavailable } from '../faults/database-unavailable.ts'

/** Tells a transaction that the request which began it has ended without it. */
export interface RequestEnd {
  /** Fails when the request ends, or its client leaves; never fulfilled. */
  readonly reached: Promise<never>
  /** The transaction has ended, and wants to hear nothing more. */
  forget(): void
}

/**
 * Watches for the end of the current request: a transaction that it leaves open would hold its locks, and on SQLite the
 * only connection, for good.
 *
 * @param owner - Whose transactions they are.
 * @returns `undefined` outside of a request.
 */
export function watchRequestEnd(owner: object): RequestEnd | undefined {
  if (!hasContext()) return undefined
  const context = currentContext()
  const listeners = context.scoped(owner, () => new Set<() => void>(), callAll)
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = (reason: string): void =>
    reject(new DatabaseUnavailable(fail('TRANSACTION_ABANDONED', { reason })))
  const onEnd = (): void => leave('its request ended before it')
  const onAbort = (): void => leave('the client of its request left')
  listeners.add(onEnd)
  context.signal.addEventListener('abort', onAbort)
  if (context.signal.aborted) onAbort()
  return {
    reached: promise,
    forget: () => {
      listeners.delete(onEnd)
      context.signal.removeEventListener('abort', onAbort)
    },
  }
}

function callAll(listeners: ReadonlySet<() => void>): void {
  for (const listener of listeners) listener()
}
