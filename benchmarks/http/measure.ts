import { Connections } from '../house/connections.ts'
import { CONNECTIONS, load } from '../house/load.ts'
import { loadContender } from '../house/load-contender.ts'
import { measuredServer } from '../house/measured-server.ts'
import { type ContenderName, contenderNames } from '../house/names.ts'
import { type Measured, summaries, type Taken, takeTurns } from '../house/rounds.ts'
import { type Ask, requestFor, type Scenario, sentBy, wrongAnswer } from '../house/scenarios.ts'
import { ServerProcess } from '../house/server-process.ts'
import type { Summary } from '../house/statistics.ts'

/** Who is measured, and how much. */
export interface Plan {
  /** The folder of a build. */
  readonly packages: string
  readonly contenders: readonly string[]
  readonly lives: number
  readonly rounds: number
  readonly requests: number
  /** Rounds that are not counted, in each life. */
  readonly warmUp: number
  /** Whether autocannon is the client, to check the one of the house by another. */
  readonly autocannon: boolean
}

export interface ScenarioFigures {
  readonly scenario: string
  readonly lives: number
  /** Processor time of the server for each request, in microseconds, by contender. */
  readonly costs: Readonly<Record<string, Summary>>
  readonly leftOut: Readonly<Record<string, string>>
}

/** Micro without hooks, which takes its turns among those that have ten. */
export const WITHOUT_HOOKS = 'micro, no hooks'

interface Entry {
  readonly name: string
  readonly server: ServerProcess
}

const SERVE = new URL('../contenders/serve.ts', import.meta.url).pathname

/** All contenders of a scenario are up at once and take turns, in several lives. Who gives a wrong answer is left out. */
export async function measureScenario(scenario: Scenario, plan: Plan): Promise<ScenarioFigures> {
  const leftOut: Record<string, string> = {}
  // Of two contenders there is less to know the noise from.
  const count = scenario.among === undefined ? plan.lives : plan.lives * 2
  const lives: Taken[] = []
  for (let life = 0; life < count; life++) lives.push(await live(scenario, plan, leftOut))
  return { scenario: scenario.name, lives: count, costs: summaries(lives), leftOut }
}

async function live(scenario: Scenario, plan: Plan, leftOut: Record<string, string>): Promise<Taken> {
  using running = new DisposableStack()
  const wanted = (scenario.among ?? contenderNames).filter(
    (name) => plan.contenders.length === 0 || plan.contenders.includes(name),
  )
  const started = await Promise.all(wanted.map((name) => start(name, scenario, plan.packages)))
  const entries: Entry[] = []
  for (const [at, name] of wanted.entries()) {
    const server = started[at]
    if (server instanceof ServerProcess) entries.push({ name, server: running.use(server) })
    else if (server !== undefined) leftOut[name] = server
  }
  if (scenario.name === 'hooks10' && entries.some(({ name }) => name === 'micro')) {
    const server = await ServerProcess.start(SERVE, 'micro hello', plan)
    entries.push({ name: WITHOUT_HOOKS, server: running.use(server) })
  }
  const measured: Measured[] = []
  for (const each of entries) measured.push(await measuredOf(each, scenario, plan, running))
  // Awaited here: what is in use ends with this block.
  return await takeTurns(measured, plan)
}

async function measuredOf(
  { name, server }: Entry,
  scenario: Scenario,
  plan: Plan,
  running: DisposableStack,
): Promise<Measured> {
  const { weight } = scenario
  const amount = { requests: plan.requests, weight }
  const sent = await sentBy(scenario, asking(server))
  if (plan.autocannon) {
    const send = (each: number): Promise<void> => load(server.origin, sent, each, scenario.status)
    return measuredServer(name, server, amount, { send })
  }
  const client = running.use(await Connections.open(server.port, sent, CONNECTIONS))
  return measuredServer(name, server, amount, client)
}

/** @returns why it does not take part, if it does not. */
async function start(
  name: ContenderName,
  scenario: Scenario,
  packages: string,
): Promise<ServerProcess | string> {
  const { scenarios: known, missing } = await loadContender(name)
  if (!known.includes(scenario.name)) return missing[scenario.name] ?? 'does not do this'
  const server = await ServerProcess.start(SERVE, `${name} ${scenario.name}`, { packages })
  const wrong = await wrongAnswer(scenario, asking(server)).catch(reasonOf)
  if (wrong === undefined) return server
  server[Symbol.dispose]()
  return `answers wrong: ${wrong}`
}

function asking(server: ServerProcess): Ask {
  return (sent) => fetch(requestFor(sent, server.origin))
}

/** Why `fetch` could not read an answer. */
function reasonOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  return String(cause instanceof Error ? cause.message : error)
}
