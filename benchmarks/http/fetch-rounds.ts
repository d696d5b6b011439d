// Calls `fetch` of every contender that has one, or of those that are named, by turns: what `fetch.ts` starts. Writes its figures as JSON.
import type { Fetch } from '../house/contender.ts'
import { loadContender } from '../house/load-contender.ts'
import { WARM_UP } from '../house/options.ts'
import { type Measured, takeTurns } from '../house/rounds.ts'
import { requestFor, type Scenario, scenarios, wrongAnswer } from '../house/scenarios.ts'

const NAMES = ['micro', 'hono', 'h3', 'elysia'] as const
const SCENARIOS = ['hello', 'json', 'param', 'echo']
const CALLS = 2000
const ORIGIN = 'http://localhost'

const [rounds, ...contenders] = process.argv.slice(2)
const names = NAMES.filter((name) => contenders.length === 0 || contenders.includes(name))
const figures: Record<string, Record<string, readonly number[]>> = {}
for (const scenario of scenarios) {
  if (names.length === 0 || !SCENARIOS.includes(scenario.name)) continue
  const measured = await Promise.all(names.map((name) => measuredOf(name, scenario)))
  figures[scenario.name] = Object.fromEntries(
    await takeTurns(measured, { rounds: Number(rounds), warmUp: WARM_UP / CALLS }),
  )
}
console.log(JSON.stringify(figures))

async function measuredOf(name: (typeof NAMES)[number], scenario: Scenario): Promise<Measured> {
  const { fetchOf } = await loadContender(name)
  const fetch = await fetchOf?.(scenario.name)
  if (fetch === undefined) throw new Error(`${name} does not speak fetch`)
  const wrong = await wrongAnswer(scenario, async (sent) => fetch(requestFor(sent, ORIGIN)))
  if (wrong !== undefined) throw new Error(`${name} answers wrong to ${scenario.name}: ${wrong}`)
  return { name, round: () => calls(fetch, scenario) }
}

/** Nanoseconds of processor time a call, with the request that is made for it and its answer read. */
async function calls(fetch: Fetch, { sent }: Scenario): Promise<number> {
  const before = process.cpuUsage()
  for (let call = 0; call < CALLS; call++) {
    const response = await fetch(requestFor(sent, ORIGIN))
    await response.text()
  }
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / CALLS
}
