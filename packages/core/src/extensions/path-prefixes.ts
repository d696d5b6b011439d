import type { Option } from '../ground/options.ts'

/**
 * An option that says for which paths something is done: each path and all below it; none stands for every path.
 *
 * @example
 * const options = defineOptions({ paths: pathPrefixes() })
 */
export function pathPrefixes(initial: readonly string[] = []): Option<readonly string[]> {
  return {
    default: initial,
    rule: 'a list of paths that begin with "/", such as "/api"',
    accepts: (value): value is readonly string[] =>
      Array.isArray(value) && value.every((path) => typeof path === 'string' && path.startsWith('/')),
  }
}

/**
 * Makes the test whether a canonical path is one of these, or below one. `/api` does not cover `/apis`, and case matters:
 * just as it does to routes, so that nothing is served under a name that is not covered.
 *
 * @example
 * const covers = coveredBy(['/api'])
 * covers('/api/users') // true
 */
export function coveredBy(prefixes: readonly string[]): (path: string) => boolean {
  const roots = prefixes.map((prefix) => (prefix.endsWith('/') ? prefix.slice(0, -1) : prefix))
  if (roots.length === 0) return () => true
  return (path) => roots.some((root) => path === root || path.startsWith(`${root}/`))
}
