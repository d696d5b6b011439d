import { getFlashedMessages } from './flash.ts'

/** The arguments by name. nunjucks hands over a call's keyword arguments as one last object with this mark. */
interface Keywords {
  readonly __keywords: true
  readonly with_categories?: unknown
  readonly category_filter?: unknown
}

/**
 * {@link getFlashedMessages} as templates know it from Flask: `get_flashed_messages(with_categories=false, category_filter=[])`.
 *
 * @returns The messages; with categories, a pair of category and message for each, as `for category, message in` takes them.
 */
export function templateFlashedMessages(
  ...args: readonly unknown[]
): readonly (string | readonly [string, string])[] {
  const last = args.at(-1)
  const keywords = isKeywords(last) ? last : undefined
  const positional = keywords === undefined ? args : args.slice(0, -1)
  const withCategories = keywords?.with_categories ?? positional[0]
  const filter = keywords?.category_filter ?? positional[1]
  const found = getFlashedMessages(isCategories(filter) ? { categories: filter } : {})
  return found.map(({ category, message }) => (withCategories === true ? [category, message] : message))
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === 'object' && value !== null && '__keywords' in value
}

/** An empty list is no filter, as in Flask. */
function isCategories(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}
