import { type QueryExecutorProvider, type SelectQueryBuilder, type Simplify, sql } from 'kysely'
import { type Page, pageBounds, type PageRequest } from './page.ts'

/** Reads one page of what a query selects, and counts the rest with a second query. */
export async function paginate<Tables, Names extends keyof Tables, Row>(
  database: QueryExecutorProvider,
  query: SelectQueryBuilder<Tables, Names, Row>,
  request: PageRequest,
): Promise<Page<Simplify<Row>>> {
  const counted = query.clearOrderBy()
  // An order costs the count for nothing. Engines give it as a number, a text or a bigint.
  const counts = await sql<{ total: unknown }>`select count(*) as total from ${counted} as counted`.execute(
    database,
  )
  const total = Number(counts.rows[0]?.total ?? 0)
  const { page, perPage, pages, offset } = pageBounds(request, total)
  const items = total === 0 ? [] : await query.limit(perPage).offset(offset).execute()
  return { items, page, perPage, total, pages, hasNext: page < pages, hasPrevious: page > 1 }
}
