import { type Context, defineSignal, type Signal } from '@micro/core'

/** Who was turned away. */
export interface RateLimitedInfo {
  readonly c: Context
  /** What the client's requests are counted by. */
  readonly key: string
}

/** A request was over its limit; it is about to be answered with 429. */
export const rateLimited: Signal<RateLimitedInfo> = defineSignal<RateLimitedInfo>('rate-limited')
