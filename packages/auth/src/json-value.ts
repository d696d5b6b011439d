/** What JSON can hold and give back as it was. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

/** Deepest nesting that is kept; a cycle is deeper than any. */
const MAX_DEPTH = 32

/**
 * Why a value would not come back from JSON as it is; `undefined` when it would.
 *
 * `-0` is the one exception: it passes, and comes back as `0`.
 *
 * @returns A clause that begins with the place, such as `'cart.0.price is NaN'`.
 */
export function jsonFault(value: unknown, place: string): string | undefined {
  return faultAt(value, place, 0)
}

function faultAt(value: unknown, place: string, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : `${place} is ${value}`
    case 'object':
      return value === null ? undefined : objectFault(value, place, depth)
    default:
      return `${place} is ${value === undefined ? 'undefined' : `a ${typeof value}`}`
  }
}

function objectFault(value: object, place: string, depth: number): string | undefined {
  if (depth === MAX_DEPTH) return `${place} is nested too deep, or contains itself`
  if (!Array.isArray(value) && !isPlain(value))
    return `${place} is a ${value.constructor?.name ?? 'special object'}`
  if (Object.hasOwn(value, '__proto__')) return `${place} has a member named "__proto__"`
  // `toJSON` would write something else than what is there.
  if ('toJSON' in value) return `${place} has a member named "toJSON"`
  for (const [name, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const fault = faultAt(member, `${place}.${name}`, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
