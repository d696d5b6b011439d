import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Deadline, Deadlines } from './own-timers.ts'

class Telling extends Deadline {
  readonly expire: () => void

  constructor(expire: () => void) {
    super()
    this.expire = expire
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.restoreAllMocks().useRealTimers())

it('sets each timer in the request that waits, and tells it there', () => {
  const request = new AsyncLocalStorage<string>()
  const set: unknown[] = []
  const told: unknown[] = []
  const timer = globalThis.setTimeout
  vi.spyOn(globalThis, 'setTimeout').mockImplementation((run, after) => {
    set.push(request.getStore())
    return timer(AsyncLocalStorage.bind(run), after)
  })
  const deadlines = new Deadlines()
  const wait = (): void => deadlines.start(new Telling(() => told.push(request.getStore())), 100)
  request.run('first', wait)
  request.run('second', wait)
  expect(set).toEqual(['first', 'second'])
  vi.advanceTimersByTime(100)
  expect(told).toEqual(['first', 'second'])
})

it('leaves no timer behind what ends in time, and tells nobody', () => {
  const deadlines = new Deadlines()
  const expire = vi.fn<() => void>()
  const waiting = new Telling(expire)
  deadlines.start(waiting, 100)
  expect([waiting.running, vi.getTimerCount()]).toEqual([true, 1])
  expect([deadlines.end(waiting), deadlines.end(waiting)]).toEqual([true, false])
  expect([waiting.running, vi.getTimerCount()]).toEqual([false, 0])
  vi.advanceTimersByTime(200)
  expect(expire).not.toHaveBeenCalled()
})

it('tells once, and has no time that runs by then', () => {
  const deadlines = new Deadlines()
  const told: unknown[] = []
  const waiting = new Telling(() => told.push(waiting.running, deadlines.end(waiting)))
  deadlines.start(waiting, 100)
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([false, false])
})

it('does not tell at once of a time that is longer than a timer can wait', () => {
  const deadlines = new Deadlines()
  const expire = vi.fn<() => void>()
  deadlines.start(new Telling(expire), Number.MAX_SAFE_INTEGER)
  vi.advanceTimersByTime(60_000)
  expect(expire).not.toHaveBeenCalled()
})
