// Type instantiations per route, beside Hono, in the same run: `pnpm bench:types`.
import { counted, settle } from '../house/claims.ts'
import { describeMachine, loadNow } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { measure } from './measure.ts'
import { type Program, programs } from './programs.ts'

const options = readOptions({ name: 'types' })
const COUNTS = [100, 200, 400] as const

/** What is asked of micro. */
const MOST_PER_ROUTE = 60
const MOST_GROWTH = 2.1
const LEAST_AHEAD = 20

interface Row {
  readonly name: string
  readonly perRoute: readonly number[]
  /** What 400 routes cost over 200. */
  readonly growth: number
  readonly checkTime: number
}

async function rowOf({ name, write }: Program, index: number): Promise<Row> {
  // What the library costs before the first route is nobody's route.
  const base = await measure(`p${index}-1`, write(1))
  const costs = []
  for (const count of COUNTS) costs.push(await measure(`p${index}-${count}`, write(count)))
  const own = costs.map(({ instantiations }) => instantiations - base.instantiations)
  const perRoute = own.map((cost, i) => cost / ((COUNTS[i] ?? 0) - 1))
  return { name, perRoute, growth: (own[2] ?? 0) / (own[1] ?? 1), checkTime: costs[2]?.checkTime ?? 0 }
}

const rows = []
for (const [index, program] of programs.entries()) rows.push(await rowOf(program, index))

console.log('Type instantiations per route')
console.log(
  [
    'program'.padEnd(24),
    ...COUNTS.map((count) => `${count} routes`.padStart(12)),
    '400/200'.padStart(9),
    'check 400'.padStart(11),
  ].join(''),
)
for (const { name, perRoute, growth, checkTime } of rows) {
  const cells = perRoute.map((cost) => cost.toFixed(1).padStart(12))
  console.log(
    [name.padEnd(24), ...cells, growth.toFixed(2).padStart(9), `${checkTime.toFixed(2)} s`.padStart(11)].join(
      '',
    ),
  )
}

const [ours, , client] = rows
const most = Math.max(...(ours?.perRoute ?? []))
const ahead = (client?.perRoute[2] ?? 0) / (ours?.perRoute[2] ?? 1)
keepResults(options, describeMachine(['hono'], loadNow()), { counts: COUNTS, rows })
settle([
  {
    text: `at most ${MOST_PER_ROUTE} per route: ${most.toFixed(1)}`,
    outcome: counted(most <= MOST_PER_ROUTE),
  },
  {
    text: `400 routes cost at most ${MOST_GROWTH} times 200: ${ours?.growth.toFixed(2)}`,
    outcome: counted((ours?.growth ?? 9) <= MOST_GROWTH),
  },
  {
    text: `at least ${LEAST_AHEAD} times fewer than Hono with its client: ${ahead.toFixed(1)}`,
    outcome: counted(ahead >= LEAST_AHEAD),
  },
])
