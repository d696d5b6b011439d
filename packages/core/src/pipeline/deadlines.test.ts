import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Deadline, Deadlines } from './deadlines.ts'

class Telling extends Deadline {
  readonly expire: () => void

  constructor(expire: () => void) {
    super()
    this.expire = expire
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps one timer, also when what runs out begins something else', () => {
  const deadlines = new Deadlines()
  const expired: number[] = []
  deadlines.start(new Telling(() => {}), 1_000_000)
  for (let i = 1; i <= 5; i++) {
    const begin = (): void => {
      expired.push(i)
      deadlines.start(new Telling(() => {}), 1_000_000)
    }
    deadlines.start(new Telling(begin), i * 150)
  }
  vi.advanceTimersByTime(2000)
  expect(expired).toEqual([1, 2, 3, 4, 5])
  expect(vi.getTimerCount()).toBe(1)
})

it('goes on after one that throws', () => {
  const deadlines = new Deadlines()
  const expired: string[] = []
  const telling = new Telling(() => {
    throw new Error('told')
  })
  deadlines.start(telling, 1)
  deadlines.start(new Telling(() => expired.push('second')), 1000)
  expect(() => vi.advanceTimersByTime(500)).toThrow('told')
  vi.advanceTimersByTime(2000)
  expect(expired).toEqual(['second'])
  expect(vi.getTimerCount()).toBe(0)
})
