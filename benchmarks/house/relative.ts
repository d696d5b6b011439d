import type { Uncertain } from './claims.ts'
import { mean, median, studentT, type Summary } from './statistics.ts'

/** However quiet the machine: what the order of code in memory can do to a process. A share. */
export const LEAST_NOISE = 0.01

/**
 * What each of several processes costs that were up at once and took turns. A round of one is told against the same
 * round of all others, which had the same busy moment; the middle one of these is the cost of that process, in
 * shares of a typical one.
 */
export function relativeCosts(processes: readonly (readonly number[])[]): number[] {
  const rounds = processes[0] ?? []
  const typical = rounds.map((_, round) => median(processes.map((costs) => costs[round] ?? Number.NaN)))
  return processes.map((costs) => median(costs.map((cost, round) => cost / (typical[round] ?? Number.NaN))))
}

/** How contenders stand to each other that were measured in several lives: all started anew for each. */
export class Standing {
  /** By contender, the logarithm of its relative cost in each life. */
  readonly #costs: ReadonlyMap<string, readonly number[]>
  readonly #lives: number
  readonly #noise: number

  /** @param costs - The rounds of all lives of each contender in one list, as many for each life. */
  constructor(costs: Readonly<Record<string, Summary>>, lives: number) {
    const names = Object.keys(costs)
    const rounds = names.map((name) => costs[name]?.rounds ?? [])
    const each = (rounds[0]?.length ?? 0) / lives
    const byLife = Array.from({ length: lives }, (_, life) =>
      relativeCosts(rounds.map((all) => all.slice(life * each, (life + 1) * each))).map(Math.log),
    )
    this.#costs = new Map(names.map((name, at) => [name, byLife.map((life) => life[at] ?? Number.NaN)]))
    this.#lives = lives
    this.#noise = noiseOf(byLife)
  }

  /**
   * How many times one costs the other.
   *
   * A process is fast or slow for its whole life, by where its memory lies and what was compiled when. The noise is therefore what
   * the lives of one contender differ by, and not its rounds; all contenders together say how much that is.
   */
  ratio(one: string, other: string): Uncertain {
    const cost = (name: string): number => mean(this.#costs.get(name) ?? [])
    const value = Math.exp(cost(one) - cost(other))
    return { value, noise: value * Math.max(LEAST_NOISE, this.#noise * Math.sqrt(2 / this.#lives)) }
  }

  /** Of these, the one that costs least. */
  cheapest(names: readonly string[]): string | undefined {
    return names
      .filter((name) => this.#costs.has(name))
      .toSorted((a, b) => mean(this.#costs.get(a) ?? []) - mean(this.#costs.get(b) ?? []))[0]
  }
}

/**
 * What is left of the differences when each contender's own mean and that of each life are taken off, times Student's t
 * for that many free values: a two-way analysis of variance without repetition.
 */
function noiseOf(byLife: readonly (readonly number[])[]): number {
  const contenders = byLife[0]?.map((_, at) => mean(byLife.map((life) => life[at] ?? Number.NaN))) ?? []
  const all = mean(contenders)
  const squares = byLife.flatMap((life) => {
    const own = mean(life)
    return life.map((cost, at) => (cost - own - (contenders[at] ?? Number.NaN) + all) ** 2)
  })
  const free = (byLife.length - 1) * (contenders.length - 1)
  return studentT(free) * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / free)
}
