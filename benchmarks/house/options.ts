import { parseArgs } from 'node:util'

/** What every script is asked for. */
export interface RunOptions {
  /** Names of scenarios or parts; empty for all. */
  readonly only: readonly string[]
  readonly contenders: readonly string[]
  readonly rounds: number
  readonly requests: number
  readonly autocannon: boolean
  readonly rest: readonly string[]
}

/**
 * Reads `--only a,b`, `--contenders a,b`, `--rounds 5`, `--requests 1000` and `--quick`, which is for seeing that it runs.
 *
 * @param usual - How many rounds and requests a full run takes.
 */
export function readOptions(usual: { readonly rounds: number; readonly requests: number }): RunOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      contenders: { type: 'string', default: '' },
      rounds: { type: 'string' },
      requests: { type: 'string' },
      quick: { type: 'boolean', default: false },
      autocannon: { type: 'boolean', default: false },
    },
  })
  const most = values.quick ? { rounds: 3, requests: 1000 } : usual
  return {
    only: names(values.only),
    contenders: names(values.contenders),
    rounds: count('rounds', values.rounds, most.rounds),
    requests: count('requests', values.requests, most.requests),
    autocannon: values.autocannon,
    rest: positionals,
  }
}

function names(list: string): readonly string[] {
  return list.split(',').filter((name) => name !== '')
}

function count(name: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is a whole number above 0, not "${text}"`)
  return value
}
