import { fail } from '../errors.ts'
import { DatabaseUnavailable } from '../faults/database-unavailable.ts'

/** Lets one through at a time, in the order they came. */
export class Turnstile {
  readonly #timeout: number
  readonly #waiting = new Set<() => void>()
  #taken = false

  /** @param timeout - Longest wait, in milliseconds. */
  constructor(timeout: number) {
    this.#timeout = timeout
  }

  /**
   * Comes back when it is one's turn; {@link leave} has to follow.
   *
   * @throws {@link DatabaseUnavailable} when it takes too long, with `CONNECTION_WAIT` as its cause.
   */
  async enter(): Promise<void> {
    if (this.#taken) return this.#wait()
    this.#taken = true
  }

  /** Lets the next one in. */
  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#taken = false
    else next()
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(admit)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(admit)
        reject(new DatabaseUnavailable(fail('CONNECTION_WAIT', { milliseconds: this.#timeout })))
      }, this.#timeout)
      this.#waiting.add(admit)
    })
  }
}
