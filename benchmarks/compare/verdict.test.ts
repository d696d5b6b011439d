import { describe, expect, it } from 'vitest'
import { summarize } from '../house/statistics.ts'
import { verdictOf } from './verdict.ts'

const costs = (...values: number[]) => values.map((value) => summarize([value, value, value]))

describe('the verdict on two builds', () => {
  it('sees no difference in what processes of one build differ by', () => {
    expect(verdictOf(costs(10, 11, 12, 11), costs(11, 12, 12, 11)).says).toBe('no difference')
  })

  it('tells a slowdown beyond that, and how large', () => {
    const verdict = verdictOf(costs(10, 10.1, 10.2, 10.1), costs(12, 12.1, 12.2, 12.1))
    expect(verdict.says).toBe('slower')
    expect(verdict.change).toBeCloseTo(12.1 / 10.1 - 1)
  })

  it('tells a gain', () => {
    expect(verdictOf(costs(20, 20, 20, 20), costs(10, 10, 10, 10)).says).toBe('faster')
  })

  it('believes no machine to be quieter than 2.5 %', () => {
    const verdict = verdictOf(costs(100, 100, 100, 100), costs(102.4, 102.4, 102.4, 102.4))
    expect(verdict).toMatchObject({ noise: 0.025, says: 'no difference' })
  })

  it('is not moved by a busy moment that all had', () => {
    const old = [1, 2, 1, 9].map((busy) => [10, 10 * busy, 30])
    const now = [1, 2, 1, 9].map((busy) => [12, 12 * busy, 36])
    const verdict = verdictOf(
      old.map((rounds) => summarize(rounds)),
      now.map((rounds) => summarize(rounds)),
    )
    expect(verdict.says).toBe('slower')
    expect(verdict.change).toBeCloseTo(0.2)
  })
})
