import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely'

/** A column: its name, or `eb.ref('title')`, which the compiler checks. */
export type SearchedColumn = string | Expression<string | null>

/**
 * Whether a column holds a text, whatever marks are in it: `%` and `_` stand for themselves. Whether case counts is the
 * database's to say, as for `like`.
 *
 * @param text - As a client typed it.
 * @example
 * const found = await db.selectFrom('posts').selectAll().where(contains('title', '50%')).execute()
 */
export function contains(column: SearchedColumn, text: string): RawBuilder<SqlBool> {
  return like(column, `%${escapeLike(text)}%`)
}

/** Whether a column begins with a text; like {@link contains}. */
export function startsWith(column: SearchedColumn, text: string): RawBuilder<SqlBool> {
  return like(column, `${escapeLike(text)}%`)
}

/** Whether a column ends with a text; like {@link contains}. */
export function endsWith(column: SearchedColumn, text: string): RawBuilder<SqlBool> {
  return like(column, `%${escapeLike(text)}`)
}

/**
 * Takes the meaning from the marks of a `like` pattern, for one of your own. The pattern must be followed by
 * `escape '!'`: a backslash would mean something else on each engine.
 *
 * @example
 * const pattern = `${escapeLike('50%')}_`
 * await db.selectFrom('posts').selectAll().where(sql<boolean>`title like ${pattern} escape '!'`).execute()
 */
export function escapeLike(text: string): string {
  return text.replaceAll(/[!%_]/g, '!$&')
}

function like(column: SearchedColumn, pattern: string): RawBuilder<SqlBool> {
  const operand = typeof column === 'string' ? sql.ref(column) : column
  return sql<SqlBool>`${operand} like ${pattern} escape '!'`
}
