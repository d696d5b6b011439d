/** The longest that a timer waits, in milliseconds: one of more would be over at once. */
const LONGEST = 2_147_483_647

/** Something that may take only so long. */
export abstract class Deadline {
  /** `undefined` when its time is not running. */
  timer: ReturnType<typeof setTimeout> | undefined

  /** Called once, when its time is over before it ended. */
  abstract expire(): void

  /** Whether its time is running: it has neither ended nor run out. */
  get running(): boolean {
    return this.timer !== undefined
  }
}

/**
 * What shared-timer.ts is on Node, with a timer for each. On Workers a timer belongs to the request that it was set in: it ends with that one, and may touch
 * nothing of another.
 */
export class Deadlines {
  start(added: Deadline, timeout: number): void {
    const expire = (): void => void (this.end(added) && added.expire())
    added.timer = setTimeout(expire, Math.min(timeout, LONGEST))
    // What is pending does not keep a process alive: its connection does. Outside of Node a timer may be a number.
    if (typeof added.timer === 'object') added.timer.unref()
  }

  /** @returns Whether it ended in time; `false` also when it ended before. */
  end(ended: Deadline): boolean {
    const { running } = ended
    clearTimeout(ended.timer)
    ended.timer = undefined
    return running
  }
}
