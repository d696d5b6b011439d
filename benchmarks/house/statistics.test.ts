import { describe, expect, it } from 'vitest'
import { median, quantile, ratio, slope, summarize } from './statistics.ts'

describe('statistics', () => {
  it('takes the one in the middle, or the mean of the two', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 6])).toBe(5.5)
  })

  it('takes a share from a straight line between neighbours', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20)
    expect(quantile([0, 10], 0.25)).toBe(2.5)
  })

  it('tells the spread as the middle half against the median', () => {
    expect(summarize([10, 20, 30, 40, 50])).toMatchObject({ least: 10, median: 30, spread: 20 / 30 })
  })

  it('compares by the least and by rounds, which one busy round does not move', () => {
    const bare = summarize([10, 10, 10])
    expect(ratio(summarize([20, 20, 90]), bare)).toEqual({ ofLeast: 2, ofRounds: 2 })
    expect(ratio(summarize([12, 20, 20]), bare)).toEqual({ ofLeast: 1.2, ofRounds: 2 })
  })

  it('finds what one more costs', () => {
    const points = [
      [1, 5],
      [2, 7],
      [4, 11],
    ] as const
    expect(slope(points)).toBe(2)
  })
})
