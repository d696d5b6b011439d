import { execFileSync } from 'node:child_process'
import { summaries, type Taken } from '../house/rounds.ts'
import type { RunOptions } from '../house/options.ts'
import { onServerCore, serverEnvironment } from '../house/server-process.ts'
import type { Summary } from '../house/statistics.ts'

export interface FetchFigures {
  readonly scenario: string
  /** Nanoseconds a call, by contender. */
  readonly costs: Readonly<Record<string, Summary>>
}

/** What one process has measured: the rounds by contender, by scenario. */
export type FetchRounds = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>

/** What a call of `fetch` costs in a process that has nothing else to do, no server and no socket; several processes, one by one. */
export function measureFetch(
  packages: string,
  { contenders, lives, rounds }: Pick<RunOptions, 'contenders' | 'lives' | 'rounds'>,
): FetchFigures[] {
  const script = new URL('fetch-rounds.ts', import.meta.url).pathname
  const [program = '', ...rest] = onServerCore([process.execPath, script, String(rounds), ...contenders])
  const measured = Array.from({ length: lives }, (): FetchRounds => {
    const output = execFileSync(program, rest, { env: serverEnvironment(packages), encoding: 'utf8' })
    return JSON.parse(output)
  })
  return Object.keys(measured[0] ?? {}).map((scenario) => {
    const taken = measured.map((life): Taken => new Map(Object.entries(life[scenario] ?? {})))
    return { scenario, costs: summaries(taken) }
  })
}
