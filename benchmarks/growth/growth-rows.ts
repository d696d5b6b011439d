import { withNoise } from '../house/claims.ts'
import type { Cell } from '../house/table.ts'
import { type GrowthFigures, growthStanding } from './growth-claim.ts'

/** What stands above the cells behind the count; the last three only where there is a bare server. */
export const growthHeads: readonly string[] = [
  'quartile',
  'median',
  'bare, quartile',
  'bare, median',
  '× bare',
]

/** A row for each count: what a request costs, and what it costs with the bare server if that took part. */
export function growthRows(figures: GrowthFigures): readonly {
  readonly count: number
  readonly cells: readonly Cell[]
}[] {
  const standing = growthStanding(figures)
  return figures.points.map(([count, { median }]) => {
    const cost = standing.cost(`micro ${count}`)
    const bare = figures.bare?.find(([each]) => each === count)?.[1]
    if (bare === undefined) return { count, cells: [cost, median] }
    const ratio = withNoise(standing.ratio(`micro ${count}`, `bare ${count}`))
    return { count, cells: [cost, median, standing.cost(`bare ${count}`), bare.median, ratio] }
  })
}
