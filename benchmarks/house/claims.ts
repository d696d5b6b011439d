import { show } from './table.ts'

/** A figure, and by how much another run of the same may differ from it in nineteen cases of twenty. */
export interface Uncertain {
  readonly value: number
  readonly noise: number
}

/**
 * `ok` and `MISSED` are told where the figure lies on one side of what is asked by more than the noise; `even` where
 * another run could say the opposite. What is even does not hold, but neither is it missed.
 */
export type Outcome = 'ok' | 'even' | 'MISSED'

/** What is asked of micro, and what was measured. */
export interface Claim {
  readonly text: string
  readonly outcome: Outcome
  /** What stands above the outcomes of this and its like, where a table has a column for them. */
  readonly column?: string
}

/** Whether a figure is at most so large. */
export function atMost(limit: number, { value, noise }: Uncertain): Outcome {
  if (value + noise <= limit) return 'ok'
  // What cannot be reckoned holds no claim.
  return value - noise > limit || Number.isNaN(value) ? 'MISSED' : 'even'
}

/** `1.02 ± 0.01`; of a single life there is no telling. */
export function withNoise({ value, noise }: Uncertain): string {
  return `${show(value)} ± ${Number.isNaN(noise) ? '?' : noise.toFixed(2)}`
}

/** For what is counted and not measured: the same in every run. */
export function counted(holds: boolean): Outcome {
  return holds ? 'ok' : 'MISSED'
}

/** Prints every claim and how many of them hold, and lets the process end with 1 where one is missed. */
export function settle(claims: readonly Claim[]): void {
  if (claims.length === 0) return
  console.log()
  for (const { text, outcome } of claims) console.log(`${outcome.padEnd(6)} ${text}`)
  const count = (wanted: Outcome): number => claims.filter(({ outcome }) => outcome === wanted).length
  console.log(`${count('ok')} ok, ${count('even')} even (within the noise), ${count('MISSED')} missed`)
  if (count('MISSED') > 0) process.exitCode = 1
}
