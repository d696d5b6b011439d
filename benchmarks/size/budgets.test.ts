import { describe, expect, it } from 'vitest'
import { ceilings, overBudget, sizeClaims, targets } from './budgets.ts'
import { own } from './bundles.ts'

const size = (name: string, minified: number) => ({ name, minified, packed: 0 })

describe('budgets', () => {
  it('are there for every bundle of ours', () => {
    expect([...ceilings.keys()]).toEqual(own.map(({ name }) => name))
  })

  it('fail for one byte too many, and for a bundle that has none', () => {
    const ceiling = ceilings.get('router') ?? 0
    expect(overBudget([size('router', ceiling)])[0]?.outcome).toBe('ok')
    expect(overBudget([size('router', ceiling + 1)])[0]?.outcome).toBe('MISSED')
    expect(overBudget([size('new', 1)])[0]?.outcome).toBe('MISSED')
  })

  it('are not what is asked for', () => {
    const target = targets.get('hello') ?? 0
    expect(sizeClaims([size('hello', target), size('router', 1)]).map(({ outcome }) => outcome)).toEqual([
      'ok',
    ])
    expect(sizeClaims([size('hello', target + 1)])[0]?.outcome).toBe('MISSED')
  })
})
