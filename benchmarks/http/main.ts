// Processor time for each request, beside peers: `pnpm bench:http [--only hello,json] [--contenders bare,micro] [--rounds 100] [--requests 640] [--autocannon] [--quick]`.
import { type Claim, settle } from '../house/claims.ts'
import { CoreBuild } from '../house/core-build.ts'
import { writeFixtures } from '../house/fixtures.ts'
import { loadContender } from '../house/load-contender.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { contenderNames } from '../house/names.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { scenarios } from '../house/scenarios.ts'
import { takeClientCore } from '../house/server-process.ts'
import { ratio } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import { measureFetch } from './fetch.ts'
import { measureScenario, type ScenarioFigures } from './measure.ts'

/** The most that micro may cost, against bare `node:http`, where little else is done. */
const MOST = 1.05
const ASKED = ['hello', 'json', 'param', 'echo']

const options = readOptions({ rounds: 100, requests: 640 })
const loadBefore = loadNow()
takeClientCore()
writeFixtures()
using core = new CoreBuild()

const figures: ScenarioFigures[] = []
for (const scenario of scenarios) {
  if (options.only.length > 0 && !options.only.includes(scenario.name)) continue
  const measured = await measureScenario(scenario, { ...options, core: core.entry })
  figures.push(measured)
  print(measured)
}
const fetched =
  options.only.length === 0 || options.only.includes('fetch') ? measureFetch(core.entry, options.rounds) : []
for (const { scenario, costs } of fetched) {
  console.log(`\n${scenario} by fetch, in one process: nanoseconds a call`)
  const rows = Object.entries(costs).map(([name, { least, median, spread }]) => [
    name,
    least,
    median,
    percent(spread),
  ])
  console.log(table(['', 'least', 'median', 'spread'], rows))
}

const loaded = await Promise.all(contenderNames.map((name) => loadContender(name)))
const machine = describeMachine(
  loaded.flatMap(({ packages }) => packages),
  loadBefore,
)
printMachine(machine)
keepResults('http', machine, {
  rounds: options.rounds,
  requests: options.requests,
  http: figures,
  fetch: fetched,
})
settle(figures.filter(({ scenario }) => ASKED.includes(scenario)).flatMap(claimsOf))

function print({ scenario, costs, leftOut }: ScenarioFigures): void {
  console.log(`\n${scenario}: µs of the server's processor time a request, ${options.rounds} rounds`)
  const { bare } = costs
  const rows = Object.entries(costs).map(([name, cost]) => {
    const against = bare === undefined ? undefined : ratio(cost, bare)
    return [name, cost.least, cost.median, percent(cost.spread), against?.ofLeast, against?.ofRounds]
  })
  console.log(table(['', 'least', 'median', 'spread', '× bare', '× bare by round'], rows))
  for (const [name, reason] of Object.entries(leftOut)) console.log(`left out: ${name}, ${reason}`)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

function claimsOf({ scenario, costs: { bare, micro, fastify } }: ScenarioFigures): Claim[] {
  if (micro === undefined) return [{ text: `${scenario}: micro gives the right answer`, holds: false }]
  const claims: Claim[] = []
  if (bare !== undefined) {
    const { ofLeast } = ratio(micro, bare)
    claims.push({
      text: `${scenario}: at most ${MOST} × bare node:http: ${show(ofLeast)}`,
      holds: ofLeast <= MOST,
    })
  }
  if (fastify !== undefined) {
    const { ofLeast } = ratio(micro, fastify)
    claims.push({ text: `${scenario}: below Fastify: ${show(ofLeast)} of it`, holds: ofLeast < 1 })
  }
  return claims
}
