import {
  type AppSetup,
  type BeforeHook,
  clientNetwork,
  type Context,
  currentApp,
  customOption,
  defineOptions,
  type Extension,
  integerOption,
  isPromise,
  type MaybePromise,
  now,
  type StandardSchema,
  TooManyRequests,
} from '@micro/core'
import { type Count, counters, type Counters } from './counters.ts'
import { MemoryCounters } from './memory-counters.ts'
import { pause } from './pause.ts'
import { assertRate, type Rate } from './rate.ts'
import { rateLimited } from './rate-limited.ts'

/** The rate of the whole app, and whose requests are counted together. */
export interface RateLimitOptions extends Rate {
  /** Default: 100. */
  readonly limit: number
  /** In seconds. Default: 60. */
  readonly window: number
  /**
   * What a request is counted by; `undefined` for one that is not counted. Default: the client's address, of IPv6 the /64
   * network.
   */
  readonly key: (c: Context) => string | undefined
}

/** What is kept for one app. */
export interface RateLimitState {
  readonly key: RateLimitOptions['key']
  /** Counts when nobody provides {@link counters}. */
  readonly memory: MemoryCounters
}

/** How often what is over is forgotten, in milliseconds. */
const SWEEP_EVERY = 60_000

/**
 * Answers 429 to a client that asks too often, with `retry-after` in seconds.
 *
 * Counts fixed windows: at the border of two, twice the limit may pass in a short while. Behind a proxy the app has to know
 * it, or all clients are one: see the setting `trustProxy`.
 *
 * @example
 * const limiter = new RateLimit()
 * app.register(limiter, { limit: 100, window: 60 })
 * app.post('/login', { before: [limiter.guard({ limit: 5, window: 60 })] }, logIn)
 */
export class RateLimit implements Extension<RateLimitState, RateLimitOptions> {
  readonly name = 'rateLimit'
  readonly options: StandardSchema<Partial<RateLimitOptions>, RateLimitOptions> = defineOptions({
    limit: integerOption(100, { min: 1 }),
    window: integerOption(60, { min: 1, max: 86_400 }),
    key: customOption(clientKey, 'a function', isKey),
  })

  initApp(app: AppSetup, { limit, window, key }: RateLimitOptions): RateLimitState {
    const state: RateLimitState = { key, memory: new MemoryCounters() }
    app.beforeRequest((c) => pass(c, state, '', { limit, window }))
    app.onStart((running) => running.background('rate limit sweep', (signal) => sweep(state, signal)))
    app.command({
      name: 'rate-limit reset',
      description: 'Forgets the requests of a client, where counters are shared.',
      arguments: [
        {
          name: 'key',
          description: 'such as 203.0.113.7, or "203.0.113.7 login 60" for a guard of 60 seconds',
        },
      ],
      run: async ({ arguments: { key: given = '' }, print }) => {
        const known = await this.reset(given)
        print(known ? `Forgot ${given}.` : `Nothing is known of ${given}.`)
      },
    })
    return state
  }

  /**
   * A limit of its own for some routes, each counted by itself and besides the app's. A route may have several, of different
   * windows.
   *
   * @throws {@link MicroError} `RATE_INVALID`.
   */
  guard(rate: Rate): BeforeHook {
    assertRate(rate)
    return (c) => pass(c, c.app.extension(this), ` ${c.endpoint} ${rate.window}`, rate)
  }

  /** Forgets a key, in the app at work. Gives whether there was something to forget. */
  async reset(key: string): Promise<boolean> {
    const app = currentApp()
    const { memory } = app.extension(this)
    return (app.service(counters) ?? memory).reset(key)
  }
}

/** Stays synchronous where the counters do. */
function pass(c: Context, state: RateLimitState, part: string, rate: Rate): MaybePromise<void> {
  const client = state.key(c)
  if (client === undefined) return
  const store: Counters = c.app.service(counters) ?? state.memory
  const key = `${client}${part}`
  const time = now()
  const count = store.hit(key, rate.window * 1000, time)
  if (isPromise(count)) return count.then((counted) => judge(c, key, counted, rate, time))
  judge(c, key, count, rate, time)
}

/** @throws {@link TooManyRequests} over the limit. */
function judge(c: Context, key: string, { requests, ends }: Count, { limit }: Rate, time: number): void {
  if (requests <= limit) return
  c.app.emit(rateLimited, { c, key })
  // RFC 6585 §4: "MAY include a Retry-After header indicating how long to wait before making a new request."
  const seconds = Math.max(1, Math.ceil((ends - time) / 1000))
  throw new TooManyRequests('Too many requests', { headers: { 'retry-after': String(seconds) } })
}

async function sweep({ memory }: RateLimitState, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    memory.sweep(now())
    await pause(SWEEP_EVERY, signal)
  }
}

/** One client has all of a /64, so that is what counts. */
function clientKey({ request: { ip } }: Context): string {
  return clientNetwork(ip) ?? ip
}

function isKey(value: unknown): value is RateLimitOptions['key'] {
  return typeof value === 'function'
}
