/**
 * The name that was probably meant: the one with the fewest edits (insert, drop, replace, swap neighbours), if those
 * are few for its length.
 *
 * @example
 * nearestName('blog.shwo', ['blog.show', 'blog.index']) // 'blog.show'
 */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let fewest = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= fewest) continue
    const edits = editDistance(wanted, name)
    if (edits < fewest) [nearest, fewest] = [name, edits]
  }
  return nearest
}

/** Rows of the usual table of edits; the one before the last is kept for swaps. */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        edits = Math.min(edits, (beforeLast[j - 2] ?? edits) + 1)
      row.push(edits)
    }
    beforeLast = last
    last = row
  }
  return last[to.length] ?? 0
}
