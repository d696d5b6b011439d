// From the start of a process to its first answer: `pnpm bench:start`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { atMost, type Claim, settle, withNoise } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { onServerCore, serverEnvironment, takeClientCore } from '../house/server-process.ts'
import { Standing } from '../house/standing.ts'
import { takeTurns } from '../house/rounds.ts'
import { median, type Summary, summarize } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import type { Begun } from './begin.ts'
import { FIRST } from './routes.ts'

const NAMES = ['bare', 'micro', 'hono', 'h3', 'elysia', 'fastify', 'koa', 'express']
const PACKAGES = [
  'hono',
  '@hono/node-server',
  'h3',
  'elysia',
  '@elysiajs/node',
  'fastify',
  'koa',
  '@koa/router',
  'express',
]
const SIZES = [
  { routes: 25, plugins: 1 },
  { routes: 25, plugins: 20 },
  { routes: 1000, plugins: 1 },
  { routes: 1000, plugins: 20 },
]
const SCRIPT = new URL('begin.ts', import.meta.url).pathname

/** The starts are told in so many lots, one behind the other; by what lots differ in the noise is known. */
const LOTS = 3

/** Milliseconds of one start. */
interface Start {
  readonly imported: number
  readonly answered: number
}

interface Row extends Start {
  readonly name: string
  /** Milliseconds to the first answer, of each start. */
  readonly summary: Summary
}

const options = readOptions({ name: 'start', contenders: NAMES, rounds: 15 })
/** As many in each lot. */
const starts = Math.ceil(options.rounds / LOTS) * LOTS
const loadBefore = loadNow()
takeClientCore()
using build = new MicroBuild()

const figures = []
for (const size of SIZES) {
  const rows = await measure(size.routes, size.plugins)
  figures.push({ ...size, rows })
  console.log(`\n${size.routes} routes, plugins: ${size.plugins}. Milliseconds, of ${starts} starts each`)
  const standing = new Standing(costsOf(rows))
  console.log(
    table(
      ['', 'first answer, quartile', 'median', 'least', 'import, median'],
      rows.map(({ name, answered, summary, imported }) => [
        name,
        standing.cost(name),
        answered,
        summary.least,
        imported,
      ]),
    ),
  )
}

const machine = describeMachine(PACKAGES, loadBefore)
printMachine(machine)
const claims = figures
  .filter(({ routes, plugins }) => routes === 25 && plugins === 1)
  .flatMap(({ rows }) => claimsOf(rows))
keepResults(options, machine, { starts: figures, claims })
settle(claims)

/** The processes of all take turns. The first of each only fills the disk's cache. */
async function measure(routes: number, plugins: number): Promise<Row[]> {
  const names = NAMES.filter((name) => options.contenders.length === 0 || options.contenders.includes(name))
  const imports = new Map(names.map((name) => [name, [] as number[]]))
  const measured = names.map((name) => ({
    name,
    round: async () => {
      const { answered, imported } = await startOnce(name, routes, plugins)
      imports.get(name)?.push(imported)
      return answered
    },
  }))
  const taken = await takeTurns(measured, { warmUp: 1, rounds: starts })
  return [...taken].map(([name, answered]) => ({
    name,
    answered: median(answered),
    imported: median(imports.get(name)?.slice(1) ?? []),
    summary: summarize(answered, LOTS),
  }))
}

async function startOnce(name: string, routes: number, plugins: number): Promise<Start> {
  const command = [process.execPath, SCRIPT, name, String(routes), String(plugins)]
  const [program = '', ...rest] = onServerCore(command)
  const before = performance.now()
  const child = spawn(program, rest, {
    env: serverEnvironment(build.packages),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const [line]: string[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended])
    const { port, imported }: Begun = JSON.parse(String(line))
    const response = await fetch(`http://127.0.0.1:${port}${FIRST}`, { headers: { connection: 'close' } })
    if (!(await response.text()).includes('"ok"')) throw new Error(`${name} answers wrong`)
    return { answered: performance.now() - before, imported }
  } finally {
    child.kill()
    await ended
  }
}

function costsOf(rows: readonly Row[]): Record<string, Summary> {
  return Object.fromEntries(rows.map(({ name, summary }) => [name, summary]))
}

function claimsOf(rows: readonly Row[]): Claim[] {
  const costs = costsOf(rows)
  if (!('micro' in costs && 'hono' in costs)) return []
  const standing = new Standing(costs)
  const ratio = standing.ratio('micro', 'hono')
  const text = `import and listen with 25 routes, not above Hono's: ${show(standing.cost('micro'))} ms, ${show(standing.cost('hono'))} ms: ${withNoise(ratio)} × of it`
  return [{ text, outcome: atMost(1, ratio) }]
}
