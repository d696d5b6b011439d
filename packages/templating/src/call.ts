import { fail } from './errors.ts'

/** Marks the keyword arguments of a call. A symbol: data that a client sends can carry any name, but no symbol. */
const KEYWORDS: unique symbol = Symbol('keyword arguments')

/**
 * Calls what a template calls: `{{ url_for('blog.show', id=7) }}` calls `url_for('blog.show', { id: 7 })`.
 *
 * @throws {@link MicroError} `TEMPLATE_CALL` for what is no function.
 */
export function callWrap(
  callee: unknown,
  name: string,
  _context: unknown,
  args: readonly unknown[],
): unknown {
  if (typeof callee === 'function') return Reflect.apply(callee, undefined, args)
  throw fail('TEMPLATE_CALL', {
    name,
    what: callee === undefined || callee === null ? 'not defined' : `a ${typeof callee}`,
  })
}

/** Marks an object as the keyword arguments of a call. A plain function that gets it sees a plain object. */
export function makeKeywordArgs(values: Record<string, unknown>): Record<string, unknown> {
  // The second name is the one that filters of nunjucks itself look for.
  return Object.defineProperties(values, { [KEYWORDS]: { value: true }, __keywords: { value: true } })
}

/** The body of a macro, as it is compiled: its positional arguments, then an object with the others. */
export type MacroBody = (...args: readonly unknown[]) => unknown

/**
 * Makes the function of a macro, which takes each of its arguments by place or by name.
 *
 * @param names - Of the arguments without a default.
 * @param optional - Of those with one.
 */
export function makeMacro(names: readonly string[], optional: readonly string[], body: MacroBody): MacroBody {
  return (...args) => {
    const last = args.at(-1)
    const given = isKeywordArgs(last) ? args.slice(0, -1) : args
    const named: Record<string, unknown> = Object.assign(Object.create(null), isKeywordArgs(last) ? last : {})
    const positional = names.map((name, i) => (i < given.length ? given[i] : named[name]))
    for (const [i, name] of optional.entries()) {
      if (names.length + i < given.length) named[name] = given[names.length + i]
    }
    return body(...positional, named)
  }
}

function isKeywordArgs(value: unknown): value is object {
  return typeof value === 'object' && value !== null && KEYWORDS in value
}
