import { mean, median, studentT, type Summary } from '../house/statistics.ts'

/** What is to be said of two builds: several processes of each, all by turns. */
export interface Verdict {
  /** What the new one costs more, as a share: 0.05 is 5 %, below 0 it is faster. */
  readonly change: number
  /** What two lots of processes of one build may differ by, as a share: no smaller change is told. */
  readonly noise: number
  readonly says: 'slower' | 'faster' | 'no difference'
}

/** However alike the few processes happen to be: lots of them, all of one build, were up to 2.3 % apart. A share. */
const LEAST_NOISE = 0.025

/** Processes of each build. */
export const PROCESSES = 4

/**
 * A process is fast or slow for its whole life, by where its memory lies, so the noise is taken between processes of one
 * build and not between the rounds of one process.
 */
export function verdictOf(before: readonly Summary[], after: readonly Summary[]): Verdict {
  const costs = relativeCosts([...before, ...after].map(({ rounds }) => rounds))
  const old = costs.slice(0, before.length)
  const now = costs.slice(before.length)
  const change = mean(now) / mean(old) - 1
  const t = studentT(old.length + now.length - 2)
  const noise = Math.max(LEAST_NOISE, t * Math.sqrt((variance(old) + variance(now)) / before.length))
  if (Math.abs(change) <= noise) return { change, noise, says: 'no difference' }
  return { change, noise, says: change > 0 ? 'slower' : 'faster' }
}

function variance(values: readonly number[]): number {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}

/**
 * What each of several processes costs that were up at once and took turns. A round of one is told against the same
 * round of all others, which had the same busy moment; the middle one of these is the cost of that process, in
 * shares of a typical one.
 */
function relativeCosts(processes: readonly (readonly number[])[]): number[] {
  const rounds = processes[0] ?? []
  const typical = rounds.map((_, round) => median(processes.map((costs) => costs[round] ?? Number.NaN)))
  return processes.map((costs) => median(costs.map((cost, round) => cost / (typical[round] ?? Number.NaN))))
}
