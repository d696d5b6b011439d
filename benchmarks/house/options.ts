import { parseArgs } from 'node:util'

/** What every script is asked for. */
export interface RunOptions {
  /** Names of scenarios or parts; empty for all. */
  readonly only: readonly string[]
  readonly contenders: readonly string[]
  readonly rounds: number
  /** In a round. */
  readonly requests: number
  /** How often all servers are started anew, with `rounds` for each time. */
  readonly lives: number
  /** Rounds of {@link WARM_UP_ROUND} before those: as many as it takes to send a server its first 32,000 requests, or fewer heavy ones. */
  readonly warmUp: number
  readonly autocannon: boolean
  readonly rest: readonly string[]
}

/**
 * After so many requests V8 has compiled what one needs: until then they cost up to six times as much, and around the 10,000th, when much is
 * compiled at once, four times as much for a while. See NOTES.md.
 */
export const WARM_UP = 32_000

/** Many short rounds warm up better than few long ones: in the pauses a process finishes compiling. */
export const WARM_UP_ROUND = 1000

/** How much a full run takes. */
export interface Usual {
  readonly rounds: number
  readonly requests: number
  /** Default: 1. */
  readonly lives?: number
}

/**
 * Reads `--only a,b`, `--contenders a,b`, `--rounds 5`, `--requests 6000`, `--lives 3`, `--warm-up 32000` and `--quick`, which is for
 * seeing that it runs.
 */
export function readOptions(usual: Usual): RunOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      contenders: { type: 'string', default: '' },
      rounds: { type: 'string' },
      requests: { type: 'string' },
      lives: { type: 'string' },
      'warm-up': { type: 'string' },
      quick: { type: 'boolean', default: false },
      autocannon: { type: 'boolean', default: false },
    },
  })
  const { lives = 1 } = usual
  const most = values.quick
    ? { rounds: 3, requests: 1000, lives: Math.min(lives, 2), warmUp: 1000 }
    : { ...usual, lives, warmUp: WARM_UP }
  return {
    only: names(values.only),
    contenders: names(values.contenders),
    rounds: count('rounds', values.rounds, most.rounds),
    requests: count('requests', values.requests, most.requests),
    lives: count('lives', values.lives, most.lives),
    warmUp: Math.ceil(count('warm-up', values['warm-up'], most.warmUp) / WARM_UP_ROUND),
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
