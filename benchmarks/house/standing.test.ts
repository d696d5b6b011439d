import { describe, expect, it } from 'vitest'
import { Standing } from './standing.ts'
import { summarize } from './statistics.ts'

const lives = (...factors: number[]) =>
  summarize(
    factors.flatMap((factor) => [10, 11, 10, 12].map((cost) => cost * factor)),
    factors.length,
  )

describe('how contenders stand to each other', () => {
  it('tells how many times one costs the other, with the least noise on the quietest machine', () => {
    const standing = new Standing({ bare: lives(1, 1, 1), micro: lives(1.2, 1.2, 1.2) })
    expect(standing.ratio('micro', 'bare').value).toBeCloseTo(1.2)
    expect(standing.ratio('micro', 'bare').noise).toBeCloseTo(0.012)
  })

  it('takes what lives differ by for noise, but not what they all have in common', () => {
    const same = new Standing({ bare: lives(1, 1.5, 2), micro: lives(1.2, 1.8, 2.4) })
    expect(same.ratio('micro', 'bare').noise).toBeCloseTo(0.012)
    const other = new Standing({ bare: lives(1, 1, 1), micro: lives(1.1, 1.2, 1.3) })
    // A t-test of the three pairs: the logarithms lie 0.0836 apart in standard deviation, t is 4.303.
    expect(other.ratio('micro', 'bare').noise).toBeCloseTo(1.197 * 4.303 * (0.0836 / Math.sqrt(3)), 2)
  })

  it('tells how many times as much something costs for one than for another, with the noise of all four', () => {
    const factors = { few: lives(1, 1, 1), many: lives(1.4, 1.4, 1.4) }
    const micro = { few: lives(1.1, 1.1, 1.1), many: lives(1.54, 1.617, 1.694) }
    const standing = new Standing({
      'bare few': factors.few,
      'bare many': factors.many,
      'micro few': micro.few,
      'micro many': micro.many,
    })
    const grown = standing.ratioOfRatios(
      { one: 'micro many', other: 'micro few' },
      { one: 'bare many', other: 'bare few' },
    )
    expect(grown.value).toBeCloseTo(1.05, 2)
    const { value, noise } = standing.ratio('micro many', 'micro few')
    expect(grown.noise / grown.value).toBeCloseTo((noise / value) * Math.SQRT2)
  })

  it('tells what one costs as the mean of what its lives are told by, of which a ratio is made', () => {
    const standing = new Standing({ bare: summarize([1, 1, 1, 9, 4, 4, 4, 9], 2), micro: lives(1, 1) })
    expect(standing.cost('bare')).toBeCloseTo(2)
    expect(standing.ratio('micro', 'bare').value).toBeCloseTo(standing.cost('micro') / standing.cost('bare'))
  })

  it('finds the cheapest of those that took part', () => {
    const standing = new Standing({ a: lives(3, 3), b: lives(2, 2) })
    expect(standing.cheapest(['a', 'b', 'absent'])).toBe('b')
    expect(standing.cheapest(['absent'])).toBeUndefined()
  })

  it('is not moved by busy rounds, as long as most of the lower ones are not', () => {
    const busy = {
      bare: summarize([10, 10, 10, 99, 10, 10, 10, 99], 2),
      micro: summarize([12, 99, 12, 12, 99, 12, 12, 12], 2),
    }
    expect(new Standing(busy).ratio('micro', 'bare').value).toBeCloseTo(1.2)
  })

  it('does not take for noise what disturbs those that cost much more', () => {
    const costs = {
      bare: lives(1, 1.001, 1),
      micro: lives(1.1, 1.101, 1.1),
      koa: lives(2, 2.5, 3),
    }
    const standing = new Standing(costs)
    expect(standing.ratio('micro', 'bare').noise).toBeCloseTo(0.011)
    expect(standing.ratio('micro', 'koa').noise).toBeGreaterThan(0.1)
  })
})
