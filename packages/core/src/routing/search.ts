import { decodeSegment } from '../http/target.ts'
import type { Branch, Entry, Leaf, Node } from './tree.ts'

const SLASH = 47

/** A place where the path ended and the method was not known, and the one met before it. */
export interface Missed<T> {
  readonly leaf: Leaf<T>
  readonly before: Missed<T> | undefined
}

/** No rule has a method without a name: a search for it looks through all, and finds where the path ends. */
export const ANY_METHOD = ''

/**
 * A walk through a tree, for one method and path.
 *
 * Literal text is tried first, then the branches in their order; where a way leads nowhere, the next one is tried. A
 * place in the tree is met at most once, so the work is bounded by the size of the tree, whatever the path.
 */
export class Search<T> {
  readonly method: string
  readonly path: string
  /**
   * The values of the variables on the way; those behind the last one of the rule mean nothing. It has room for as many as
   * most rules have: to grow an empty array takes a tenth of the search.
   */
  // oxlint-disable-next-line unicorn/no-new-array -- a length; `Array.from` takes as long as the search itself
  readonly values: unknown[] = new Array<unknown>(4)
  /** Where the path ended and the method was not known. */
  missed: Missed<T> | undefined
  /** Whether the rule that was found wants a slash after the path. */
  wantsSlash = false

  constructor(method: string, path: string) {
    this.method = method
    this.path = path
  }

  /**
   * @param from - Where to go on.
   * @param start - Up to where the path has been read.
   * @param depth - How many values have been read.
   */
  walk(from: Node<T>, start: number, depth: number): Entry<T> | undefined {
    const { path } = this
    let node = from
    let at = start
    while (at < path.length) {
      const child = node.child(path.charCodeAt(at))
      const next = child === undefined ? -1 : endOfText(path, child.text, at)
      if (child === undefined || next === -1) return this.#turn(node, at, depth)
      if (node.branches.length > 0 || (node.leaf !== undefined && next === path.length)) {
        return this.walk(child, next, depth) ?? this.#turn(node, at, depth)
      }
      node = child
      at = next
    }
    return this.#finish(node)
  }

  /** Where literal text leads no further. */
  #turn(node: Node<T>, start: number, depth: number): Entry<T> | undefined {
    if (node.branches.length > 0) {
      const entry = this.#branchOff(node.branches, start, depth)
      if (entry !== undefined) return entry
    }
    return node.leaf !== undefined && this.#isLastSlash(start)
      ? this.#finishLoosely(node.leaf, false)
      : undefined
  }

  #branchOff(branches: readonly Branch<T>[], start: number, depth: number): Entry<T> | undefined {
    const { path, values } = this
    let end = -1
    let segment = ''
    for (const branch of branches) {
      if (!branch.open && end === -1) {
        end = segmentEnd(path, start)
        segment = decodeSegment(path.slice(start, end))
      }
      const entry = branch.open
        ? this.#takeRest(branch, start, depth)
        : branch.matcher.read(segment, values, depth)
          ? this.walk(branch.node, end, depth + branch.size)
          : undefined
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /** A branch that takes all the rest: the last slash belongs to the rule if it has one, else to the value. */
  #takeRest({ matcher, node }: Branch<T>, start: number, depth: number): Entry<T> | undefined {
    const rest = this.path.slice(start)
    const slashed = rest.charCodeAt(rest.length - 1) === SLASH
    const branch = slashed && !rest.endsWith('//') ? slashLeaf(node) : undefined
    if (branch && matcher.read(rest.slice(0, -1), this.values, depth)) {
      const entry = this.#finishAt(branch)
      if (entry) return entry
    }
    if (!matcher.read(rest, this.values, depth)) return undefined
    return slashed ? node.leaf && this.#finishAt(node.leaf) : this.#finish(node)
  }

  #finish(node: Node<T>): Entry<T> | undefined {
    const entry = node.leaf && this.#finishAt(node.leaf)
    if (entry !== undefined) return entry
    const leaf = slashLeaf(node)
    return leaf && this.#finishLoosely(leaf, true)
  }

  #finishAt(leaf: Leaf<T>): Entry<T> | undefined {
    const entry = leaf.find(this.method)
    if (entry === undefined) this.#miss(leaf)
    return entry
  }

  /** At a rule that differs from the path by the last slash: which it lacks, or which `addsSlash`. */
  #finishLoosely(leaf: Leaf<T>, addsSlash: boolean): Entry<T> | undefined {
    const entry = leaf.find(this.method)
    if (!entry) {
      if (!leaf.strictSlashes || (this.method === ANY_METHOD && addsSlash)) this.#miss(leaf)
      return undefined
    }
    if (!entry.rule.strictSlashes) return entry
    this.wantsSlash = addsSlash
    return addsSlash ? entry : undefined
  }

  #miss(leaf: Leaf<T>): void {
    this.missed = { leaf, before: this.missed }
  }

  #isLastSlash(at: number): boolean {
    return (
      at === this.path.length - 1 &&
      this.path.charCodeAt(at) === SLASH &&
      this.path.charCodeAt(at - 1) !== SLASH
    )
  }
}

function segmentEnd(path: string, start: number): number {
  const slash = path.indexOf('/', start)
  return slash === -1 ? path.length : slash
}

function slashLeaf<T>(node: Node<T>): Leaf<T> | undefined {
  const child = node.child(SLASH)
  return child?.text === '/' ? child.leaf : undefined
}

/** Where the text ends that stands in the path at `start`, its first code unit being known to be there; else -1. */
function endOfText(path: string, text: string, start: number): number {
  const end = start + text.length
  if (end > path.length) return -1
  for (let index = 1; index < text.length; index++) {
    if (path.charCodeAt(start + index) !== text.charCodeAt(index)) return -1
  }
  return end
}
