import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Deadlines } from './deadlines.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps one timer, also when what runs out begins something else', () => {
  const deadlines = new Deadlines()
  const expired: number[] = []
  deadlines.start(() => {}, 1_000_000)
  for (let i = 1; i <= 5; i++) {
    const begin = (): void => {
      expired.push(i)
      deadlines.start(() => {}, 1_000_000)
    }
    deadlines.start(begin, i * 150)
  }
  vi.advanceTimersByTime(2000)
  expect(expired).toEqual([1, 2, 3, 4, 5])
  expect(vi.getTimerCount()).toBe(1)
})

it('goes on after one that throws', () => {
  const deadlines = new Deadlines()
  const expired: string[] = []
  deadlines.start(() => {
    throw new Error('told')
  }, 1)
  deadlines.start(() => expired.push('second'), 1000)
  expect(() => vi.advanceTimersByTime(500)).toThrow('told')
  vi.advanceTimersByTime(2000)
  expect(expired).toEqual(['second'])
  expect(vi.getTimerCount()).toBe(0)
})
