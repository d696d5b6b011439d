import type { MaybePromise } from '../ground/promise.ts'

/**
 * Tells whether something that the app needs is there: fails, or gives `false`, when it is not.
 *
 * @param signal - Aborted at the deadline.
 */
export type HealthCheck = (signal: AbortSignal) => MaybePromise<unknown>

/** What came of a check. */
export type HealthOutcome = 'ok' | 'failed' | 'late'

/** What came of a check, with its error if it has one. */
export interface HealthResult {
  readonly outcome: HealthOutcome
  readonly error?: unknown
}

/**
 * Runs a check until its deadline. Never fails: a check that does has failed.
 *
 * @param deadline - In milliseconds.
 */
export async function runCheck(check: HealthCheck, deadline: number): Promise<HealthResult> {
  const controller = new AbortController()
  const late = Promise.withResolvers<HealthResult>()
  const timer = setTimeout(() => {
    late.resolve({ outcome: 'late' })
    controller.abort()
  }, deadline)
  try {
    return await Promise.race([outcomeOf(check, controller.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function outcomeOf(check: HealthCheck, signal: AbortSignal): Promise<HealthResult> {
  try {
    return { outcome: (await check(signal)) === false ? 'failed' : 'ok' }
  } catch (error) {
    return { outcome: 'failed', error }
  }
}
