import type { Piece, Variable } from './pattern.ts'

const SLASH = 47

/**
 * Divides a text among literals and variables: `'5-my-post'` among `<int:id>-<slug>` gives `['5', 'my-post']`.
 *
 * Each variable takes as much as lets the rest still fit, one that spans segments as little. The work is bounded by
 * pieces × characters, whatever the text: first it is found, from the end, where each piece may start.
 *
 * @param pieces - Literals and variables in turn.
 * @param open - Whether the text holds segments, so that only some variables may take a slash.
 */
export function splitPieces(
  pieces: readonly Piece[],
  text: string,
  open: boolean,
): readonly string[] | undefined {
  const starts = [startsAtEnd(text.length)]
  for (const piece of pieces.toReversed()) {
    const next = starts[0] ?? new Uint8Array()
    starts.unshift(
      typeof piece === 'string' ? literalStarts(piece, text, next) : variableStarts(piece, text, next, open),
    )
  }
  if (starts[0]?.[0] !== 1) return undefined
  return takeTexts(pieces, text, starts, open)
}

/** One flag for each position of the text and its end: whether a piece may start there so that all after it fits. */
type Starts = Uint8Array

function startsAtEnd(length: number): Starts {
  const starts = new Uint8Array(length + 1)
  starts[length] = 1
  return starts
}

function literalStarts(literal: string, text: string, next: Starts): Starts {
  const starts = new Uint8Array(text.length + 1)
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + 1)) {
    starts[at] = next[at + literal.length] ?? 0
  }
  return starts
}

function variableStarts(variable: Variable, text: string, next: Starts, open: boolean): Starts {
  const { min, max } = limitsOf(variable)
  const nextStart = positionsOfNext(next)
  const starts = new Uint8Array(text.length + 1)
  let runEnd = text.length
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text.charCodeAt(at)
    if (!mayTake(variable, code, open)) runEnd = at
    const end = nextStart[at + min] ?? Infinity
    if (end <= Math.min(at + max, runEnd) && !startsWrong(variable, code)) starts[at] = 1
  }
  return starts
}

/** For each position the nearest one from there on where the next piece may start; past the end where there is none. */
function positionsOfNext(next: Starts): Float64Array {
  const positions = new Float64Array(next.length)
  let nearest = Infinity
  for (let at = next.length - 1; at >= 0; at--) {
    if (next[at] === 1) nearest = at
    positions[at] = nearest
  }
  return positions
}

function takeTexts(
  pieces: readonly Piece[],
  text: string,
  starts: readonly Starts[],
  open: boolean,
): readonly string[] {
  const texts: string[] = []
  let at = 0
  pieces.forEach((piece, index) => {
    const next = starts[index + 1] ?? new Uint8Array()
    const end = typeof piece === 'string' ? at + piece.length : endOf(piece, text, at, next, open)
    if (typeof piece !== 'string') texts.push(text.slice(at, end))
    at = end
  })
  return texts
}

function endOf(variable: Variable, text: string, at: number, next: Starts, open: boolean): number {
  const { min, max } = limitsOf(variable)
  if (variable.converter.multiSegment) return next.indexOf(1, at + min)
  let run = at
  while (run < text.length && run - at < max && mayTake(variable, text.charCodeAt(run), open)) run++
  return next.lastIndexOf(1, run)
}

function limitsOf({ converter: { shape } }: Variable): { readonly min: number; readonly max: number } {
  // A variable never matches nothing: `//` is no segment, and `a--b` no `<x>-<y>-<z>`.
  return { min: Math.max(1, shape?.min ?? 1), max: shape?.max ?? Infinity }
}

function mayTake({ converter: { multiSegment, shape } }: Variable, code: number, open: boolean): boolean {
  if (open && code === SLASH && !multiSegment) return false
  return shape?.accepts?.(code) ?? true
}

function startsWrong({ converter }: Variable, code: number): boolean {
  return code === SLASH && converter.multiSegment === true
}
