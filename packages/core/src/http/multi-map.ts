import { BadRequest } from '../ground/http-error.ts'

/** One name with one value. A name may have several entries. */
export interface Entry<Value> {
  readonly name: string
  readonly value: Value
}

/**
 * Names with one or more values each, in the order in which they came: a query, a form, its files.
 *
 * It cannot be changed, and no name of it is special: `__proto__` and `constructor` are names like any other.
 *
 * @example
 * const tags = new MultiMap([{ name: 'tag', value: 'a' }, { name: 'tag', value: 'b' }])
 * tags.get('tag') // 'a'
 * tags.getAll('tag') // ['a', 'b']
 */
export class MultiMap<Value> implements Iterable<readonly [string, Value]> {
  readonly #entries: readonly Entry<Value>[]

  constructor(entries: readonly Entry<Value>[] = []) {
    this.#entries = entries
  }

  /** How many entries there are, every value counted. */
  get size(): number {
    return this.#entries.length
  }

  /** The first value of a name; `undefined` when it has none. */
  get(name: string): Value | undefined {
    return this.#entries.find((entry) => entry.name === name)?.value
  }

  /** Every value of a name, in order; empty when it has none. */
  getAll(name: string): Value[] {
    return this.#entries.filter((entry) => entry.name === name).map((entry) => entry.value)
  }

  has(name: string): boolean {
    return this.#entries.some((entry) => entry.name === name)
  }

  /**
   * The first value of a name that has to be there.
   *
   * @throws {@link HttpError} 400 when it is not. The client is not told the name; it is the error's `cause`.
   */
  required(name: string): Value {
    const entry = this.#entries.find((candidate) => candidate.name === name)
    if (entry === undefined) throw new BadRequest('A required value is missing.', { cause: `No "${name}"` })
    return entry.value
  }

  /** Each name once, in the order of its first entry. */
  keys(): IterableIterator<string> {
    return new Set(this.#entries.map((entry) => entry.name)).values()
  }

  /** Every name with every value, as pairs for `for (const [name, value] of ...)`. */
  *entries(): IterableIterator<readonly [string, Value]> {
    for (const { name, value } of this.#entries) yield [name, value]
  }

  [Symbol.iterator](): IterableIterator<readonly [string, Value]> {
    return this.entries()
  }

  /** The first value of each name, as an object without prototype. */
  toObject(): Record<string, Value> {
    const object: Record<string, Value> = Object.create(null)
    for (const { name, value } of this.#entries) if (!(name in object)) object[name] = value
    return object
  }

  /** All values of each name, as an object without prototype: `{ tag: ['a', 'b'] }`. */
  toLists(): Record<string, Value[]> {
    const lists: Record<string, Value[]> = Object.create(null)
    for (const { name, value } of this.#entries) (lists[name] ??= []).push(value)
    return lists
  }

  /** As {@link toObject}, so that a handler can return it. */
  toJSON(): Record<string, Value> {
    return this.toObject()
  }
}
