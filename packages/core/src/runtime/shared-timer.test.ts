import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Deadline, Deadlines } from './shared-timer.ts'

class Telling extends Deadline {
  readonly expire: () => void

  constructor(expire: () => void) {
    super()
    this.expire = expire
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps one timer, also when what runs out begins something else', async () => {
  const deadlines = new Deadlines((run) => run)
  const expired: number[] = []
  deadlines.start(new Telling(() => {}), 1_000_000)
  for (let i = 1; i <= 5; i++) {
    const begin = (): void => {
      expired.push(i)
      deadlines.start(new Telling(() => {}), 1_000_000)
    }
    deadlines.start(new Telling(begin), i * 150)
  }
  await vi.advanceTimersByTimeAsync(2000)
  expect(expired).toEqual([1, 2, 3, 4, 5])
  expect(vi.getTimerCount()).toBe(1)
})

it('tells all whose time is over at once, also when some throw: of each error the process hears', async () => {
  using uncaught = new Uncaught()
  const deadlines = new Deadlines((run) => run)
  const told: string[] = []
  const start = (name: string, timeout: number): void =>
    deadlines.start(
      new Telling(() => {
        told.push(name)
        if (timeout < 100) throw new Error(name)
      }),
      timeout,
    )
  start('first', 1)
  start('second', 2)
  start('third', 100)
  start('last', 1000)
  await vi.advanceTimersByTimeAsync(300)
  expect(told).toEqual(['first', 'second', 'third'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual(['first', 'second', 'third', 'last'])
  expect(uncaught.errors.map(String)).toEqual(['Error: first', 'Error: second'])
  expect(vi.getTimerCount()).toBe(0)
})

/** Hears of the errors that nobody caught, in place of the test runner, which fails for each. */
class Uncaught implements Disposable {
  readonly errors: unknown[] = []
  readonly #others = process.listeners('uncaughtException')

  constructor() {
    process
      .removeAllListeners('uncaughtException')
      .on('uncaughtException', (error) => this.errors.push(error))
  }

  [Symbol.dispose](): void {
    process.removeAllListeners('uncaughtException')
    for (const other of this.#others) process.on('uncaughtException', other)
  }
}
