// Whether the working tree is slower than a revision: `pnpm bench:compare HEAD~1 [--only hello] [--rounds 100] [--requests 320]`. Ends with 1 if it is.
import { settle } from '../house/claims.ts'
import { Connections } from '../house/connections.ts'
import { CoreBuild, repository } from '../house/core-build.ts'
import { CONNECTIONS } from '../house/load.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { type Measured, takeTurns } from '../house/rounds.ts'
import { requestFor, type Scenario, scenarios, wrongAnswer } from '../house/scenarios.ts'
import { ServerProcess, takeClientCore } from '../house/server-process.ts'
import { show, table } from '../house/table.ts'
import { Revision } from './revision.ts'
import { PROCESSES, type Verdict, verdictOf } from './verdict.ts'

const SCENARIOS = ['hello', 'json', 'param', 'echo']
const SERVE = new URL('../contenders/serve.ts', import.meta.url).pathname

const options = readOptions({ rounds: 100, requests: 320 })
const [revisionName = 'HEAD', checkout = repository] = options.rest
const loadBefore = loadNow()
takeClientCore()

using revision = new Revision(revisionName)
using old = new CoreBuild(revision.folder)
using now = new CoreBuild(checkout)
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
keepResults('compare', machine, { revision: revision.id, figures })
settle(
  figures.map(({ scenario, verdict: { says, change } }) => ({
    text: `${scenario}: not slower than ${revision.id}: ${says === 'no difference' ? says : percent(change)}`,
    holds: says !== 'slower',
  })),
)

async function compare(scenario: Scenario): Promise<(typeof figures)[number]> {
  using running = new DisposableStack()
  const measured: Measured[] = []
  const servers: { readonly name: string; readonly server: ServerProcess }[] = []
  for (let index = 0; index < PROCESSES; index++) {
    for (const [build, { entry: core }] of Object.entries({ old, now })) {
      const server = running.use(await ServerProcess.start(SERVE, `micro ${scenario.name}`, { core }))
      const wrong = await wrongAnswer(scenario, (sent) => fetch(requestFor(sent, server.origin)))
      if (wrong !== undefined) throw new Error(`${build} answers wrong to ${scenario.name}: ${wrong}`)
      servers.push({ name: `${build} ${index}`, server })
    }
  }
  for (const { name, server } of servers) {
    const connections = running.use(await Connections.open(server.port, scenario.sent, CONNECTIONS))
    measured.push({ name, round: () => roundOf(server, connections) })
  }
  const costs = await takeTurns(measured, options.rounds)
  const of = (build: string) => [...costs].filter(([name]) => name.startsWith(build)).map(([, cost]) => cost)
  const least = (build: string): number => Math.min(...of(build).map((each) => each.least))
  return {
    scenario: scenario.name,
    old: least('old'),
    now: least('now'),
    verdict: verdictOf(of('old'), of('now')),
  }
}

async function roundOf(server: ServerProcess, connections: Connections): Promise<number> {
  const before = await server.usage()
  await connections.send(options.requests)
  return ((await server.usage()).cpu - before.cpu) / options.requests
}

function percent(share: number): string {
  return `${share > 0 ? '+' : ''}${show(share * 100)} %`
}
