import { keepContext } from '../context/current.ts'

/** How far apart two looks at what is pending are, in milliseconds. Nothing runs out early, and nothing later than two of them. */
const STEP = 100

/** Something that may take only so long: a link of the list of all that is pending. */
export abstract class Deadline {
  /** When its time is over. */
  due: number = Infinity
  before: Deadline | undefined = undefined
  behind: Deadline | undefined = undefined

  /** Called once, when its time is over before it ended. */
  abstract expire(): void

  /** Whether its time is running: it has neither ended nor run out. */
  get running(): boolean {
    return this.behind !== undefined
  }

  /** @returns Whether it ended in time; `false` also when it ended before. */
  end(): boolean {
    const { before, behind } = this
    if (before === undefined || behind === undefined) return false
    before.behind = behind
    behind.before = before
    this.before = undefined
    this.behind = undefined
    return true
  }
}

/** Where a list begins and ends. */
class Ring extends Deadline {
  expire(): void {}
}

/**
 * What an app is waiting for, each with its own time. It is made for things that nearly always end in time: to start and to end one
 * moves a few references, without a look at the clock. One timer serves them all, and there is none while nothing is pending.
 *
 * Does not stop what runs out: only tells it.
 */
export class Deadlines {
  /** The list is a ring: its first is behind this one, its last before it. */
  readonly #ring: Deadline = new Ring()
  /** The timer must belong to no request: it would keep that one's context alive. */
  readonly #sleep: () => void = keepContext(() => {
    const timer = setTimeout(() => this.#look(), STEP)
    // What is pending does not keep a process alive: its connection does. Outside of Node a timer may be a number.
    if (typeof timer === 'object') timer.unref()
  })
  /** The time of the last look, less than a step ago; `undefined` while there is no timer. */
  #now: number | undefined
  #first = Infinity

  constructor() {
    this.#ring.before = this.#ring
    this.#ring.behind = this.#ring
  }

  /**
   * Lets the time of something run, for the first time.
   *
   * @param timeout - In milliseconds.
   */
  start(added: Deadline, timeout: number): void {
    added.due = (this.#now ?? this.#wake()) + STEP + timeout
    const last = this.#ring.before
    added.before = last
    added.behind = this.#ring
    this.#ring.before = added
    if (last !== undefined) last.behind = added
    if (added.due < this.#first) this.#first = added.due
  }

  #wake(): number {
    this.#sleep()
    return (this.#now = performance.now())
  }

  #look(): void {
    const now = performance.now()
    // Kept while others run out: what they begin must not set a second timer beside the next look.
    this.#now = now
    try {
      if (now >= this.#first) this.#expire(now)
    } finally {
      if (this.#ring.behind === this.#ring) this.#now = undefined
      else this.#sleep()
    }
  }

  #expire(now: number): void {
    const over: Deadline[] = []
    this.#first = Infinity
    for (let each = this.#ring.behind; each !== undefined && each !== this.#ring; each = each.behind) {
      if (each.due <= now) over.push(each)
      else this.#first = Math.min(this.#first, each.due)
    }
    for (const each of over) if (each.end()) each.expire()
  }
}
