// How the cost of a request grows with routes, hooks, extensions and connections: `pnpm bench:growth [--only routes] [--rounds 60] [--requests 640]`.
import { CoreBuild } from '../house/core-build.ts'
import { Connections } from '../house/connections.ts'
import { CONNECTIONS } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { type Measured, takeTurns } from '../house/rounds.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { slope, type Summary } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'

const SERVE = new URL('serve.ts', import.meta.url).pathname

/** Something of which there is more and more. */
interface Growing {
  readonly name: string
  readonly counts: readonly number[]
  /** The path that is asked for: the last that was added, where it matters. */
  readonly path: (count: number) => string
}

const GROWING: readonly Growing[] = [
  {
    name: 'routes',
    counts: [10, 100, 1000, 10_000],
    path: (count) => `/dynamic${Math.floor(count / 2) - 1}/42`,
  },
  { name: 'hooks', counts: [0, 10, 20, 30, 40, 50], path: () => '/static0' },
  { name: 'extensions', counts: [1, 5, 10, 15, 20], path: () => '/static0' },
  { name: 'connections', counts: [1, 64, 1000], path: () => '/static0' },
]

export interface GrowthFigures {
  readonly name: string
  readonly points: readonly (readonly [count: number, cost: Summary])[]
  /** µs for one more of it. */
  readonly perOne: number
}

const options = readOptions({ rounds: 60, requests: 640 })
const loadBefore = loadNow()
takeClientCore()
using core = new CoreBuild()

const figures: GrowthFigures[] = []
for (const growing of GROWING) {
  if (options.only.length > 0 && !options.only.includes(growing.name)) continue
  const measured = await measure(growing)
  figures.push(measured)
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

async function measure({ name, counts, path }: Growing): Promise<GrowthFigures> {
  using running = new DisposableStack()
  const measured: Measured[] = []
  const servers: { readonly count: number; readonly server: ServerProcess }[] = []
  for (const count of counts) {
    const server = running.use(await ServerProcess.start(SERVE, `${name} ${count}`, { core: core.entry }))
    servers.push({ count, server })
  }
  for (const { count, server } of servers) {
    const open = name === 'connections' ? count : CONNECTIONS
    const sent = { method: 'GET', path: path(count) } as const
    const connections = running.use(await Connections.open(server.port, sent, open))
    const amount = Math.max(options.requests, open * 2)
    measured.push({ name: String(count), round: () => roundOf(server, connections, amount) })
  }
  const costs = await takeTurns(measured, options.rounds)
  const points = [...costs].map(([count, cost]) => [Number(count), cost] as const)
  return { name, points, perOne: slope(points.map(([count, { least }]) => [count, least])) }
}

async function roundOf(server: ServerProcess, connections: Connections, amount: number): Promise<number> {
  const before = await server.usage()
  await connections.send(amount)
  return ((await server.usage()).cpu - before.cpu) / amount
}
