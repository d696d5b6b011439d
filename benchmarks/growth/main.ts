// How the cost of a request grows with routes, hooks, extensions and connections: `pnpm bench:growth`.
import { type Claim, settle } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { Connections } from '../house/connections.ts'
import { CONNECTIONS } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions, WARM_UP } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { measuredServer } from '../house/measured-server.ts'
import { type Measured, summaries, type Taken, takeTurns } from '../house/rounds.ts'
import { requestFor } from '../house/scenarios.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { slope } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import { type GrowthAsked, growthClaim, type GrowthFigures } from './growth-claim.ts'
import { growthHeads, growthRows } from './growth-rows.ts'

/** Something of which there is more and more. */
interface Growing {
  readonly name: string
  readonly counts: readonly number[]
  /** Who serves so many of it. */
  readonly servers: (count: number) => readonly Served[]
  /** The path that is asked for: the last that was added, where it matters. */
  readonly path: (count: number) => string
  /** The body that is right. */
  readonly body: string
  /** By how many connections it is asked for. Default: {@link CONNECTIONS}. */
  readonly open?: (count: number) => number
  readonly asked: GrowthAsked
}

/** What `house/served.ts` is given. */
interface Served {
  readonly who: 'micro' | 'bare'
  readonly file: string
  readonly argument: string
}

const SERVE = new URL('serve.ts', import.meta.url).pathname
const CONTENDERS = new URL('../contenders/serve.ts', import.meta.url).pathname

const micro = (argument: string): readonly Served[] => [{ who: 'micro', file: SERVE, argument }]

const GROWING: readonly Growing[] = [
  {
    name: 'routes',
    counts: [10, 100, 1000, 10_000],
    servers: (count) => micro(`routes ${count}`),
    path: (count) => `/dynamic${Math.floor(count / 2) - 1}/42`,
    body: '{"ok":true,"id":42}',
    // Not more with more: they are looked up. A step in the caches of the processor is allowed for.
    asked: { kind: 'flat', most: 1.25 },
  },
  {
    name: 'hooks',
    counts: [0, 10, 20, 30, 40, 50],
    servers: (count) => micro(`hooks ${count}`),
    path: () => '/static0',
    body: '{"ok":true}',
    // Ten of them at most a microsecond.
    asked: { kind: 'linear', mostForOne: 0.1 },
  },
  {
    name: 'extensions',
    counts: [1, 5, 10, 15, 20],
    servers: (count) => micro(`extensions ${count}`),
    path: () => '/static0',
    body: '{"ok":true}',
    // Each has two hooks.
    asked: { kind: 'linear', mostForOne: 0.2 },
  },
  {
    name: 'connections',
    counts: [1, 64, 1000],
    servers: () => [
      { who: 'micro', file: CONTENDERS, argument: 'micro json' },
      { who: 'bare', file: CONTENDERS, argument: 'bare json' },
    ],
    path: () => '/json',
    body: '{"message":"Hello, World!"}',
    open: (count) => count,
    // A thousand cost more with every server, by what Node and the kernel do for them: micro is to add no more to that. With a single one
    // the event loop wakes up for each request alone: told, not judged.
    asked: { kind: 'as bare', most: 1.05, from: 64 },
  },
]

const options = readOptions({
  name: 'growth',
  only: GROWING.map(({ name }) => name),
  lives: 3,
  rounds: 6,
  requests: 6000,
  warmUp: WARM_UP,
})
const loadBefore = loadNow()
takeClientCore()
using build = new MicroBuild()

const figures: (GrowthFigures & { readonly claim: Claim })[] = []
for (const growing of GROWING) {
  if (options.only.length > 0 && !options.only.includes(growing.name)) continue
  const measured = await measure(growing)
  figures.push({ ...measured, claim: growthClaim(measured, growing.asked) })
  console.log(
    `\nµs of processor time a request with more and more ${growing.name}; ${show(measured.perOne * 1000)} ns for one more`,
  )
  const rows = growthRows(measured).map(({ count, cells }) => [show(count), ...cells])
  console.log(table([growing.name, ...growthHeads].slice(0, rows[0]?.length), rows))
}
const machine = describeMachine([], loadBefore)
printMachine(machine)
keepResults(options, machine, figures)
settle(figures.map(({ claim }) => claim))

async function measure(growing: Growing): Promise<GrowthFigures> {
  const { name, counts, asked } = growing
  // Four are in what is told beside the bare server: that is less certain than a ratio of two.
  const lived = asked.kind === 'as bare' ? options.lives * 2 : options.lives
  const lives: Taken[] = []
  for (let life = 0; life < lived; life++) lives.push(await live(growing))
  const costs = summaries(lives)
  const pointsOf = (who: Served['who']): GrowthFigures['points'] =>
    counts.flatMap((count) => {
      const cost = costs[`${who} ${count}`]
      return cost === undefined ? [] : [[count, cost] as const]
    })
  const [points, bare] = [pointsOf('micro'), pointsOf('bare')]
  const perOne = slope(points.map(([count, { median }]) => [count, median]))
  return { name, points, ...(bare.length > 0 && { bare }), perOne }
}

/** All are up at once, of every count and of every kind. */
async function live({ counts, servers, path, body, open }: Growing): Promise<Taken> {
  using running = new DisposableStack()
  const measured: Measured[] = []
  for (const count of counts) {
    for (const { who, file, argument } of servers(count)) {
      const server = running.use(await ServerProcess.start(file, argument, { packages: build.packages }))
      const sent = { method: 'GET', path: path(count) } as const
      const answer = await (await fetch(requestFor(sent, server.origin))).text()
      if (answer !== body) throw new Error(`${argument} answers wrong: ${answer.slice(0, 200)}`)
      const connections = open?.(count) ?? CONNECTIONS
      const client = running.use(await Connections.open(server.port, sent, connections))
      const amount = { requests: options.requests, least: connections * 2 }
      measured.push(measuredServer(`${who} ${count}`, server, amount, client))
    }
  }
  return await takeTurns(measured, options)
}
