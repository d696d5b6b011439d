import { type RawBuilder, sql, type SqlBool } from 'kysely'

/**
 * Says that an update or delete means every row: without any `where` it is refused.
 *
 * @example
 * await db.updateTable('posts').set({ pinned: 0 }).where(everyRow).execute()
 */
export const everyRow: RawBuilder<SqlBool> = sql<SqlBool>`1 = 1`
