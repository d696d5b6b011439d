import { type Dialect, PostgresDialect, type PostgresPool } from 'kysely'
import { loadDriver } from './load-driver.ts'
import type { PoolSettings } from './pool-settings.ts'

/** PostgreSQL by the package `pg`, which is imported at the first connection. */
export function postgresDialect(settings: PoolSettings): Dialect {
  return new PostgresDialect({ pool: () => openPool(settings) })
}

async function openPool({
  url,
  size,
  acquireTimeout,
  statementTimeout,
  onIdleError,
}: PoolSettings): Promise<PostgresPool> {
  const { default: pg } = await loadDriver('pg', 'postgres', () => import('pg'))
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: acquireTimeout,
    statement_timeout: statementTimeout === 0 ? false : statementTimeout,
  })
  // A server that restarts ends idle connections. The pool replaces them; without a listener Node would end the process.
  pool.on('error', onIdleError)
  // The same for one in use, for which the pool does not listen: its query fails, and that is told enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
