import type { AppSetup } from '@micro/core'
import type { Dialect } from 'kysely'
import type { DatabaseOptions } from '../database-options.ts'
import { parseDatabaseUrl, withoutSecrets } from './database-url.ts'
import { mysqlDialect } from './mysql-dialect.ts'
import type { PoolSettings } from './pool-settings.ts'
import { postgresDialect } from './postgres-dialect.ts'
import { assertMysqlScalar } from './mysql-scalar.ts'
import { sqliteDialect } from '../sqlite/sqlite-dialect.ts'
import { watchedDialect } from './watched-dialect.ts'

/** What an app reaches its database by. */
export interface Engine {
  readonly dialect: Dialect
  /** Where the database is, without passwords: for errors. */
  readonly target: string
  /** Whether it is the SQLite of this package. */
  readonly embedded: boolean
}

/** The engine that the options ask for. Opens nothing. */
export function chooseEngine(options: DatabaseOptions, app: AppSetup): Engine {
  if (options.dialect !== undefined) {
    return { dialect: watchedDialect(options.dialect()), target: 'its dialect', embedded: false }
  }
  const url = options.url === '' ? `sqlite:.data/${app.name.replaceAll(/[^\w.-]/g, '_')}.sqlite` : options.url
  const target = parseDatabaseUrl(url)
  if (target === undefined || target.engine === 'sqlite') return embedded(target?.path ?? '', options, app)
  const settings = poolSettings(target.url, options, app)
  const dialect =
    target.engine === 'postgres'
      ? watchedDialect(postgresDialect(settings))
      : watchedDialect(mysqlDialect(settings), {
          check: assertMysqlScalar,
          acquireTimeout: options.acquireTimeout,
        })
  return { dialect, target: withoutSecrets(url), embedded: false }
}

function embedded(
  path: string,
  { acquireTimeout, busyTimeout }: DatabaseOptions,
  { rootPath: root }: AppSetup,
): Engine {
  const open = async () => {
    const { openSqlite } = await import('../node/open-sqlite.ts')
    return openSqlite({ path, root })
  }
  const dialect = watchedDialect(sqliteDialect({ open, acquireTimeout, busyTimeout }))
  return { dialect, target: `sqlite:${path}`, embedded: true }
}

function poolSettings(url: string, options: DatabaseOptions, { logger }: AppSetup): PoolSettings {
  return {
    url,
    size: options.poolSize,
    acquireTimeout: options.acquireTimeout,
    statementTimeout: options.statementTimeout,
    onIdleError: (err) => logger.warn({ err }, 'An idle connection to the database was lost'),
  }
}
