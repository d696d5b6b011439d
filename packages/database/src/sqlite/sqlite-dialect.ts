import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { SqliteDriver, type SqliteSettings } from './sqlite-driver.ts'

/** SQLite as it is: the driver queues for its one connection itself, and changes of tables can be rolled back. */
class EmbeddedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }

  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** kysely's SQLite on a {@link SqliteDriver}. */
export function sqliteDialect(settings: SqliteSettings): Dialect {
  return {
    createDriver: () => new SqliteDriver(settings),
    createAdapter: () => new EmbeddedSqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
