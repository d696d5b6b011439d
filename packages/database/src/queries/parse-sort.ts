import { abort } from '@micro/core'

/** What a list may be sorted by. */
export interface SortOptions<Column extends string> {
  /** Columns that a client may name. */
  readonly allowed: readonly Column[]
  /** When the client names none. Default: the first one allowed, ascending. */
  readonly initial?: NoInfer<Column | `-${Column}`>
}

/** One column and its direction, for `orderBy`. */
export interface SortOrder<Column extends string> {
  readonly column: Column
  readonly direction: 'asc' | 'desc'
}

/**
 * Reads what a client wants to sort by: `title`, or `-title` for descending. Only columns that were allowed ever reach
 * a statement.
 *
 * @throws {@link HttpError} 400 for anything else.
 * @example
 * app.get('/posts', ({ query }) => {
 *   const sort = parseSort(query.get('sort'), { allowed: ['id', 'title'], initial: '-id' })
 *   return db.selectFrom('posts').selectAll().orderBy(sort.column, sort.direction).execute()
 * })
 */
export function parseSort<const Column extends string>(
  given: string | null | undefined,
  { allowed, initial }: SortOptions<Column>,
): SortOrder<Column> {
  const wanted = given ?? initial ?? allowed[0] ?? ''
  const descending = wanted.startsWith('-')
  const name = descending ? wanted.slice(1) : wanted
  const column = allowed.find((each) => each === name) ?? abort(400, `Sort by one of ${allowed.join(', ')}.`)
  return { column, direction: descending ? 'desc' : 'asc' }
}
