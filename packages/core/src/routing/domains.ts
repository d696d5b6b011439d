import { createMatcher, type Matcher } from './matcher.ts'
import { type Pattern, sameConverters, type Segment } from './pattern.ts'
import { compareRanks, type Rank, rankOf } from './rank.ts'

/** What is kept for a host that was asked for. */
export interface DomainMatch<V> {
  readonly value: V
  /** How many values of the host's variables have been read. */
  readonly variables: number
}

interface DomainPattern<V> extends DomainMatch<V> {
  readonly segment: Segment
  readonly rank: Rank
  readonly matcher: Matcher
}

/** Something for each host, or subdomain; those with variables are kept in the order in which they are tried. */
export class Domains<V> {
  readonly #make: () => V
  readonly #exact = new Map<string, V>()
  #patterns: readonly DomainPattern<V>[] = []

  /** @param make - Makes what is kept for a host that is new. */
  constructor(make: () => V) {
    this.#make = make
  }

  /** What is kept for this pattern. */
  add({ text, segments: [segment], variables }: Pattern): V {
    return segment && variables.length > 0
      ? this.#pattern(segment, variables.length)
      : this.#host(text.toLowerCase())
  }

  /**
   * What is kept for the patterns that this host has, best first.
   *
   * @param values - Where the values of the host's variables are written, anew for each.
   */
  *find(domain: string, values: unknown[]): Generator<DomainMatch<V>> {
    const exact = this.#exact.get(domain)
    if (exact !== undefined) yield { value: exact, variables: 0 }
    for (const pattern of this.#patterns) if (pattern.matcher.read(domain, values, 0)) yield pattern
  }

  #host(host: string): V {
    const value = this.#exact.get(host) ?? this.#make()
    this.#exact.set(host, value)
    return value
  }

  #pattern(segment: Segment, variables: number): V {
    const rank = rankOf(segment)
    const known = this.#patterns.find(
      (other) => other.rank.name === rank.name && sameConverters(other.segment, segment),
    )
    if (known) return known.value
    const pattern = { segment, variables, rank, matcher: createMatcher(segment), value: this.#make() }
    this.#patterns = [...this.#patterns, pattern].toSorted((one, other) => compareRanks(one.rank, other.rank))
    return pattern.value
  }
}
