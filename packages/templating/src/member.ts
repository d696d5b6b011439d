import { fail } from './errors.ts'
import { htmlOf } from './safe-html.ts'

/** Anything that may have members. */
export type Holder = Readonly<Record<string | number, unknown>>

/** The functions that every object and function has: from them it is one step to running any code. */
const INHERITED: ReadonlySet<unknown> = new Set(
  [Object.prototype, Function.prototype]
    .flatMap((prototype) => Object.values(Object.getOwnPropertyDescriptors(prototype)))
    .map(({ value }): unknown => value)
    .filter((value) => typeof value === 'function'),
)

/**
 * A member of a value, as a template may see it; a method comes bound to its value.
 *
 * Never `constructor`, `prototype` and `__proto__`, nor a method that is only there because every object or every
 * function has it: `{{ x.constructor.constructor('…')() }}` would run any code.
 */
export function memberLookup(holder: Holder | null | undefined, name: unknown): unknown {
  if (holder === undefined || holder === null) return undefined
  // Made a text once: an object could give another text each time it is asked.
  const key = typeof name === 'number' ? name : String(name)
  if (isForbidden(key)) return undefined
  const member = holder[key]
  if (typeof member !== 'function') return member
  if (INHERITED.has(member)) return undefined
  return (...args: readonly unknown[]): unknown => Reflect.apply(member, holder, args)
}

/**
 * Whether something is in a list, a text, a set, or among the members of an object that a template may see.
 *
 * @throws {@link MicroError} `TEMPLATE_VALUE` for what has nothing in it, such as a number.
 */
export function inOperator(item: unknown, container: unknown): boolean {
  if (container === undefined || container === null) return false
  if (typeof container === 'string') return container.includes(String(item))
  if (typeof container === 'object') return isInObject(item, container)
  throw fail('TEMPLATE_VALUE', {
    what: `\`in\` for a ${typeof container}`,
    hint: 'Ask it of a list, a text or an object.',
  })
}

function isInObject(item: unknown, container: object): boolean {
  if (Array.isArray(container)) return container.includes(item)
  if (container instanceof Set || container instanceof Map) return container.has(item)
  const html = htmlOf(container)
  if (html !== undefined) return html.includes(String(item))
  const key = String(item)
  return key in container && !isForbidden(key) && !INHERITED.has(Reflect.get(container, key))
}

function isForbidden(key: string | number): boolean {
  return key === 'constructor' || key === 'prototype' || key === '__proto__'
}
