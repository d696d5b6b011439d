import { median, type Summary } from '../house/statistics.ts'

/** What is to be said of two builds: several processes of each, all by turns. */
export interface Verdict {
  /** What the new one costs more, as a share: 0.05 is 5 %, below 0 it is faster. */
  readonly change: number
  /** What two lots of processes of one build may differ by, as a share: no smaller change is told. */
  readonly noise: number
  readonly says: 'slower' | 'faster' | 'no difference'
}

/** Processes of each build. */
export const PROCESSES = 4
/** Student's t for two lots of that many: what is beyond it comes about by chance once in twenty times, be it up or down. */
const T = 2.447
/** However quiet the machine: what the order of code in memory can do to a build. */
const LEAST_NOISE = 0.01

/**
 * A round of one process is told against the same round of all others, which had the same busy moment. The middle one of these is the cost
 * of that process. A process is fast or slow for its whole life, by where its memory lies, so the noise is taken between processes of one
 * build and not between the rounds of one process.
 */
export function verdictOf(before: readonly Summary[], after: readonly Summary[]): Verdict {
  const all = [...before, ...after]
  const typical =
    all[0]?.rounds.map((_, round) => median(all.map(({ rounds }) => rounds[round] ?? Number.NaN))) ?? []
  const costOf = ({ rounds }: Summary): number =>
    median(rounds.map((cost, round) => cost / (typical[round] ?? Number.NaN)))
  const old = before.map(costOf)
  const now = after.map(costOf)
  const change = mean(now) / mean(old) - 1
  const noise = Math.max(LEAST_NOISE, T * Math.sqrt((variance(old) + variance(now)) / before.length))
  if (Math.abs(change) <= noise) return { change, noise, says: 'no difference' }
  return { change, noise, says: change > 0 ? 'slower' : 'faster' }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: readonly number[]): number {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
