import { fail } from '../ground/codes.ts'
import { type PatternAutomaton, readAutomaton } from './pattern-automaton.ts'

/**
 * Refuses a pattern that could need exponential or quadratic time for some text.
 *
 * That happens when a text leads around a loop in two ways, or from one loop into another while it could also have
 * stayed. Both show as two states p and q and a text that leads from p to p, from p to q and from q to q. Look-around and
 * back-references cannot be judged and are refused too; so are some patterns that are harmless.
 *
 * @throws {@link MicroError} `UNSAFE_PATTERN`.
 * @see Weber and Seidl, On the degree of ambiguity of finite automata, 1991 (the criterion IDA)
 */
export function assertSafePattern(pattern: RegExp): void {
  const automaton = readAutomaton(pattern)
  const problem =
    automaton.problem ?? (isAmbiguous(automaton) ? 'a loop in it can take one text in two ways' : undefined)
  if (problem !== undefined) throw fail('UNSAFE_PATTERN', { pattern: String(pattern), problem })
}

function isAmbiguous(automaton: PatternAutomaton): boolean {
  const reach = automaton.steps.map((_, state) => reachable(automaton, state))
  const looping = reach.flatMap((states, state) => (states.has(state) ? [state] : []))
  return (
    automaton.doubled.some(({ from, to }) => reach[to]?.has(from)) ||
    looping.some((p) =>
      looping.some((q) => p !== q && reach[p]?.has(q) && leadsBothWays(automaton, reach, p, q)),
    )
  )
}

function reachable({ steps }: PatternAutomaton, start: number): ReadonlySet<number> {
  const found = new Set<number>(steps[start])
  for (const state of found) for (const next of steps[state] ?? []) found.add(next)
  return found
}

/** Walks three copies of the automaton by one text: from (p, p, q), can they come to (p, q, q)? */
function leadsBothWays(
  { takes, steps }: PatternAutomaton,
  reach: readonly ReadonlySet<number>[],
  p: number,
  q: number,
): boolean {
  const size = takes.length
  const name = (stays: number, moves: number, arrived: number): number =>
    (stays * size + moves) * size + arrived
  const goal = name(p, q, q)
  const met = new Set([name(p, p, q)])
  for (const place of met) {
    const arrived = place % size
    const moves = Math.floor(place / size) % size
    const stays = Math.floor(place / size / size)
    for (const a of steps[stays] ?? []) {
      if (a !== p && !reach[a]?.has(p)) continue
      for (const b of steps[moves] ?? []) {
        const both = (takes[a] ?? 0n) & (takes[b] ?? 0n)
        if (b !== q && !reach[b]?.has(q)) continue
        for (const c of steps[arrived] ?? []) {
          if ((both & (takes[c] ?? 0n)) !== 0n && (c === q || reach[c]?.has(q))) met.add(name(a, b, c))
        }
      }
    }
    if (met.has(goal)) return true
  }
  return false
}
