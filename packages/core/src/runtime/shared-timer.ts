/** How far apart two looks at what is pending are, in milliseconds. Nothing runs out early, and nothing later than two of them. */
const STEP = 100

const NOWHERE = -1

/** Something that may take only so long. */
export abstract class Deadline {
  /** When its time is over, in whole milliseconds: no number with a fraction, which would be an object of its own. */
  due = 0
  /** Where it stands among all that is pending. */
  place: number = NOWHERE

  /** Called once, when its time is over before it ended. */
  abstract expire(): void

  /** Whether its time is running: it has neither ended nor run out. */
  get running(): boolean {
    return this.place !== NOWHERE
  }
}

/**
 * What an app is waiting for, each with its own time. It is made for things that nearly always end in time: to start and to end one
 * takes a place in a list and leaves it, without a look at the clock. One timer serves them all, and there is none while nothing is pending.
 *
 * Does not stop what runs out: only tells it.
 */
export class Deadlines {
  /** As long as ever so many were pending at once. Not linked to each other: what is old and refers to what is new costs the collector. */
  readonly #pending: (Deadline | undefined)[] = []
  readonly #free: number[] = []
  readonly #sleep: () => void
  /** The time of the last look, less than a step ago; `undefined` while there is no timer. */
  #now: number | undefined
  #first = Infinity

  /** @param bind - Binds a function to where this is made: the timer must belong to no request, it would keep that one's context alive. */
  constructor(bind: (run: () => void) => () => void) {
    // What is pending does not keep a process alive: its connection does.
    this.#sleep = bind(() => {
      setTimeout(() => this.#look(), STEP).unref()
    })
  }

  /**
   * Lets the time of something run, for the first time.
   *
   * @param timeout - In milliseconds.
   */
  start(added: Deadline, timeout: number): void {
    const due = (this.#now ?? this.#wake()) + STEP + timeout
    const place = this.#free.pop() ?? this.#pending.length
    added.due = due
    added.place = place
    this.#pending[place] = added
    if (due < this.#first) this.#first = due
  }

  /** @returns Whether it ended in time; `false` also when it ended before. */
  end(ended: Deadline): boolean {
    const { place } = ended
    if (place === NOWHERE) return false
    ended.place = NOWHERE
    this.#pending[place] = undefined
    this.#free.push(place)
    return true
  }

  #wake(): number {
    this.#sleep()
    return this.#readClock()
  }

  #look(): void {
    const time = this.#readClock()
    if (time >= this.#first) this.#expire(time)
    if (this.#free.length === this.#pending.length) this.#now = undefined
    else this.#sleep()
  }

  #readClock(): number {
    return (this.#now = Math.floor(performance.now()))
  }

  #expire(time: number): void {
    this.#first = Infinity
    for (const each of this.#pending) {
      if (each === undefined) continue
      if (each.due > time) this.#first = Math.min(this.#first, each.due)
      // On its own: what one throws is an error that nobody caught, and the others run out all the same.
      else if (this.end(each)) queueMicrotask(() => each.expire())
    }
  }
}
