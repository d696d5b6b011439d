import { expect, it } from 'vitest'
import type { Machine } from '../house/machine.ts'
import { summarize } from '../house/statistics.ts'
import { plots, type Results, tables } from './figures.ts'

const machine: Machine = {
  node: 'v24.0.0',
  processor: 'a processor',
  cores: 2,
  date: '2026-11-23T00:00:00Z',
  load: [0, 1],
  pinned: true,
  versions: {},
}
const points = (...costs: readonly (readonly [count: number, cost: number])[]) =>
  costs.map(([count, cost]) => [count, summarize([cost, cost, cost, cost])] as const)

/** Nothing was measured but growth. */
const results: Results = {
  http: { machine, figures: { lives: 2, rounds: 2, requests: 1, http: [], fetch: [], flask: [] } },
  start: { machine, figures: [] },
  memory: { machine, figures: { footprints: [], allocations: [] } },
  size: { machine, figures: { ours: [], theirs: [] } },
  growth: {
    machine,
    figures: [
      {
        name: 'hooks',
        lives: 2,
        points: points([0, 10], [50, 10.5]),
        perOne: 0.01,
        claim: { text: 'hooks: few', outcome: 'ok' },
      },
      {
        name: 'connections',
        lives: 2,
        points: points([64, 11], [1000, 16.5]),
        bare: points([64, 10], [1000, 15]),
        perOne: 0.01,
        claim: { text: 'connections: as bare', outcome: 'MISSED' },
      },
    ],
  },
}

it('tells growth beside the bare server where that took part, and what is asked of it', () => {
  expect(tables(results)['growth']?.split('\n')).toEqual([
    '| µs | least | median | bare, least | bare, median | × bare |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    '| hooks: 0 | 10 | 10 |  |  |  |',
    '| hooks: 50 | 10.5 | 10.5 |  |  |  |',
    '| connections: 64 | 11 | 11 | 10 | 10 | 1.10 ± 0.01 |',
    '| connections: 1,000 | 16.5 | 16.5 | 15 | 15 | 1.10 ± 0.01 |',
    '',
    '| asked |  |',
    '| --- | ---: |',
    '| hooks: few | ok |',
    '| connections: as bare | MISSED |',
  ])
})

it('draws a line for the bare server where that took part', () => {
  const drawn = Object.entries(plots(results)).map(([name, svg]) => [name, svg.split('<polyline').length - 1])
  expect(drawn).toEqual([
    ['http', 0],
    ['growth-hooks', 1],
    ['growth-connections', 2],
  ])
})
