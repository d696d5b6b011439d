/** Work that goes on beside requests. Its signal is aborted when the app stops, which waits for it. */
export type BackgroundWork = (signal: AbortSignal) => unknown

/** How long the app waits for work to end when it stops, in milliseconds. */
const PATIENCE = 10_000

/** The work that goes on in one app, beside its requests. */
export class Background {
  readonly #ended = new AbortController()
  readonly #running = new Map<Promise<void>, string>()
  readonly #report: (err: unknown, name: string) => void

  constructor(report: (err: unknown, name: string) => void) {
    this.#report = report
  }

  /**
   * Begins a piece of work.
   *
   * @param enter - Runs it, in a context of its own.
   * @returns Settled when it has ended; never rejected.
   */
  begin(name: string, work: BackgroundWork, enter: (run: () => unknown) => Promise<unknown>): Promise<void> {
    const over = this.#watch(name, () => enter(() => work(this.#ended.signal)))
    this.#running.set(over, name)
    void over.then(() => this.#running.delete(over))
    return over
  }

  async #watch(name: string, run: () => Promise<unknown>): Promise<void> {
    try {
      await run()
    } catch (err) {
      if (!isToldToEnd(err, this.#ended.signal)) this.#report(err, name)
    }
  }

  /**
   * Tells all work to end and waits for it.
   *
   * @returns The names of what did not end in time.
   */
  async end(patience: number = PATIENCE): Promise<readonly string[]> {
    this.#ended.abort()
    if (this.#running.size === 0) return []
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience)
    })
    await Promise.race([Promise.all(this.#running.keys()), late])
    clearTimeout(timer)
    return [...this.#running.values()]
  }
}

/** Work that is told to end may do so by the error that a signal makes of it. */
function isToldToEnd(err: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (err === signal.reason || (err instanceof Error && err.name === 'AbortError'))
}
