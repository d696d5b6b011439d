/**
 * The errors of this process that nobody caught: thrown in a timer, or by a promise that nobody waits for. While it lives, none of
 * them ends the process by itself.
 */
export class StrayErrors implements Disposable {
  /** Settles with the first of them. */
  readonly first: Promise<'fault'>
  readonly #listener: (error: unknown) => void

  /** @param report - Told of each. */
  constructor(report: (error: unknown) => void) {
    const { promise, resolve } = Promise.withResolvers<'fault'>()
    this.first = promise
    this.#listener = (error) => {
      report(error)
      resolve('fault')
    }
    process.on('uncaughtException', this.#listener)
  }

  [Symbol.dispose](): void {
    process.off('uncaughtException', this.#listener)
  }
}
