import { fail } from '../ground/codes.ts'
import type { Found } from './match.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import { createParams, type Params } from './params.ts'
import { literalText, sameConverters, type Segment } from './pattern.ts'
import { compareRanks, type Rank, rankOf } from './rank.ts'
import type { Rule } from './rule.ts'

const NO_PARAMS: Params = Object.freeze(createParams([], [], undefined))

/** A rule under one method of a place in the tree. */
export interface Entry<T> {
  readonly rule: Rule<T>
  /** Whether nobody listed this method: such a rule gives way to one that lists it. */
  readonly automatic: boolean
  /** The finished match of a rule without variables, always the same. */
  readonly found: Found<T>
}

/** A place where paths end: its rules by method. */
export class Leaf<T> {
  readonly methods: Map<string, Entry<T>> = new Map()
  /** Whether all its rules are strict about the last slash. */
  strictSlashes = true
  #get: Entry<T> | undefined
  #allowed: readonly string[] | undefined

  /** The methods, sorted. */
  get allowed(): readonly string[] {
    return (this.#allowed ??= Object.freeze([...this.methods.keys()].toSorted()))
  }

  find(method: string): Entry<T> | undefined {
    return method === 'GET' ? this.#get : this.methods.get(method)
  }

  /** @throws {@link MicroError} `ROUTE_CONFLICT` when a method that the rule lists belongs to another rule. */
  add(rule: Rule<T>): void {
    const { methods, automatic } = rule
    for (const method of methods) if (!automatic.includes(method)) this.#refuseConflict(method, rule)
    const found: Found<T> = Object.freeze({ kind: 'found', rule, params: rule.defaults ?? NO_PARAMS })
    const listed: Entry<T> = { rule, automatic: false, found }
    const added: Entry<T> = { rule, automatic: true, found }
    for (const method of methods) {
      if (!automatic.includes(method)) this.methods.set(method, listed)
      else if (!this.methods.has(method)) this.methods.set(method, added)
    }
    this.strictSlashes &&= rule.strictSlashes
    this.#get = this.methods.get('GET')
    this.#allowed = undefined
  }

  #refuseConflict(method: string, rule: Rule<T>): void {
    const holder = this.methods.get(method)
    if (!holder || holder.automatic) return
    throw fail('ROUTE_CONFLICT', {
      method,
      path: rule.path,
      holder: label(holder.rule),
      newcomer: label(rule),
    })
  }
}

function label({ endpoint, owner }: Rule): string {
  return owner === undefined ? endpoint : `${endpoint} of ${owner}`
}

/** A way on from a node by a segment with variables. */
export class Branch<T> {
  readonly segment: Segment
  readonly open: boolean
  readonly matcher: Matcher
  /** How many values the matcher gives. */
  readonly size: number
  readonly node: Node<T> = new Node<T>()
  #rank: Rank | undefined

  constructor(segment: Segment) {
    this.segment = segment
    this.open = segment.open
    this.matcher = createMatcher(segment)
    this.size = segment.pieces.reduce((count, piece) => count + Number(typeof piece !== 'string'), 0)
  }

  /** Found out when there is another to be compared to: most branches are alone. */
  get rank(): Rank {
    return (this.#rank ??= rankOf(this.segment))
  }
}

/** A place in the tree: the text that leads there from the place before, and what may come next. */
export class Node<T> {
  /** `''` at the root and behind a variable. */
  text: string
  /** The ways on by literal text, by its first code unit, from `#firstCode` on: most nodes have one, and no room for more. */
  #children: (Node<T> | undefined)[] = []
  #firstCode = 0
  /** The ways on by a segment with variables, in the order in which they are tried. */
  readonly branches: Branch<T>[] = []
  /** The rules whose paths end here. */
  leaf: Leaf<T> | undefined

  /** Made with the second branch. */
  #byRank: Map<string, Branch<T>[]> | undefined

  constructor(text = '') {
    this.text = text
  }

  /** The way on by a literal text that begins with this code unit. */
  child(code: number): Node<T> | undefined {
    return code < this.#firstCode ? undefined : this.#children[code - this.#firstCode]
  }

  /** The place behind literal text, made where there is none. */
  literal(text: string): Node<T> {
    if (text === '') return this
    const child = this.child(text.charCodeAt(0))
    if (!child) return this.#attach(new Node<T>(text))
    const shared = sharedLength(child.text, text)
    const place = shared === child.text.length ? child : this.#split(child, shared)
    return place.literal(text.slice(shared))
  }

  /** The place behind a segment with variables, made where there is none. */
  variable(segment: Segment): Node<T> {
    const [first] = this.branches
    if (!first) {
      const branch = new Branch<T>(segment)
      this.branches.push(branch)
      return branch.node
    }
    this.#byRank ??= new Map([[first.rank.name, [first]]])
    const rank = rankOf(segment)
    const alike = this.#byRank.get(rank.name) ?? []
    const known = alike.find((branch) => sameConverters(branch.segment, segment))
    if (known) return known.node
    const branch = new Branch<T>(segment)
    this.#byRank.set(rank.name, [...alike, branch])
    this.branches.splice(this.#placeOf(rank), 0, branch)
    return branch.node
  }

  #attach(child: Node<T>): Node<T> {
    const code = child.text.charCodeAt(0)
    if (this.#children.length === 0) this.#firstCode = code
    const room = this.#firstCode - code
    if (room > 0) {
      this.#children = [...Array.from({ length: room }, () => undefined), ...this.#children]
      this.#firstCode = code
    }
    this.#children[code - this.#firstCode] = child
    return child
  }

  #split(child: Node<T>, length: number): Node<T> {
    const upper = new Node<T>(child.text.slice(0, length))
    child.text = child.text.slice(length)
    upper.#attach(child)
    return this.#attach(upper)
  }

  /** By halving: adding stays cheap where thousands of branches leave one node. */
  #placeOf(rank: Rank): number {
    let low = 0
    let high = this.branches.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.branches[middle]
      if (other && compareRanks(other.rank, rank) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function sharedLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++
  return length
}

/**
 * Puts a rule where its path ends, below `root`.
 *
 * @throws {@link MicroError} `ROUTE_CONFLICT`.
 */
export function insertRule<T>(root: Node<T>, rule: Rule<T>): void {
  const { segments, slash } = rule.pattern
  let node = root
  let literal = ''
  for (const segment of segments) {
    literal += '/'
    if (isLiteral(segment)) {
      literal += literalText(segment.pieces)
    } else {
      node = node.literal(literal).variable(segment)
      literal = ''
    }
  }
  // In two steps, so that the place before the slash is there for paths without it.
  node = node.literal(literal).literal(slash ? '/' : '')
  node.leaf ??= new Leaf()
  node.leaf.add(rule)
}

function isLiteral({ pieces }: Segment): boolean {
  return pieces.every((piece) => typeof piece === 'string')
}
