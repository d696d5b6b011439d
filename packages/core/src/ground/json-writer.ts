import { fail } from './codes.ts'
import { isPlainObject } from './plain.ts'

/** How the values of one class are written. Made by {@link jsonType}. */
export interface JsonType {
  readonly is: (value: object) => boolean
  readonly write: (value: object) => unknown
}

/** How JSON is written. */
export interface JsonOptions {
  /** Classes with a form of their own, before any `toJSON`; the first that fits counts. Default: none. */
  readonly types?: readonly JsonType[]
  /** Integers of any size: as a text, which every client reads whole, or as a number. Default: `'text'`. */
  readonly bigint?: 'text' | 'number'
  /** `NaN`, infinities and invalid dates, for which JSON has no word: an error, or `null`. Default: `'error'`. */
  readonly nonFinite?: 'error' | 'null'
  /** Spaces for each level. Default: 0, all on one line. */
  readonly indent?: number
}

/**
 * Says how the values of a class are written in JSON.
 *
 * @param write - Gives what stands for a value: a text, a plain object, anything that JSON has a word for.
 * @example
 * class Money {
 *   cents = 1995
 * }
 * const money = createJson({ types: [jsonType(Money, ({ cents }) => (cents / 100).toFixed(2))] })
 * money.stringify({ price: new Money() }) // '{"price":"19.95"}'
 */
export function jsonType<T extends object>(
  // oxlint-disable-next-line typescript/no-explicit-any -- a constraint: a class may take any arguments
  type: abstract new (...args: any[]) => T,
  write: (value: T) => unknown,
): JsonType {
  const is = (value: object): value is T => value instanceof type
  return { is, write: (value) => (is(value) ? write(value) : value) }
}

/**
 * Makes the writing half of a JSON provider.
 *
 * What the platform writes as it stands goes to it in one call: a look at the value beforehand costs a fraction of what a
 * function that is asked for every member would.
 */
export function jsonWriter(options: JsonOptions): (value: unknown) => string {
  const { indent, types = [] } = options
  const replace = replacer(options)
  // A class that is written in its own way may extend one that the platform knows.
  const looked = types.length === 0
  return (value) =>
    looked && isPlain(value, 0)
      ? JSON.stringify(value, undefined, indent)
      : JSON.stringify(value, replace, indent)
}

/** Deeper than this a value may be a circle, which the platform finds and reports. */
const DEEP = 1000

/** Whether the platform loses nothing of a value. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'bigint') return false
  if (typeof value !== 'object' || value === null) return true
  if (depth > DEEP) return false
  if (Array.isArray(value)) return areItemsPlain(value, depth + 1)
  if (value instanceof Date) return !Number.isNaN(value.getTime())
  return isPlainObject(value) && !Object.hasOwn(value, 'toJSON') && areMembersPlain(value, depth + 1)
}

/** No list of the members is made: the platform keeps their names with the shape of the object. */
function areMembersPlain(value: Readonly<Record<string, unknown>>, depth: number): boolean {
  for (const name in value) if (!isPlain(value[name], depth)) return false
  return true
}

function areItemsPlain(values: readonly unknown[], depth: number): boolean {
  for (const value of values) if (!isPlain(value, depth)) return false
  return true
}

type Replacer = (this: unknown, key: string, value: unknown) => unknown

/** `value` is what `toJSON` made; what it was before is still in its holder. */
function replacer({ types = [], bigint = 'text', nonFinite = 'error' }: JsonOptions): Replacer {
  return function replace(key, value) {
    const before: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value
    if (typeof before === 'object' && before !== null) {
      const type = types.find((each) => each.is(before))
      if (type !== undefined) return type.write(before)
      if (before instanceof Date && Number.isNaN(before.getTime()))
        return nothing(key, 'an invalid date', nonFinite)
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return nothing(key, String(value), nonFinite)
    if (typeof value === 'bigint') return bigint === 'text' ? String(value) : exact(value)
    if (value instanceof Map) return Object.fromEntries(value)
    return value instanceof Set ? [...value] : value
  }
}

/** @throws {@link MicroError} `JSON_VALUE`. */
function nothing(key: string, what: string, nonFinite: 'error' | 'null'): null {
  if (nonFinite === 'null') return null
  throw fail('JSON_VALUE', { key: key === '' ? 'the value itself' : JSON.stringify(key), what })
}

/** All digits of it, where the platform can write them. */
function exact(value: bigint): unknown {
  const raw: unknown = Reflect.get(JSON, 'rawJSON')
  return typeof raw === 'function' ? raw(String(value)) : Number(value)
}
