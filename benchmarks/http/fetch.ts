import { execFileSync } from 'node:child_process'
import { onServerCore, serverEnvironment } from '../house/server-process.ts'
import type { Summary } from '../house/statistics.ts'

export interface FetchFigures {
  readonly scenario: string
  /** Nanoseconds a call, by contender. */
  readonly costs: Readonly<Record<string, Summary>>
}

/** What a call of `fetch` costs in a process that has nothing else to do, no server and no socket. */
export function measureFetch(core: string, rounds: number): FetchFigures[] {
  const script = new URL('fetch-rounds.ts', import.meta.url).pathname
  const [program = '', ...rest] = onServerCore([process.execPath, script, String(rounds)])
  const output = execFileSync(program, rest, { env: serverEnvironment(core), encoding: 'utf8' })
  const figures: FetchFigures[] = JSON.parse(output)
  return figures
}
