import { type Dialect, MysqlDialect, type MysqlPool } from 'kysely'
import { loadDriver } from './load-driver.ts'
import type { PoolSettings } from './pool-settings.ts'

/** MySQL and MariaDB by the package `mysql2`, which is imported at the first connection. */
export function mysqlDialect(settings: PoolSettings): Dialect {
  return new MysqlDialect({ pool: () => openPool(settings) })
}

async function openPool({ url, size, acquireTimeout }: PoolSettings): Promise<MysqlPool> {
  const { default: mysql } = await loadDriver('mysql2', 'mysql', () => import('mysql2'))
  return mysql.createPool({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: size,
    connectTimeout: acquireTimeout,
    // Dates go in and come out as UTC, whatever the time zone of the process is.
    timezone: 'Z',
    // Integers beyond 2^53 come out as texts instead of a neighbour of theirs.
    supportBigNumbers: true,
  })
}
