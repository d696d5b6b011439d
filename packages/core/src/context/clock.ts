import { type Contract, defineContract } from './contract.ts'
import { ambient } from './current.ts'

/** Says what time it is. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()`. */
  now(): number
}

/** Fulfilled by a clock that an app is to go by in place of the computer's: the one of a test. */
export const clockContract: Contract<Clock> = defineContract<Clock>('clock')

/**
 * The time for the app that is at work, in milliseconds since 1970; outside of one, that of the computer. What expires goes by it,
 * so that a test can let time pass: see `fakeClock` of `@micro/core/testing`.
 *
 * @example
 * const expires = new Date(now() + 3_600_000)
 */
export function now(): number {
  return ambient()?.app.service(clockContract)?.now() ?? Date.now()
}
