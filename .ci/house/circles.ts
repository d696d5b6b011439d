/** What imports what: each name with the names it leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Finds circles by walking the graph depth first: each is given as the names on the way round, the first not repeated.
 *
 * Does not list every circle there is, but none is left once the listed ones are cut.
 *
 * @example
 * findCircles(new Map([['a', new Set(['b'])], ['b', new Set(['a'])]]))   // [['a', 'b']]
 */
export function findCircles(graph: Graph): readonly (readonly string[])[] {
  const done = new Set<string>()
  const circles: string[][] = []

  const walk = (name: string, way: readonly string[]): void => {
    const back = way.indexOf(name)
    if (back >= 0) circles.push(way.slice(back))
    if (back >= 0 || done.has(name)) return
    for (const next of graph.get(name) ?? []) walk(next, [...way, name])
    done.add(name)
  }
  for (const name of graph.keys()) walk(name, [])
  return circles
}
