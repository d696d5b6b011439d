import { atMost, type Claim, withNoise } from '../house/claims.ts'
import { Standing } from '../house/standing.ts'
import { fitOf, type Summary } from '../house/statistics.ts'
import { show } from '../house/table.ts'

type Points = readonly (readonly [count: number, cost: Summary])[]

/** What a request costs with more and more of one thing. */
export interface GrowthFigures {
  readonly name: string
  readonly points: Points
  /** With the bare server, up beside micro, where what Node and the kernel do grows too. */
  readonly bare?: Points
  /** µs for one more of it. */
  readonly perOne: number
}

/**
 * How the cost may grow: not at all, but for so many times that of the fewest; by so many µs for each, in a straight line; or, from a count
 * on, by so many times what that of the bare server grows by.
 */
export type GrowthAsked =
  | { readonly kind: 'flat'; readonly most: number }
  | { readonly kind: 'linear'; readonly mostForOne: number }
  | { readonly kind: 'as bare'; readonly most: number; readonly from: number }

/** What is told of the most against the fewest, by the rounds in which all took their turns. */
export function growthClaim(figures: GrowthFigures, asked: GrowthAsked): Claim {
  const counts = figures.points.map(([count]) => count)
  const fewest = asked.kind === 'as bare' ? asked.from : Math.min(...counts)
  const most = Math.max(...counts)
  const range = `${figures.name}, ${show(fewest)} → ${show(most)}`
  const standing = growthStanding(figures)
  const micro = { one: `micro ${most}`, other: `micro ${fewest}` }
  const grown = standing.ratio(micro.one, micro.other)
  if (asked.kind === 'flat') {
    const text = `${range}: at most ${asked.most} × the cost: ${withNoise(grown)}`
    return { text, outcome: atMost(asked.most, grown) }
  }
  if (asked.kind === 'as bare') {
    const bare = { one: `bare ${most}`, other: `bare ${fewest}` }
    const against = standing.ratioOfRatios(micro, bare)
    const both = `micro ${withNoise(grown)}, bare ${withNoise(standing.ratio(bare.one, bare.other))}`
    const text = `${range}: at most ${asked.most} × the growth of bare node:http: ${withNoise(against)} (${both})`
    return { text, outcome: atMost(asked.most, against) }
  }
  const atFewest = figures.points.find(([count]) => count === fewest)?.[1].median ?? Number.NaN
  const perOne = {
    value: ((grown.value - 1) * atFewest) / (most - fewest),
    noise: (grown.noise * atFewest) / (most - fewest),
  }
  const ratios = counts.map((count) => [count, standing.ratio(`micro ${count}`, micro.other).value] as const)
  const shape =
    Math.abs(perOne.value) <= perOne.noise
      ? 'flat within the noise'
      : `a straight line says ${(fitOf(ratios) * 100).toFixed(0)} % of it`
  const text = `${range}: at most ${asked.mostForOne * 1000} ns for each: ${show(perOne.value * 1000)} ± ${show(perOne.noise * 1000)}, ${shape}`
  return { text, outcome: atMost(asked.mostForOne, perOne) }
}

/** How all stand to each other, as `micro 64` and `bare 64`. */
export function growthStanding({ points, bare = [] }: GrowthFigures): Standing {
  return new Standing(Object.fromEntries([...namedBy('micro', points), ...namedBy('bare', bare)]))
}

function namedBy(who: string, points: Points): [string, Summary][] {
  return points.map(([count, cost]) => [`${who} ${count}`, cost])
}
