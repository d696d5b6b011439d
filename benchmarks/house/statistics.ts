/** What several rounds of one measurement say. */
export interface Summary {
  readonly least: number
  readonly median: number
  /** How far the middle half of the rounds lies apart, as a share of the median. */
  readonly spread: number
  readonly rounds: readonly number[]
}

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

export function summarize(rounds: readonly number[]): Summary {
  const middle = median(rounds)
  return {
    least: Math.min(...rounds),
    median: middle,
    spread: (quantile(rounds, 0.75) - quantile(rounds, 0.25)) / middle,
    rounds,
  }
}

/** Two ways to say how many times one costs the other. Where they disagree, the machine was too busy. */
export interface Ratio {
  /** Of the least of each: a busy moment only ever adds. */
  readonly ofLeast: number
  /** The middle one of the rounds, each against the same round of the other. */
  readonly ofRounds: number
}

export function ratio(one: Summary, other: Summary): Ratio {
  const byRound = one.rounds.map((value, round) => value / (other.rounds[round] ?? Number.NaN))
  return { ofLeast: one.least / other.least, ofRounds: median(byRound) }
}

/** Cost per unit as a straight line through the points, by least squares: what one more `x` adds to `y`. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length
  const together = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return together / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
