const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The signals that ask this process to stop. */
export class StopSignals implements Disposable {
  /** Settles when this process is asked to stop. */
  readonly first: Promise<undefined>
  /** Settles when it is asked again. */
  readonly second: Promise<undefined>
  received = false
  readonly #listener: () => void

  constructor() {
    let firstAsked = (_: undefined): void => {}
    let secondAsked = (_: undefined): void => {}
    this.first = new Promise((resolve) => (firstAsked = resolve))
    this.second = new Promise((resolve) => (secondAsked = resolve))
    this.#listener = () => {
      if (this.received) secondAsked(undefined)
      this.received = true
      firstAsked(undefined)
    }
    for (const signal of SIGNALS) process.on(signal, this.#listener)
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#listener)
  }
}
