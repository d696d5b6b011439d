const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The signals that ask this process to stop. While it lives, none of them ends the process by itself. */
export class StopSignals implements Disposable {
  /** Settles when this process is asked to stop. */
  readonly first: Promise<undefined>
  /** Settles when it is asked again. */
  readonly second: Promise<undefined>
  /** Whether it was asked. */
  received = false
  readonly #waiting: ((nothing: undefined) => void)[] = []
  readonly #listener = (): void => {
    this.received = true
    this.#waiting.shift()?.(undefined)
  }

  constructor() {
    this.first = new Promise((resolve) => this.#waiting.push(resolve))
    this.second = new Promise((resolve) => this.#waiting.push(resolve))
    for (const signal of SIGNALS) process.on(signal, this.#listener)
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#listener)
  }
}
