import { atMost, type Claim, withNoise } from '../house/claims.ts'
import { Standing } from '../house/standing.ts'
import { fitOf, type Summary } from '../house/statistics.ts'
import { show } from '../house/table.ts'

/** What a request costs with more and more of one thing. */
export interface GrowthFigures {
  readonly name: string
  readonly lives: number
  readonly points: readonly (readonly [count: number, cost: Summary])[]
  /** µs for one more of it. */
  readonly perOne: number
}

/** How the cost may grow: not at all, but for so many times that of the fewest (or of another count); or by so many µs for each, in a straight line. */
export type GrowthAsked =
  | { readonly kind: 'flat'; readonly most: number; readonly from?: number }
  | { readonly kind: 'linear'; readonly mostForOne: number }

/** What is told of the most against the fewest, by the rounds in which both took their turns. */
export function growthClaim(figures: GrowthFigures, asked: GrowthAsked): Claim {
  const { name, lives, points } = figures
  const standing = new Standing(
    Object.fromEntries(points.map(([count, cost]) => [String(count), cost])),
    lives,
  )
  const counts = points.map(([count]) => count)
  const from = asked.kind === 'flat' ? asked.from : undefined
  const [fewest, most] = [from ?? Math.min(...counts), Math.max(...counts)]
  const range = `${name}, ${show(fewest)} → ${show(most)}`
  const grown = standing.ratio(String(most), String(fewest))
  if (asked.kind === 'flat') {
    const text = `${range}: at most ${asked.most} × the cost: ${withNoise(grown)}`
    return { text, outcome: atMost(asked.most, grown) }
  }
  const atFewest = points.find(([count]) => count === fewest)?.[1].median ?? Number.NaN
  const perOne = {
    value: ((grown.value - 1) * atFewest) / (most - fewest),
    noise: (grown.noise * atFewest) / (most - fewest),
  }
  const ratios = counts.map((count) => [count, standing.ratio(String(count), String(fewest)).value] as const)
  const shape =
    Math.abs(perOne.value) <= perOne.noise
      ? 'flat within the noise'
      : `a straight line says ${(fitOf(ratios) * 100).toFixed(0)} % of it`
  const text = `${range}: at most ${asked.mostForOne * 1000} ns for each: ${show(perOne.value * 1000)} ± ${show(perOne.noise * 1000)}, ${shape}`
  return { text, outcome: atMost(asked.mostForOne, perOne) }
}
