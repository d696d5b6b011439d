// Whether the working tree is slower than a revision: `pnpm bench:compare HEAD~1`. Ends with 1 if it is.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { counted, settle } from '../house/claims.ts'
import { Connections } from '../house/connections.ts'
import { writeFixtures } from '../house/fixtures.ts'
import { measuredServer } from '../house/measured-server.ts'
import { MicroBuild, repository } from '../house/micro-build.ts'
import { CONNECTIONS } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions, refuse, WARM_UP } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { type Measured, takeTurns } from '../house/rounds.ts'
import { type Ask, requestFor, type Scenario, scenarios, sentBy, wrongAnswer } from '../house/scenarios.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { type Summary, summarize } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import { Revision } from './revision.ts'
import { PROCESSES, type Verdict, verdictOf } from './verdict.ts'

const SCENARIOS = ['hello', 'json', 'param', 'echo']
const SERVE = new URL('../contenders/serve.ts', import.meta.url).pathname

const options = readOptions({
  name: 'compare',
  rest: ['revision', 'checkout'],
  only: scenarios.map(({ name }) => name),
  rounds: 20,
  requests: 2000,
  warmUp: WARM_UP,
})
const [revisionName = 'HEAD', checkout = repository] = options.rest
if (!existsSync(join(checkout, 'packages', 'core')))
  refuse(`No packages/core in ${checkout}: a checkout of micro is asked for`)
const loadBefore = loadNow()
takeClientCore()

using revision = new Revision(revisionName)
const extensions = options.only.includes('page')
using old = new MicroBuild({ checkout: revision.folder, extensions })
using now = new MicroBuild({ checkout, extensions })
writeFixtures()
console.log(`${revision.id} against the working tree, ${PROCESSES} processes each, ${options.rounds} rounds`)

const figures: {
  readonly scenario: string
  readonly old: number
  readonly now: number
  readonly verdict: Verdict
}[] = []
for (const scenario of scenarios) {
  const wanted = options.only.length === 0 ? SCENARIOS : options.only
  if (wanted.includes(scenario.name)) figures.push(await compare(scenario))
}
const rows = figures.map(({ scenario, verdict, ...costs }) => {
  return [scenario, costs.old, costs.now, percent(verdict.change), percent(verdict.noise), verdict.says]
})
console.log(table(['µs a request', revision.id, 'now', 'change', 'noise', ''], rows))

const machine = describeMachine([], loadBefore)
printMachine(machine)
keepResults(options, machine, { revision: revision.id, figures })
settle(
  figures.map(({ scenario, verdict: { says, change } }) => ({
    text: `${scenario}: not slower than ${revision.id}: ${says === 'no difference' ? says : percent(change)}`,
    outcome: counted(says !== 'slower'),
  })),
)

async function compare(scenario: Scenario): Promise<(typeof figures)[number]> {
  using running = new DisposableStack()
  const { requests } = options
  const measured: Measured[] = []
  for (let index = 0; index < PROCESSES; index++) {
    for (const [name, { packages }] of Object.entries({ old, now })) {
      const server = running.use(await ServerProcess.start(SERVE, `micro ${scenario.name}`, { packages }))
      const ask: Ask = (sent) => fetch(requestFor(sent, server.origin))
      const wrong = await wrongAnswer(scenario, ask)
      if (wrong !== undefined) throw new Error(`${name} answers wrong to ${scenario.name}: ${wrong}`)
      const sent = await sentBy(scenario, ask)
      const client = running.use(await Connections.open(server.port, sent, CONNECTIONS))
      measured.push(measuredServer(`${name} ${index}`, server, { requests, weight: scenario.weight }, client))
    }
  }
  const taken = [...(await takeTurns(measured, options))]
  const of = (build: string): Summary[] =>
    taken.filter(([name]) => name.startsWith(build)).map(([, costs]) => summarize(costs))
  const least = (build: string): number => Math.min(...of(build).map((each) => each.least))
  return {
    scenario: scenario.name,
    old: least('old'),
    now: least('now'),
    verdict: verdictOf(of('old'), of('now')),
  }
}

function percent(share: number): string {
  return `${share > 0 ? '+' : ''}${show(share * 100)} %`
}
