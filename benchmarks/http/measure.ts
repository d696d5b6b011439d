import { Connections } from '../house/connections.ts'
import { CONNECTIONS, load } from '../house/load.ts'
import { loadContender } from '../house/load-contender.ts'
import { type ContenderName, contenderNames } from '../house/names.ts'
import { type Measured, takeTurns } from '../house/rounds.ts'
import { requestFor, type Scenario, wrongAnswer } from '../house/scenarios.ts'
import { ServerProcess } from '../house/server-process.ts'
import type { Summary } from '../house/statistics.ts'

/** Who is measured, and how much. */
export interface Plan {
  readonly core: string
  readonly contenders: readonly string[]
  readonly rounds: number
  readonly requests: number
  /** Whether autocannon is the client, to check the one of the house by another. */
  readonly autocannon: boolean
}

export interface ScenarioFigures {
  readonly scenario: string
  /** Processor time of the server for each request, in microseconds, by contender. */
  readonly costs: Readonly<Record<string, Summary>>
  readonly leftOut: Readonly<Record<string, string>>
}

const SERVE = new URL('../contenders/serve.ts', import.meta.url).pathname

/** All contenders of a scenario are up at once and take turns. Who gives a wrong answer is left out. */
export async function measureScenario(scenario: Scenario, plan: Plan): Promise<ScenarioFigures> {
  using running = new DisposableStack()
  const servers = new Map<string, ServerProcess>()
  const leftOut: Record<string, string> = {}
  const wanted = contenderNames.filter(
    (name) => plan.contenders.length === 0 || plan.contenders.includes(name),
  )
  for (const name of wanted) {
    const started = await start(name, scenario, plan.core)
    if (typeof started === 'string') leftOut[name] = started
    else servers.set(name, running.use(started))
  }
  const amount = Math.max(64, Math.ceil(plan.requests / scenario.weight))
  const measured: Measured[] = []
  for (const [name, server] of servers) {
    const client = plan.autocannon
      ? undefined
      : running.use(await Connections.open(server.port, scenario.sent, CONNECTIONS))
    const send = () => client?.send(amount) ?? load(server.origin, scenario.sent, amount, scenario.status)
    measured.push({ name, round: () => roundOf(server, amount, send) })
  }
  const costs = await takeTurns(measured, plan.rounds)
  return { scenario: scenario.name, costs: Object.fromEntries(costs), leftOut }
}

/** @returns why it does not take part, if it does not. */
async function start(name: ContenderName, scenario: Scenario, core: string): Promise<ServerProcess | string> {
  const { scenarios, missing } = await loadContender(name)
  if (!scenarios.includes(scenario.name)) return missing[scenario.name] ?? 'does not do this'
  const server = await ServerProcess.start(SERVE, `${name} ${scenario.name}`, { core })
  const wrong = await wrongAnswer(scenario, (sent) => fetch(requestFor(sent, server.origin))).catch(reasonOf)
  if (wrong === undefined) return server
  server[Symbol.dispose]()
  return `answers wrong: ${wrong}`
}

async function roundOf(server: ServerProcess, amount: number, send: () => Promise<void>): Promise<number> {
  const before = await server.usage()
  await send()
  return ((await server.usage()).cpu - before.cpu) / amount
}

/** Why `fetch` could not read an answer. */
function reasonOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {}
  return String(cause instanceof Error ? cause.message : error)
}
