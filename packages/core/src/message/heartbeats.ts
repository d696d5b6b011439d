type Result = IteratorResult<string, unknown>

/** A comment: no listener in the browser hears it, and every proxy on the way sees that the connection lives. */
const BEAT: Result = { done: false, value: ':\n\n' }

/** What ends a stream before its source does. */
export interface Ending {
  /** Ends it when aborted. */
  readonly signal: AbortSignal
  /** Tells whatever the source waits for. */
  readonly tell: () => void
}

/**
 * The texts of a source, with a beat at once, and one whenever nothing came for a while.
 *
 * The first beat sends the head: a browser says `open` before the first event. A timer runs only while somebody waits for
 * the next text.
 */
export class Heartbeats implements AsyncIterator<string> {
  readonly #source: Iterator<string> | AsyncIterator<string>
  readonly #interval: number
  readonly #ending: Ending | undefined
  readonly #end = (): void => {
    this.#ending?.tell()
    void this.return().catch(() => {})
  }
  #begun = false
  #ended = false
  #asking = false
  /** What came when nobody waited. */
  #ready: (() => void) | undefined
  #waiting: PromiseWithResolvers<Result> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param interval - Milliseconds.
   * @param ending - What ends it before its source does.
   */
  constructor(
    source: Iterator<string> | AsyncIterator<string>,
    interval: number,
    ending: Ending | undefined,
  ) {
    this.#source = source
    this.#interval = interval
    this.#ending = ending
  }

  /** The next text or beat; one call at a time. */
  next(): Promise<Result> {
    if (this.#ending?.signal.aborted && !this.#ended) this.#end()
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    if (!this.#begun) {
      this.#begun = true
      this.#ending?.signal.addEventListener('abort', this.#end)
      return Promise.resolve(BEAT)
    }
    const waiting = Promise.withResolvers<Result>()
    this.#waiting = waiting
    if (this.#ready !== undefined) this.#answer(this.#ready)
    else {
      this.#timer = setTimeout(() => this.#answer(() => waiting.resolve(BEAT)), this.#interval)
      if (!this.#asking) void this.#ask()
    }
    return waiting.promise
  }

  /** Stops the timer, and tells the source that nobody listens any more. */
  async return(): Promise<Result> {
    this.#ended = true
    this.#ending?.signal.removeEventListener('abort', this.#end)
    clearTimeout(this.#timer)
    this.#waiting?.resolve({ done: true, value: undefined })
    await this.#source.return?.()
    return { done: true, value: undefined }
  }

  /** Asks the source once, however many beats go out until it answers. */
  async #ask(): Promise<void> {
    this.#asking = true
    let settle: () => void
    try {
      const result = await this.#source.next()
      settle = () => this.#waiting?.resolve(result)
    } catch (error) {
      settle = () => this.#waiting?.reject(error)
    }
    this.#asking = false
    if (this.#waiting === undefined) this.#ready = settle
    else this.#answer(settle)
  }

  #answer(settle: () => void): void {
    clearTimeout(this.#timer)
    this.#ready = undefined
    settle()
    this.#waiting = undefined
  }
}
