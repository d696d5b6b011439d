import type { Count, Counters } from './counters.ts'

/** Counts in the memory of one process. */
export class MemoryCounters implements Counters {
  readonly #counts = new Map<string, Count>()
  readonly #most: number

  /** @param most - Most keys at once: addresses are the client's to choose, so the oldest makes room. Default: 100,000. */
  constructor(most = 100_000) {
    this.#most = most
  }

  /** How many keys are known. */
  get size(): number {
    return this.#counts.size
  }

  hit(key: string, window: number, time: number): Count {
    const known = this.#counts.get(key)
    if (known !== undefined && known.ends > time)
      return this.#keep(key, { ...known, requests: known.requests + 1 })
    this.#counts.delete(key)
    if (this.#counts.size >= this.#most) this.#forgetOldest()
    return this.#keep(key, { requests: 1, ends: time + window })
  }

  reset(key: string): boolean {
    return this.#counts.delete(key)
  }

  /** Forgets the windows that are over. */
  sweep(time: number): void {
    for (const [key, { ends }] of this.#counts) if (ends <= time) this.#counts.delete(key)
  }

  #keep(key: string, count: Count): Count {
    this.#counts.set(key, count)
    return count
  }

  #forgetOldest(): void {
    for (const key of this.#counts.keys()) {
      this.#counts.delete(key)
      return
    }
  }
}
