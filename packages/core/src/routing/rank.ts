import type { Segment, Variable } from './pattern.ts'

const DEFAULT_WEIGHT = 100

/** Where a segment with variables stands among those that may follow the same place. */
export interface Rank {
  /** Compared one by one; smaller is tried earlier. */
  readonly order: readonly number[]
  /** Decides where the numbers are equal, so that the order of registration never does. Same name, same segment. */
  readonly name: string
}

/**
 * More literal text first, earlier and longer pieces of it before others; then more variables, those of less weight
 * first; then those with arguments, which refuse more, before those without.
 */
export function rankOf({ pieces, open }: Segment): Rank {
  const variables = pieces.filter((piece) => typeof piece !== 'string')
  const literals = pieces.flatMap((piece, index) =>
    typeof piece === 'string'
      ? piece
          .split('/')
          .filter(Boolean)
          .map((text) => [index, -text.length])
      : [],
  )
  const name = pieces.map((piece) => (typeof piece === 'string' ? piece : `<${piece.kind}>`)).join('')
  return {
    order: [
      -literals.length,
      ...literals.flat(),
      -variables.length,
      ...variables.map(weightOf),
      ...variables.map(vagueness),
    ],
    name: open ? `${name}>` : name,
  }
}

function weightOf({ converter }: Variable): number {
  return converter.weight ?? DEFAULT_WEIGHT
}

function vagueness({ kind }: Variable): number {
  return kind.endsWith('()') ? 1 : 0
}

/** Negative when `one` is tried before `other`. */
export function compareRanks(one: Rank, other: Rank): number {
  const length = Math.max(one.order.length, other.order.length)
  for (let index = 0; index < length; index++) {
    const difference = (one.order[index] ?? 0) - (other.order[index] ?? 0)
    if (difference !== 0) return difference
  }
  return one.name < other.name ? -1 : Number(one.name > other.name)
}
