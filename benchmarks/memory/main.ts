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
import { type Summary, summarize, uncertainMean } from '../house/statistics.ts'
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

/** Of a process. */
interface Footprint {
  /** Resident memory in MiB. */
  readonly atRest: number
  readonly afterLoad: number
  /** What is left of the heap when everything that can be is collected, in MiB. */
  readonly heapAfterLoad: number
  /** KiB of resident memory for each connection that waits. */
  readonly perConnection: number
}

/** Of all processes of one contender. */
type Footprints = Readonly<Record<keyof Footprint, Summary>> & { readonly name: string }

const options = readOptions({ name: 'memory', contenders: NAMES, rounds: 5, requests: 100_000 })
const loadBefore = loadNow()
takeClientCore()
using build = new MicroBuild()
const names = NAMES.filter((name) => options.contenders.length === 0 || options.contenders.includes(name))

/** The processes take turns: resident memory differs from one to the next by some MiB. */
const processes = new Map(names.map((name) => [name, [] as Footprint[]]))
for (let round = 0; round < options.rounds; round++)
  for (const name of names) processes.get(name)?.push(await footprintOf(name))
const footprints = names.map((name) => summaryOf(name, processes.get(name) ?? []))
console.log(
  `\nAn app of 25 routes, ${show(options.requests)} requests, the mean of ${options.rounds} processes each; MiB, and KiB a connection of ${show(IDLE)} that wait`,
)
console.log(
  table(
    ['', 'RSS at rest', 'RSS after load', 'heap after load', 'KiB/connection'],
    footprints.map((each) => [
      each.name,
      ...[each.atRest, each.afterLoad, each.heapAfterLoad, each.perConnection].map(meanText),
    ]),
  ),
)

const counted = COUNTED_NAMES.filter((name) => names.includes(name))
const allocations: { readonly name: string; readonly bytes: ReadonlyMap<string, Summary> }[] = []
for (const name of ALLOCATING) allocations.push({ name, bytes: await allocationsOf(scenarioOf(name)) })
console.log(`\nBytes allocated for a request: the middle one of ${options.rounds} times ${show(COUNTED)}`)
console.log(
  table(
    ['', ...counted],
    allocations.map(({ name, bytes }) => [name, ...counted.map((each) => bytes.get(each)?.median)]),
  ),
)

const machine = describeMachine(PACKAGES, loadBefore)
printMachine(machine)
const byScenario = allocations.map(({ name, bytes }) => ({
  scenario: name,
  bytes: Object.fromEntries(bytes),
}))
const claims = claimsOf(footprints)
keepResults(options, machine, { footprints, allocations: byScenario, claims })
settle(claims)

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

/** A process is a life: what one is told by is its only value. */
function summaryOf(name: string, all: readonly Footprint[]): Footprints {
  const of = (read: (each: Footprint) => number): Summary => summarize(all.map(read), all.length)
  return {
    name,
    atRest: of(({ atRest }) => atRest),
    afterLoad: of(({ afterLoad }) => afterLoad),
    heapAfterLoad: of(({ heapAfterLoad }) => heapAfterLoad),
    perConnection: of(({ perConnection }) => perConnection),
  }
}

function meanText({ quartiles }: Summary): string {
  return withNoise(uncertainMean(quartiles))
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
async function allocationsOf(scenario: Scenario): Promise<Map<string, Summary>> {
  const bytes = new Map<string, Summary>()
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
    bytes.set(name, summarize(counts))
  }
  return bytes
}

function claimsOf(measured: readonly Footprints[]): Claim[] {
  const costs = Object.fromEntries(measured.map(({ name, afterLoad }) => [name, afterLoad]))
  const { micro, hono } = costs
  if (micro === undefined || hono === undefined) return []
  const ratio = new Standing(costs).ratio('micro', 'hono')
  const text = `memory after load, not above Hono's: ${meanText(micro)} MiB, ${meanText(hono)} MiB: ${withNoise(ratio)} × of it`
  return [{ text, outcome: atMost(1, ratio) }]
}
