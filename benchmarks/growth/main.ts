// How the cost of a request grows with routes, hooks, extensions and connections: `pnpm bench:growth [--only routes] [--lives 3] [--rounds 6] [--requests 6000]`.
import { type Claim, settle } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { Connections } from '../house/connections.ts'
import { CONNECTIONS } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { measuredServer } from '../house/measured-server.ts'
import { type Measured, summaries, type Taken, takeTurns } from '../house/rounds.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { slope } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import { type GrowthAsked, growthClaim, type GrowthFigures } from './growth-claim.ts'

const SERVE = new URL('serve.ts', import.meta.url).pathname

/** Something of which there is more and more. */
interface Growing {
  readonly name: string
  readonly counts: readonly number[]
  /** The path that is asked for: the last that was added, where it matters. */
  readonly path: (count: number) => string
  readonly asked: GrowthAsked
}

/** Not more with more: what is looked up. A step in the caches of the processor is allowed for. */
const FLAT = { kind: 'flat', most: 1.25 } as const

const GROWING: readonly Growing[] = [
  {
    name: 'routes',
    counts: [10, 100, 1000, 10_000],
    path: (count) => `/dynamic${Math.floor(count / 2) - 1}/42`,
    asked: FLAT,
  },
  {
    name: 'hooks',
    counts: [0, 10, 20, 30, 40, 50],
    path: () => '/static0',
    // Ten of them at most a microsecond.
    asked: { kind: 'linear', mostForOne: 0.1 },
  },
  {
    name: 'extensions',
    counts: [1, 5, 10, 15, 20],
    path: () => '/static0',
    // Each has two hooks.
    asked: { kind: 'linear', mostForOne: 0.2 },
  },
  {
    name: 'connections',
    counts: [1, 64, 1000],
    path: () => '/static0',
    // With a single one the event loop wakes up for each request alone: that costs more with every server, and is told, not judged.
    asked: { ...FLAT, from: 64 },
  },
]

const options = readOptions({ lives: 3, rounds: 6, requests: 6000 })
const loadBefore = loadNow()
takeClientCore()
using build = new MicroBuild()

const figures: GrowthFigures[] = []
const claims: Claim[] = []
for (const growing of GROWING) {
  if (options.only.length > 0 && !options.only.includes(growing.name)) continue
  const measured = await measure(growing)
  figures.push(measured)
  claims.push(growthClaim(measured, growing.asked))
  console.log(
    `\nµs of processor time a request with more and more ${growing.name}; ${show(measured.perOne * 1000)} ns for one more`,
  )
  console.log(
    table(
      [growing.name, 'least', 'median'],
      measured.points.map(([count, { least, median }]) => [show(count), least, median]),
    ),
  )
}
const machine = describeMachine([], loadBefore)
printMachine(machine)
keepResults('growth', machine, figures)
settle(claims)

async function measure(growing: Growing): Promise<GrowthFigures> {
  const lives: Taken[] = []
  for (let life = 0; life < options.lives; life++) lives.push(await live(growing))
  const costs = Object.entries(summaries(lives))
  const points = costs.map(([count, cost]) => [Number(count), cost] as const)
  const perOne = slope(points.map(([count, { median }]) => [count, median]))
  return { name: growing.name, lives: options.lives, points, perOne }
}

async function live({ name, counts, path }: Growing): Promise<Taken> {
  using running = new DisposableStack()
  const measured: Measured[] = []
  for (const count of counts) {
    const { packages } = build
    const server = running.use(await ServerProcess.start(SERVE, `${name} ${count}`, { packages }))
    const open = name === 'connections' ? count : CONNECTIONS
    const sent = { method: 'GET', path: path(count) } as const
    const client = running.use(await Connections.open(server.port, sent, open))
    const amount = { requests: options.requests, least: open * 2 }
    measured.push(measuredServer(String(count), server, amount, client))
  }
  return await takeTurns(measured, options)
}
