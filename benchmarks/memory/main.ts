// Memory at rest, after load and for each idle connection; bytes allocated for each request: `pnpm bench:memory`.
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { atMost, type Claim, settle, withNoise } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { Connections } from '../house/connections.ts'
import { CONNECTIONS, load } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { type Scenario, scenarios } from '../house/scenarios.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { FIRST } from '../start/routes.ts'
import { Standing } from '../house/standing.ts'
import { median, summarize } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'

const NAMES = ['bare', 'micro', 'hono', 'fastify', 'h3', 'elysia', 'express', 'koa']
/** Of these allocations are counted too. */
const COUNTED_NAMES = ['bare', 'micro', 'hono', 'fastify']
const PACKAGES = ['hono', '@hono/node-server', 'fastify', 'h3', 'elysia', '@elysiajs/node', 'express', 'koa']
const SCENARIO = new URL('../contenders/serve.ts', import.meta.url).pathname
const ROUTES = new URL('serve.ts', import.meta.url).pathname
const MEBIBYTE = 1_048_576
const IDLE = 1000
/** Enough young memory, in MiB, that nothing is collected while the allocations of `COUNTED` requests are counted. */
const YOUNG = 256
const COUNTED = 2000
const ALLOCATING = ['hello', 'json', 'param', 'echo']

interface Footprint {
  readonly name: string
  /** Resident memory in MiB. */
  readonly atRest: number
  readonly afterLoad: number
  /** What is left of the heap when everything that can be is collected, in MiB. */
  readonly heapAfterLoad: number
  /** KiB of resident memory for each connection that waits. */
  readonly perConnection: number
}

const options = readOptions({ name: 'memory', contenders: NAMES, rounds: 5, requests: 100_000 })
const loadBefore = loadNow()
takeClientCore()
using build = new MicroBuild()
const names = NAMES.filter((name) => options.contenders.length === 0 || options.contenders.includes(name))

/** The processes take turns: resident memory differs from one to the next by some MiB. */
const processes = new Map(names.map((name) => [name, [] as Footprint[]]))
for (let round = 0; round < options.rounds; round++)
  for (const name of names) processes.get(name)?.push(await footprintOf(name))
const footprints = names.map((name) => middleOf(processes.get(name) ?? []))
console.log(
  `\nAn app of 25 routes, ${show(options.requests)} requests, the middle one of ${options.rounds} processes each; MiB, and KiB a connection of ${show(IDLE)} that wait`,
)
console.log(
  table(
    ['', 'RSS at rest', 'RSS after load', 'heap after load', 'KiB/connection'],
    footprints.map((each) => [
      each.name,
      each.atRest,
      each.afterLoad,
      each.heapAfterLoad,
      each.perConnection,
    ]),
  ),
)

const counted = COUNTED_NAMES.filter((name) => names.includes(name))
const allocations: { readonly name: string; readonly bytes: ReadonlyMap<string, number> }[] = []
for (const name of ALLOCATING) allocations.push({ name, bytes: await allocationsOf(scenarioOf(name)) })
console.log(`\nBytes allocated for a request: the middle one of ${options.rounds} times ${show(COUNTED)}`)
console.log(
  table(
    ['', ...counted],
    allocations.map(({ name, bytes }) => [name, ...counted.map((each) => bytes.get(each))]),
  ),
)

const machine = describeMachine(PACKAGES, loadBefore)
printMachine(machine)
const byScenario = allocations.map(({ name, bytes }) => ({
  scenario: name,
  bytes: Object.fromEntries(bytes),
}))
keepResults(options, machine, { footprints, allocations: byScenario })
settle(claims())

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((each) => each.name === name)
  if (found === undefined) throw new Error(`No scenario "${name}"`)
  return found
}

async function footprintOf(name: string): Promise<Footprint> {
  using server = await ServerProcess.start(ROUTES, name, { packages: build.packages })
  const atRest = (await server.usage()).rss
  await loadOf(server)
  const loaded = await server.usage()
  const { heapUsed, rss } = await server.usage('usage after collection')
  const sockets = await waiting(server.port)
  const held = await server.usage('usage after collection')
  for (const socket of sockets) socket.destroy()
  return {
    name,
    atRest: atRest / MEBIBYTE,
    afterLoad: loaded.rss / MEBIBYTE,
    heapAfterLoad: heapUsed / MEBIBYTE,
    perConnection: (held.rss - rss) / IDLE / 1024,
  }
}

async function loadOf({ port }: ServerProcess): Promise<void> {
  using client = await Connections.open(port, { method: 'GET', path: FIRST }, CONNECTIONS)
  await client.send(options.requests)
}

function middleOf(all: readonly Footprint[]): Footprint {
  const middle = (read: (each: Footprint) => number): number => median(all.map(read))
  return {
    name: all[0]?.name ?? '',
    atRest: middle(({ atRest }) => atRest),
    afterLoad: middle(({ afterLoad }) => afterLoad),
    heapAfterLoad: middle(({ heapAfterLoad }) => heapAfterLoad),
    perConnection: middle(({ perConnection }) => perConnection),
  }
}

/** Connections that have had an answer and wait. */
async function waiting(port: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let i = 0; i < IDLE; i++) {
    const socket = connect(port, '127.0.0.1')
    // A server may close what waits for long.
    socket.on('error', () => {})
    socket.write(`GET ${FIRST} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    sockets.push(socket)
    if (i % 100 === 99) await once(socket, 'data')
  }
  await sleep(200)
  return sockets
}

/** Each with a heap that is not collected meanwhile. What is allocated does not hang on how busy the machine is: no turns are taken. */
async function allocationsOf(scenario: Scenario): Promise<Map<string, number>> {
  const bytes = new Map<string, number>()
  for (const name of counted) {
    const flags = [`--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`]
    using server = await ServerProcess.start(SCENARIO, `${name} ${scenario.name}`, {
      packages: build.packages,
      flags,
    })
    const counts: number[] = []
    await load(server.origin, scenario.sent, COUNTED * 3, scenario.status)
    for (let round = 0; round < options.rounds; round++) {
      const before = await server.usage('usage after collection')
      await load(server.origin, scenario.sent, COUNTED, scenario.status)
      counts.push(((await server.usage()).heapUsed - before.heapUsed) / COUNTED)
    }
    bytes.set(name, median(counts))
  }
  return bytes
}

function claims(): Claim[] {
  const afterLoad = names.map((name) => {
    return [name, summarize((processes.get(name) ?? []).map((each) => each.afterLoad))] as const
  })
  const costs = Object.fromEntries(afterLoad)
  const { micro, hono } = costs
  if (micro === undefined || hono === undefined) return []
  const measured = new Standing(costs, options.rounds).ratio('micro', 'hono')
  const text = `memory after load, not above Hono's: ${show(micro.median)} MiB, ${show(hono.median)} MiB: ${withNoise(measured)} × of it`
  return [{ text, outcome: atMost(1, measured) }]
}
