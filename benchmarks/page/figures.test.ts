import { expect, it } from 'vitest'
import type { Machine } from '../house/machine.ts'
import { Standing } from '../house/standing.ts'
import { summarize } from '../house/statistics.ts'
import { plots, recordOf, type Results, tables } from './figures.ts'

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
  costs.map(([count, cost]) => [count, summarize([cost, cost, cost, cost], 2)] as const)

/** Two lives, each with a round that was lucky and one that was not. */
const cost = (first: number, second: number = first) =>
  summarize([first - 1, first, first, first, first * 9, second - 1, second, second, second, second * 9], 2)

const all = (...processes: number[]) => summarize(processes, processes.length)
const ratioIn = ({ http }: Results) => new Standing(http.figures.http[0]?.costs ?? {}).ratio('hono', 'bare')

/** Nothing was measured but growth. */
const results: Results = {
  http: {
    machine,
    figures: { lives: 2, rounds: 2, requests: 1, warmUp: 32, http: [], fetch: [], flask: [] },
  },
  start: { machine, figures: { starts: [], claims: [] } },
  memory: { machine, figures: { footprints: [], allocations: [], claims: [] } },
  size: { machine, figures: { ours: [], theirs: [] } },
  growth: {
    machine,
    figures: [
      {
        name: 'hooks',
        points: points([0, 10], [50, 10.5]),
        perOne: 0.01,
        claim: { text: 'hooks: few', outcome: 'ok' },
      },
      {
        name: 'connections',
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
    '| µs | quartile | median | bare, quartile | bare, median | × bare |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    '| hooks: 0 | 10.0 | 10 |  |  |  |',
    '| hooks: 50 | 10.5 | 10.5 |  |  |  |',
    '| connections: 64 | 11.0 | 11 | 10.0 | 10 | 1.10 ± 0.01 |',
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

/** Hello beside the bare server, hooks beside none, and a page that two were asked for. */
const measured: Results = {
  ...results,
  http: {
    machine,
    figures: {
      ...results.http.figures,
      http: [
        {
          scenario: 'hello',
          lives: 2,
          leftOut: {},
          costs: { bare: cost(10), micro: cost(10.2), hono: cost(10.3, 10.2) },
        },
        {
          scenario: 'hooks10',
          lives: 2,
          leftOut: { h3: 'answers wrong' },
          costs: { bare: cost(10), micro: cost(12), 'micro, no hooks': cost(10.2), hono: cost(14) },
        },
        { scenario: 'page', lives: 4, leftOut: {}, costs: { micro: cost(30), fastify: cost(45) } },
      ],
      fetch: [{ scenario: 'hello', costs: { micro: cost(5000), hono: cost(5500) } }],
    },
  },
}

it('tells by the lower quartile what a request costs, the noise of its ratio, and what is asked of each row', () => {
  const [http = '', below = ''] = tables(measured)['http']?.split('\n\n') ?? []
  expect(http.split('\n')).toEqual([
    '| µs | bare | micro | hono | fastify | ≤ 1.05 bare | below all others |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| hello | 10.0 | 10.2 (1.02 ± 0.02) | 10.2 (1.02 ± 0.02) | – | ok | even |',
    '| hooks10 | 10.0 | 12 (1.20 ± 0.01) | 14.0 (1.40 ± 0.01) | – |  | ok |',
    '| page | – | 30.0 | – | 45.0 (1.50 ± 0.01) |  | ok |',
  ])
  expect(below.split('\n')).toEqual([
    expect.stringMatching(/^- hooks10: at most 1 µs more than without: 1\.80 ± 0\.\d+ µs: MISSED$/),
    '- h3 is not in hooks10: answers wrong',
    '- each server is warmed up by 32,000 requests; by 10,688 of file1k, 3,200 of file1m, 3,200 of stream1m',
  ])
  expect(tables(measured)['fetch']).toContain('| hello | 5,000 | 5,500 (1.10 ± 0.01) | ok |')
})

it('tells starts by the lower quartile and memory by the mean, with the noise of both', () => {
  const texts = tables({
    ...results,
    start: {
      machine,
      figures: {
        starts: [
          {
            routes: 25,
            plugins: 1,
            rows: [
              { name: 'bare', summary: cost(100) },
              { name: 'micro', summary: cost(110) },
            ],
          },
        ],
        claims: [{ text: 'soon', outcome: 'even' }],
      },
    },
    memory: {
      machine,
      figures: {
        footprints: [
          {
            name: 'micro',
            atRest: all(70, 72, 74),
            afterLoad: all(100),
            heapAfterLoad: all(9, 9),
            perConnection: all(-1, 2),
          },
        ],
        allocations: [{ scenario: 'hello', bytes: { micro: summarize([7000, 7000, 7070]) } }],
        claims: [{ text: 'little', outcome: 'ok' }],
      },
    },
  })
  expect(texts['start']).toMatch(
    /\| 25 routes, plugins: 1 \| 100 \| 110 \(1\.10 ± 0\.01\) \|\n\n[^]*\| soon \| even \|$/,
  )
  expect(texts['memory']).toMatch(
    /\n\| micro \| 72 ± 4\.97 \| 100 ± \? \| 9 ± 0\.00 \| 0\.500 ± 19\.06 \|\n[^]*\| little \| ok \|$/,
  )
  expect(texts['allocations']).toMatch(/\| hello \| 7,000 \|\n\n.* at most 0\.5 % apart\.$/)
})

it('draws what the table tells', () => {
  const heights = [
    ...(plots(measured)['http'] ?? '').matchAll(/<rect x="\S+" y="\S+" width="\S+" height="([\d.]+)" /g),
  ]
  // Of 20 at the top: 10, 10.2 and 10.2 in the middle, by the quartile.
  expect(heights.map(([, height]) => Number(height)).filter((height) => height > 12)).toEqual([
    135, 137.7, 138.4,
  ])
})

it('keeps what every ratio and its noise can be reckoned from, and no single round', () => {
  const record: Results = JSON.parse(recordOf(measured))
  const [hello] = record.http.figures.http
  expect(hello?.costs['hono']).not.toHaveProperty('rounds')
  expect(record.http.figures.rounds).toBe(2)
  expect(ratioIn(record)).toEqual(ratioIn(measured))
})
