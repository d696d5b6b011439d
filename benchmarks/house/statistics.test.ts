import { describe, expect, it } from 'vitest'
import { fitOf, median, quantile, slope, studentT, summarize, uncertainMean } from './statistics.ts'

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

  it('tells each life by the lower quartile of its rounds', () => {
    expect(summarize([10, 20, 30, 40, 50, 1, 2, 3, 4, 5], 2).quartiles).toEqual([20, 2])
  })

  it('tells by how much a mean may be off', () => {
    const { value, noise } = uncertainMean([9, 10, 11])
    expect(value).toBe(10)
    // By Student: t is 4.303, the standard deviation 1.
    expect(noise).toBeCloseTo(4.303 / Math.sqrt(3))
    expect(uncertainMean([9]).noise).toBeNaN()
  })

  it('knows the t of few and of many', () => {
    expect(studentT(2)).toBe(4.303)
    expect(studentT(14)).toBeCloseTo(2.145, 2)
    expect(studentT(60)).toBeCloseTo(2, 2)
    expect(studentT(0)).toBeNaN()
  })

  it('finds what one more costs', () => {
    const points = [
      [1, 5],
      [2, 7],
      [4, 11],
    ] as const
    expect(slope(points)).toBe(2)
  })

  it('says how much of it a straight line tells', () => {
    expect(
      fitOf([
        [1, 5],
        [2, 7],
        [4, 11],
      ]),
    ).toBeCloseTo(1)
    expect(
      fitOf([
        [0, 0],
        [1, 1],
        [2, 0],
      ]),
    ).toBeCloseTo(0)
    expect(
      fitOf([
        [0, 3],
        [1, 3],
      ]),
    ).toBe(1)
  })
})
