import type { Uncertain } from './claims.ts'

/** What several rounds of one measurement say. */
export interface Summary {
  readonly least: number
  readonly median: number
  /** How far the middle half of the rounds lies apart, as a share of the median. */
  readonly spread: number
  readonly rounds: readonly number[]
  /** What each life is told by: the lower quartile of its rounds. Out of these ratios and their noise are reckoned. */
  readonly quartiles: readonly number[]
}

/**
 * Of the rounds of a life, the share that is below what it is told by.
 *
 * Other work only ever adds, so the cheaper rounds are the truer ones; the cheapest of all is one lucky round. Of this, and of the least, the
 * tenth, the middle and the middle of ratios round by round, it is what differed least from run to run on a busy machine.
 */
const LOWER = 0.25

/** The value in the middle; of an even count the mean of the two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which this share lies, with a straight line between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** @param lives - Of how many lives they are, as many of each, one behind the other. */
export function summarize(rounds: readonly number[], lives: number = 1): Summary {
  const each = rounds.length / lives
  const middle = median(rounds)
  return {
    least: Math.min(...rounds),
    median: middle,
    spread: (quantile(rounds, 0.75) - quantile(rounds, 0.25)) / middle,
    rounds,
    quartiles: Array.from({ length: lives }, (_, life) =>
      quantile(rounds.slice(life * each, (life + 1) * each), LOWER),
    ),
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The mean, and by how much it may be off in nineteen cases of twenty. */
export function uncertainMean(values: readonly number[]): Uncertain {
  const value = mean(values)
  const free = values.length - 1
  const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / free
  return { value, noise: studentT(free) * Math.sqrt(variance / values.length) }
}

/** Student's t for so many free values: what lies beyond it, up or down, comes about by chance once in twenty times. */
export function studentT(free: number): number {
  const few = [Number.NaN, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228][free]
  // From there on the expansion by powers of 1/n is right to a thousandth.
  return few ?? 1.96 + 2.372 / free + 2.823 / free ** 2
}

/** Cost per unit as a straight line through the points, by least squares: what one more `x` adds to `y`. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = mean(points.map(([x]) => x))
  const meanY = mean(points.map(([, y]) => y))
  const together = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return together / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}

/** How much of the differences a straight line tells, as a share: R². Points that do not differ are told by any line. */
export function fitOf(points: readonly (readonly [x: number, y: number])[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const rise = slope(points)
  const all = points.reduce((sum, [, y]) => sum + (y - meanY) ** 2, 0)
  const left = points.reduce((sum, [x, y]) => sum + (y - meanY - rise * (x - meanX)) ** 2, 0)
  return all === 0 ? 1 : 1 - left / all
}
