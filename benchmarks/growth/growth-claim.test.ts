import { describe, expect, it } from 'vitest'
import { summarize } from '../house/statistics.ts'
import { growthClaim } from './growth-claim.ts'

const figures = (points: readonly (readonly [number, number])[]) => ({
  name: 'hooks',
  perOne: 0,
  points: points.map(([count, cost]) => [count, summarize([cost, cost, cost, cost], 2)] as const),
})

/** The bare server grows by half. */
const besideBare = (micro: number) => ({
  ...figures([
    [1, 36],
    [64, 11],
    [1000, micro],
  ]),
  bare: figures([
    [1, 30],
    [64, 10],
    [1000, 15],
  ]).points,
})

describe('what is asked of growth', () => {
  const flat = { kind: 'flat', most: 1.25 } as const
  const linear = { kind: 'linear', mostForOne: 0.1 } as const

  it('is flat where the most costs what the fewest cost', () => {
    const claim = growthClaim(
      figures([
        [10, 20],
        [100, 21],
        [1000, 20.4],
      ]),
      flat,
    )
    expect(claim).toEqual({ outcome: 'ok', text: 'hooks, 10 → 1,000: at most 1.25 × the cost: 1.02 ± 0.01' })
    expect(
      growthClaim(
        figures([
          [10, 20],
          [1000, 30],
        ]),
        flat,
      ).outcome,
    ).toBe('MISSED')
  })

  it('is as much as with the bare server, from a count on, and says what both grow by', () => {
    const asked = { kind: 'as bare', most: 1.05, from: 64 } as const
    expect(growthClaim(besideBare(16.8), asked)).toEqual({
      outcome: 'ok',
      text: 'hooks, 64 → 1,000: at most 1.05 × the growth of bare node:http: 1.02 ± 0.01 (micro 1.53 ± 0.02, bare 1.50 ± 0.01)',
    })
    expect(growthClaim(besideBare(18), asked).outcome).toBe('MISSED')
  })

  it('is linear with so much for each', () => {
    const claim = growthClaim(
      figures([
        [0, 20],
        [10, 20.5],
        [20, 21],
      ]),
      linear,
    )
    expect(claim.text).toBe(
      'hooks, 0 → 20: at most 100 ns for each: 50.0 ± 10.5, a straight line says 100 % of it',
    )
    expect(claim.outcome).toBe('ok')
    expect(
      growthClaim(
        figures([
          [0, 20],
          [10, 22],
          [20, 24],
        ]),
        linear,
      ).outcome,
    ).toBe('MISSED')
  })
})
