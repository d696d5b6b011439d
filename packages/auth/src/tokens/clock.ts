import { now } from '@micro/core'

/** Seconds since 1970, whole, by the clock of the app: the time as tokens write it. */
export function seconds(): number {
  return Math.floor(now() / 1000)
}
