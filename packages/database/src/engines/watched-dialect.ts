import type { Dialect } from 'kysely'
import { WatchedDriver, type WatchOptions } from './watched-driver.ts'

/** A dialect whose driver throws typed errors: everything else stays as it is. */
export function watchedDialect(dialect: Dialect, options: WatchOptions = {}): Dialect {
  return {
    createDriver: () => new WatchedDriver(dialect.createDriver(), options),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  }
}
