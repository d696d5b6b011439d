import type { ConverterTable } from './converter.ts'
import type { TypedPath } from './path-types.ts'

/** A path with converters of its own; it can be given wherever a path can. Made by {@link definePaths}. */
export interface Path<Params = unknown> extends TypedPath<Params> {
  readonly converters: ConverterTable
}

/**
 * Puts a prefix before a path, as a blueprint does: one slash stands between them, and an empty path is the prefix itself.
 *
 * Does not read either of them; what is wrong with them is found when the route is added.
 *
 * @example
 * joinPaths('/blog/', '/<int:id>') // { text: '/blog/<int:id>', converters: {} }
 */
export function joinPaths(prefix: string | Path, path: string | Path): Path {
  const before = toPath(prefix)
  const after = toPath(path)
  if (before.text === '' && before.converters === BUILT_IN) return after
  const converters = { ...before.converters, ...after.converters }
  if (before.text === '') return { text: after.text, converters }
  if (after.text === '') return { text: before.text, converters }
  return { text: `${before.text.replace(/\/+$/, '')}/${after.text.replace(/^\/+/, '')}`, converters }
}

/** Of a path that brings none: the built-in converters are known anyway. */
const BUILT_IN: ConverterTable = /* @__PURE__ */ Object.freeze({})

/** A path given as text has the built-in converters only. */
export function toPath(path: string | Path): Path {
  return typeof path === 'string' ? { text: path, converters: BUILT_IN } : path
}
