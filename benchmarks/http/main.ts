// Processor time for each request, beside peers: `pnpm bench:http`; `--help` tells its options.
import { settle, withNoise } from '../house/claims.ts'
import { writeFixtures } from '../house/fixtures.ts'
import { loadContender } from '../house/load-contender.ts'
import { describeMachine, loadNow, printMachine } from '../house/machine.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { contenderNames } from '../house/names.ts'
import { readOptions, WARM_UP } from '../house/options.ts'
import { Standing } from '../house/standing.ts'
import { keepResults } from '../house/results.ts'
import { scenarios } from '../house/scenarios.ts'
import { takeClientCore } from '../house/server-process.ts'
import type { Summary } from '../house/statistics.ts'
import { show, table } from '../house/table.ts'
import { claimsOf, fetchClaimsOf } from './claims.ts'
import { measureFetch } from './fetch.ts'
import { flaskVersions, measureFlask } from './flask.ts'
import { measureScenario, type ScenarioFigures } from './measure.ts'

const options = readOptions({
  name: 'http',
  only: [...scenarios.map(({ name }) => name), 'fetch', 'flask'],
  contenders: contenderNames,
  lives: 3,
  rounds: 6,
  requests: 6000,
  warmUp: WARM_UP,
  autocannon: true,
})
const wanted = (name: string): boolean => options.only.length === 0 || options.only.includes(name)
const rounds = `${options.lives} lives of ${options.rounds} rounds`
const loadBefore = loadNow()
takeClientCore()
writeFixtures()
using build = new MicroBuild({ extensions: wanted('page') })

const figures: ScenarioFigures[] = []
for (const scenario of scenarios) {
  if (!wanted(scenario.name)) continue
  const measured = await measureScenario(scenario, { ...options, packages: build.packages })
  figures.push(measured)
  const { costs, lives, leftOut } = measured
  console.log(
    `\n${scenario.name}: µs of the server's processor time a request, ${lives} lives of ${options.rounds} rounds`,
  )
  printCosts(costs, 'bare' in costs ? 'bare' : 'fastify')
  for (const [name, reason] of Object.entries(leftOut)) console.log(`left out: ${name}, ${reason}`)
}
const fetched = wanted('fetch') ? measureFetch(build.packages, options) : []
for (const { scenario, costs } of fetched) {
  console.log(`\n${scenario} by fetch, in one process: nanoseconds a call, ${rounds}`)
  printCosts(costs, 'hono')
}
const flask = wanted('flask') ? await measureFlask() : undefined
if (typeof flask === 'string') console.log(`\nWithout the footnote on Flask: ${flask}`)
else if (flask !== undefined) {
  console.log('\nFootnote: Flask under gunicorn, one sync worker, measured alone; µs a request')
  console.log(
    table(
      ['', 'least', 'median'],
      flask.map(({ scenario, cost }) => [scenario, cost.least, cost.median]),
    ),
  )
}

const loaded = await Promise.all(contenderNames.map((name) => loadContender(name)))
const packages = [...new Set(loaded.flatMap((each) => each.packages))]
const machine = describeMachine(packages, loadBefore, flaskVersions())
printMachine(machine)
keepResults(options, machine, {
  lives: options.lives,
  rounds: options.rounds,
  requests: options.requests,
  warmUp: options.warmUp,
  http: figures,
  fetch: fetched,
  flask: typeof flask === 'string' ? [] : (flask ?? []),
})
settle([...figures.flatMap(claimsOf), ...fetched.flatMap(fetchClaimsOf)])

function printCosts(costs: Readonly<Record<string, Summary>>, against: string): void {
  const standing = new Standing(costs)
  const other = costs[against]
  const rows = Object.entries(costs).map(([name, { least, median, spread }]) => {
    const cells = [name, least, standing.cost(name), median, `${(spread * 100).toFixed(0)} %`]
    if (other === undefined || name === against) return cells
    return [...cells, withNoise(standing.ratio(name, against)), show(least / other.least)]
  })
  console.log(table(['', 'least', 'quartile', 'median', 'spread', `× ${against}`, 'of least'], rows))
}
