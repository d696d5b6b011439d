import { defineErrors } from '@micro/core'

/** How many requests in how long. */
export interface Rate {
  /** Requests that pass: a whole number from 1. */
  readonly limit: number
  /** Seconds in which they may: a whole number from 1. It begins with a client's first request. */
  readonly window: number
}

const fail = defineErrors({
  RATE_INVALID: {
    message: 'A rate cannot be {limit} requests in {window} seconds.',
    fix: 'Give whole numbers from 1: `limiter.guard({ limit: 10, window: 60 })`.',
  },
})

/** @throws {@link MicroError} `RATE_INVALID`. */
export function assertRate({ limit, window }: Rate): void {
  if ([limit, window].every((value) => Number.isInteger(value) && value >= 1)) return
  throw fail('RATE_INVALID', { limit: String(limit), window: String(window) })
}
