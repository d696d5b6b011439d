import { type Contract, defineContract, type MaybePromise } from '@micro/core'

/** What was counted of one key. */
export interface Count {
  /** Requests in the window that is running, this one included. */
  readonly requests: number
  /** When the window ends, in milliseconds since 1970. */
  readonly ends: number
}

/** Where requests are counted. */
export interface Counters {
  /**
   * Counts one request.
   *
   * @param window - Length of a window that begins with this request, in milliseconds.
   * @param time - Now, in milliseconds since 1970.
   */
  hit(key: string, window: number, time: number): MaybePromise<Count>
  /** Forgets a key. Gives whether there was something to forget. */
  reset(key: string): MaybePromise<boolean>
}

/**
 * Counters that an app shares with its other processes: `app.provide(counters, new RedisCounters())`. Where nobody provides
 * any, each process counts for itself.
 */
export const counters: Contract<Counters> = defineContract<Counters>('rate limit counters')
