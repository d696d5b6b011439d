// Look-ups of five routers, each first checked for right answers: `pnpm bench:router`.
import { isDeepStrictEqual } from 'node:util'
import { atMost, counted, type Outcome, settle } from '../house/claims.ts'
import { describeMachine, loadNow } from '../house/machine.ts'
import { LEAST_NOISE } from '../house/standing.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { type Contender, contenders, type Lookup, type Outcome as Found } from './contenders.ts'
import { type Case, few, many, type RouteSet } from './route-sets.ts'

const options = readOptions({ name: 'router' })
const ROUNDS = 12
const loadBefore = loadNow()
const LOOKUPS = 100_000

interface Row {
  readonly name: string
  /** Nanoseconds per look-up, by case. */
  readonly cost: Map<Case['name'], number>
  readonly lookup: Lookup
}

/** A router that gives a wrong answer measures nothing. */
function check(name: string, lookup: Lookup, { cases }: RouteSet): void {
  for (const each of cases) {
    const outcome = lookup(each.method, each.path)
    if (!isRight(outcome, each))
      throw new Error(`${name} says ${JSON.stringify(outcome)} to ${each.method} ${each.path}`)
  }
}

function isRight(outcome: Found, { name, route, params }: Case): boolean {
  if (typeof outcome === 'string')
    return route === undefined && outcome === (name === 'miss' ? 'miss' : 'wrong method')
  // What takes all the rest has another name in each router.
  return outcome.route === route && isDeepStrictEqual(Object.values(outcome.params), Object.values(params))
}

/** The rounds of all routers take turns, so that a busy moment of the machine hits none of them alone. */
function measure(set: RouteSet): Row[] {
  const rows = contenders.map(({ name, create }: Contender): Row => {
    const lookup = create(set.routes)
    check(name, lookup, set)
    return { name, lookup, cost: new Map() }
  })
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of set.cases) {
      for (const { lookup, cost } of rows) {
        const taken = time(lookup, each)
        if (round > 0) cost.set(each.name, Math.min(cost.get(each.name) ?? Infinity, taken))
      }
    }
  }
  return rows
}

function time(lookup: Lookup, { method, path }: Case): number {
  // A path is cut out of the request target, so its text is new each time: no router may lean on seeing the same again.
  const target = `${path}?page=2`
  let misses = 0
  const start = process.hrtime.bigint()
  for (let i = 0; i < LOOKUPS; i++) if (lookup(method, target.slice(0, path.length)) === 'miss') misses++
  const taken = Number(process.hrtime.bigint() - start)
  if (misses > LOOKUPS) throw new Error('unreachable: keeps the loop from being dropped')
  return taken / LOOKUPS
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

function print({ name, cases }: RouteSet, rows: readonly Row[]): void {
  console.log(`\n${name}: nanoseconds per look-up, the least of ${ROUNDS - 1} rounds`)
  console.log(
    ['router'.padEnd(20), ...cases.map((each) => each.name.padStart(15)), 'geo. mean'.padStart(12)].join(''),
  )
  for (const row of rows) {
    const costs = [...row.cost.values()]
    const cells = [
      ...costs.map((cost) => cost.toFixed(0).padStart(15)),
      geometricMean(costs).toFixed(1).padStart(12),
    ]
    console.log([row.name.padEnd(20), ...cells].join(''))
  }
}

/** Milliseconds to add this many routes to an empty router of ours; the least of five. */
function timeToAdd(count: number): number {
  const routes = Array.from({ length: count }, (_, i) => ({
    method: 'GET',
    path: i % 2 === 0 ? `/static${i}/page` : `/dynamic${i}/:id`,
  }))
  const [micro] = contenders
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    micro?.create(routes)
    return performance.now() - start
  })
  return Math.min(...times)
}

const sets = [few, many].map((set) => ({ set, rows: measure(set) }))
for (const { set, rows } of sets) print(set, rows)

const overall = contenders.map(({ name }) => ({
  name,
  mean: geometricMean(
    sets.flatMap(({ rows }) => [...(rows.find((row) => row.name === name)?.cost.values() ?? [])]),
  ),
}))
console.log('\nGeometric mean over both sets')
for (const { name, mean } of overall) console.log(`${name.padEnd(20)}${mean.toFixed(1).padStart(12)}`)

console.log('\nTime to add routes')
const added = [1250, 2500, 5000, 10_000].map((count) => ({ count, taken: timeToAdd(count) }))
for (const { count, taken } of added) {
  console.log(
    `${String(count).padStart(6)} routes ${taken.toFixed(1).padStart(8)} ms ${((taken * 1000) / count).toFixed(2).padStart(8)} µs a route`,
  )
}

const meanOf = (name: string): number => overall.find((each) => each.name === name)?.mean ?? Infinity
const growth = (added.at(-1)?.taken ?? 0) / (added[0]?.taken ?? 1)
keepResults(options, describeMachine(['find-my-way', 'hono', 'rou3'], loadBefore), {
  lookups: sets.map(({ set, rows }) => ({
    routes: set.name,
    nanoseconds: Object.fromEntries(rows.map(({ name, cost }) => [name, Object.fromEntries(cost)])),
  })),
  overall,
  added,
})
const against = (name: string): Outcome => {
  const value = meanOf('micro') / meanOf(name)
  return atMost(1, { value, noise: value * LEAST_NOISE })
}
settle([
  { text: 'not slower than find-my-way', outcome: against('find-my-way') },
  { text: "not slower than Hono's RegExpRouter", outcome: against('hono RegExpRouter') },
  {
    text: `8 times the routes take at most 12 times as long to add: ${growth.toFixed(1)}`,
    outcome: counted(growth <= 12),
  },
])
