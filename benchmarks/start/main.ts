// From the start of a process to its first answer: `pnpm bench:start [--rounds 10] [--only micro,hono]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Claim, settle } from '../house/claims.ts'
import { CoreBuild } from '../house/core-build.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { onServerCore, serverEnvironment, takeClientCore } from '../house/server-process.ts'
import { median } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import type { Begun } from './begin.ts'
import { FIRST } from './routes.ts'

const NAMES = ['bare', 'micro', 'hono', 'h3', 'fastify', 'koa', 'express']
const PACKAGES = ['hono', '@hono/node-server', 'h3', 'fastify', 'koa', '@koa/router', 'express']
const SIZES = [
  { routes: 25, plugins: 1 },
  { routes: 25, plugins: 20 },
  { routes: 1000, plugins: 1 },
  { routes: 1000, plugins: 20 },
]
const SCRIPT = new URL('begin.ts', import.meta.url).pathname

/** Milliseconds of one start. */
interface Start {
  readonly imported: number
  readonly answered: number
}

interface Row extends Start {
  readonly name: string
  readonly starts: readonly Start[]
}

const options = readOptions({ rounds: 10, requests: 1 })
const loadBefore = loadNow()
takeClientCore()
using core = new CoreBuild()

const figures = []
for (const size of SIZES) {
  const rows = await measure(size.routes, size.plugins)
  figures.push({ ...size, rows })
  console.log(
    `\n${size.routes} routes, plugins: ${size.plugins}. Milliseconds, median of ${options.rounds} starts`,
  )
  console.log(
    table(
      ['', 'first answer', 'import'],
      rows.map(({ name, answered, imported }) => [name, answered, imported]),
    ),
  )
}

const machine = describeMachine(PACKAGES, loadBefore)
printMachine(machine)
keepResults('start', machine, figures)
settle(
  figures
    .filter(({ routes, plugins }) => routes === 25 && plugins === 1)
    .flatMap(({ rows }) => claimsOf(rows)),
)

/** The processes of all take turns. The first of each only fills the disk's cache. */
async function measure(routes: number, plugins: number): Promise<Row[]> {
  const names = NAMES.filter((name) => options.only.length === 0 || options.only.includes(name))
  const starts = new Map(names.map((name) => [name, [] as Start[]]))
  for (let round = 0; round <= options.rounds; round++) {
    for (const name of names) {
      const start = await startOnce(name, routes, plugins)
      if (round > 0) starts.get(name)?.push(start)
    }
  }
  return [...starts].map(([name, all]) => ({
    name,
    answered: median(all.map(({ answered }) => answered)),
    imported: median(all.map(({ imported }) => imported)),
    starts: all,
  }))
}

async function startOnce(name: string, routes: number, plugins: number): Promise<Start> {
  const command = [process.execPath, SCRIPT, name, String(routes), String(plugins)]
  const [program = '', ...rest] = onServerCore(command)
  const before = performance.now()
  const child = spawn(program, rest, {
    env: serverEnvironment(core.entry),
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

function claimsOf(rows: readonly Row[]): Claim[] {
  const micro = rows.find(({ name }) => name === 'micro')
  const hono = rows.find(({ name }) => name === 'hono')
  if (micro === undefined || hono === undefined) return []
  const text = `import and listen with 25 routes, not above Hono's: ${show(micro.answered)} ms, ${show(hono.answered)} ms`
  return [{ text, holds: micro.answered <= hono.answered }]
}
