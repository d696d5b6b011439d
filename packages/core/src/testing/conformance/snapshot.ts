/** Deeper than this belongs to somebody else. */
const MAX_DEPTH = 5
/** More than this is no state of an extension. */
const MAX_VALUES = 5000

/** The values that can be seen in an object, each by its path: `'options.hosts.0'`. */
export type Snapshot = ReadonlyMap<string, unknown>

/**
 * Notes everything that can be seen in an object. Runs no getter; sees no private field.
 *
 * @param leaveOut - Properties of the object itself that are not looked at.
 */
export function snapshot(value: object, leaveOut: readonly string[] = []): Snapshot {
  const values = new Map<string, unknown>()
  const seen = new Set<object>()
  const visit = (visited: object, path: string, depth: number): void => {
    if (seen.has(visited) || depth > MAX_DEPTH) return
    seen.add(visited)
    for (const { name, value: inner } of insides(visited)) {
      if ((depth === 0 && leaveOut.includes(name)) || values.size > MAX_VALUES) continue
      const innerPath = path === '' ? name : `${path}.${name}`
      values.set(innerPath, inner)
      if (typeof inner === 'object' && inner !== null) visit(inner, innerPath, depth + 1)
    }
  }
  visit(value, '', 0)
  return values
}

/** The path of the first value that is not the same; `undefined` when all are. */
export function difference(before: Snapshot, after: Snapshot): string | undefined {
  for (const [path, value] of after) if (!before.has(path) || !Object.is(before.get(path), value)) return path
  for (const path of before.keys()) if (!after.has(path)) return path
  return undefined
}

/** The objects that can be reached from both of two values. */
export function sharedObjects(one: unknown, other: unknown): readonly object[] {
  const reachable = objectsIn(one)
  return [...objectsIn(other)].filter((object) => reachable.has(object))
}

function objectsIn(value: unknown): ReadonlySet<object> {
  if (!isObject(value)) return new Set()
  return new Set([value, ...[...snapshot(value).values()].filter((inner) => isObject(inner))])
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

interface Inside {
  readonly name: string
  readonly value: unknown
}

function insides(value: object): readonly Inside[] {
  // A pattern notes where it stopped, for itself.
  if (value instanceof RegExp || value instanceof Promise) return []
  return [...ownValues(value), ...entriesOf(value)]
}

function ownValues(value: object): Inside[] {
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, descriptor]) => 'value' in descriptor)
    .map(([name, descriptor]) => ({ name, value: descriptor.value }))
}

function entriesOf(value: object): Inside[] {
  if (value instanceof Map)
    return [...value].map(([key, inner]) => ({ name: `get(${nameOf(key)})`, value: inner }))
  if (value instanceof Set) return [...value].map((inner, index) => ({ name: `item ${index}`, value: inner }))
  return []
}

function nameOf(key: unknown): string {
  return typeof key === 'string' || typeof key === 'number' ? `${key}` : typeof key
}
