import type { Uncertain } from './claims.ts'
import { mean, studentT, type Summary } from './statistics.ts'

/** However quiet the machine: what the order of code in memory can do to a process. A share. */
export const LEAST_NOISE = 0.01

/** Whose cost lies further off than this factor says nothing of the noise: what disturbs a machine takes another share of it. */
const NEAR = 1.5

/** Of two contenders the one and the other: how many times it costs that. */
export interface Pair {
  readonly one: string
  readonly other: string
}

/**
 * How contenders stand to each other that were measured in several lives: all started anew for each. A life is told by the lower quartile of
 * its rounds.
 */
export class Standing {
  /** By contender, the logarithm of its cost in each life. */
  readonly #costs: ReadonlyMap<string, readonly number[]>

  constructor(costs: Readonly<Record<string, Pick<Summary, 'quartiles'>>>) {
    this.#costs = new Map(Object.entries(costs).map(([name, cost]) => [name, cost.quartiles.map(Math.log)]))
  }

  /** What one costs: the geometric mean over the lives. A ratio is that of two of these. */
  cost(name: string): number {
    return Math.exp(this.#mean(name))
  }

  /**
   * How many times one costs the other: the geometric mean over the lives.
   *
   * A process is fast or slow for its whole life, by where its memory lies and what was compiled when. The noise is therefore what
   * the lives of one contender differ by, and not its rounds; all contenders that cost about as much say together how much that is.
   */
  ratio(one: string, other: string): Uncertain {
    return this.#fraction([one], [other])
  }

  /**
   * How many times the ratio of the one pair is that of the other: whether something costs as many times more for one contender as
   * it does for another. Four contenders are in it, so it is less certain than a ratio.
   */
  ratioOfRatios(pair: Pair, against: Pair): Uncertain {
    return this.#fraction([pair.one, against.other], [pair.other, against.one])
  }

  /** The product of these by that of those. */
  #fraction(above: readonly string[], below: readonly string[]): Uncertain {
    const sum = (names: readonly string[]): number =>
      names.reduce((total, name) => total + this.#mean(name), 0)
    const value = Math.exp(sum(above) - sum(below))
    const named = [...above, ...below]
    const near = [...this.#costs].filter(([name]) =>
      named.some((each) => Math.abs(this.#mean(name) - this.#mean(each)) < Math.log(NEAR)),
    )
    const noise = noiseOf(
      near.map(([, lives]) => lives),
      named.length,
    )
    return { value, noise: value * Math.max(LEAST_NOISE, noise) }
  }

  /** Of these, the one that costs least. */
  cheapest(names: readonly string[]): string | undefined {
    return names.filter((name) => this.#costs.has(name)).toSorted((a, b) => this.#mean(a) - this.#mean(b))[0]
  }

  #mean(name: string): number {
    return mean(this.#costs.get(name) ?? [])
  }
}

/**
 * What is left of the differences when each contender's own mean and that of each life are taken off (a two-way analysis of variance
 * without repetition), times Student's t for that many free values: by so much the ratio of two, or of so many as are named, may come out otherwise.
 */
function noiseOf(contenders: readonly (readonly number[])[], named: number): number {
  const lives =
    contenders[0]?.map((_, life) => mean(contenders.map((costs) => costs[life] ?? Number.NaN))) ?? []
  const all = mean(lives)
  const squares = contenders.flatMap((costs) => {
    const own = mean(costs)
    return costs.map((cost, life) => (cost - own - (lives[life] ?? Number.NaN) + all) ** 2)
  })
  const free = (lives.length - 1) * (contenders.length - 1)
  const variance = squares.reduce((sum, square) => sum + square, 0) / free
  return studentT(free) * Math.sqrt((named * variance) / lives.length)
}
