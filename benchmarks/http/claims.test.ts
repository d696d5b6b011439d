import { describe, expect, it } from 'vitest'
import { summarize } from '../house/statistics.ts'
import { claimsOf, fetchClaimsOf } from './claims.ts'

/** Two lives of two rounds, all alike: the noise is the least that is believed. */
const cost = (value: number) => summarize([value, value, value, value], 2)
const claims = (
  scenario: string,
  costs: Readonly<Record<string, number>>,
  leftOut: Readonly<Record<string, string>> = {},
) =>
  claimsOf({
    scenario,
    lives: 2,
    leftOut,
    costs: Object.fromEntries(Object.entries(costs).map(([name, value]) => [name, cost(value)])),
  })

describe('what is asked of a scenario', () => {
  it('is 1.05 × bare where little else is done, and to be below the cheapest of the others', () => {
    expect(claims('hello', { bare: 10, micro: 10.2, fastify: 12, hono: 11 })).toEqual([
      { outcome: 'ok', text: 'hello: at most 1.05 × bare node:http: 1.02 ± 0.01', column: '≤ 1.05 bare' },
      {
        outcome: 'ok',
        text: 'hello: below every other framework; next is hono: 0.927 ± 0.01 × of it',
        column: 'below all others',
      },
    ])
  })

  it('is missed and even, each where it is', () => {
    const outcomes = claims('echo', { bare: 10, micro: 11, fastify: 10.95 }).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['MISSED', 'even'])
  })

  it('is not 1.05 × bare for a file', () => {
    expect(claims('file1k', { bare: 10, micro: 20, koa: 30 })).toHaveLength(1)
  })

  it('is that ten hooks cost a microsecond, told against micro without them', () => {
    const [, hooks] = claims('hooks10', { micro: 20.5, 'micro, no hooks': 20, koa: 30 })
    expect(hooks?.outcome).toBe('ok')
    expect(hooks?.text).toMatch(/^hooks10: at most 1 µs more than without: 0\.500 ± 0\.2/)
    expect(claims('hooks10', { micro: 22, 'micro, no hooks': 20, koa: 30 })[1]?.outcome).toBe('MISSED')
  })

  it('is nothing where micro takes no part', () => {
    expect(claims('hello', { bare: 10, fastify: 12 })).toEqual([])
    expect(fetchClaimsOf({ scenario: 'hello', costs: { hono: cost(10) } })).toEqual([])
  })

  it('is missed where micro gives no right answer', () => {
    expect(claims('hello', { bare: 10, fastify: 12 }, { micro: 'answers wrong' })).toEqual([
      { text: 'hello: micro gives the right answer', outcome: 'MISSED' },
    ])
  })
})
