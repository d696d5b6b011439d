import { type Contract, defineContract, ServiceUnavailable } from '@micro/core'

/** How many may pass at once and how many may wait. */
export interface GateLimits {
  /** Default: 2. */
  readonly running?: number
  /** Above it the next one is turned away. Default: 64. */
  readonly waiting?: number
}

/** Lets a few pieces of heavy work run at once, some wait, and turns the rest away. */
export class Gate {
  readonly #limits: Required<GateLimits>
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor({ running = 2, waiting = 64 }: GateLimits = {}) {
    this.#limits = { running, waiting }
  }

  /** @throws {@link HttpError} 503 with `Retry-After` when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limits.running) await this.#wait()
    else this.#running++
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#limits.waiting) {
      throw new ServiceUnavailable('Too many logins at once', { headers: { 'retry-after': '5' } })
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Hands the place to the next in line, so that nobody gets in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#running--
    else next()
  }
}

/** The gate that an app's password hashes go through: each takes tens of megabytes and a core for a while. */
export const passwordGate: Contract<Gate> = defineContract<Gate>('password gate')
