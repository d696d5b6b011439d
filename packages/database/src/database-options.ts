import {
  defineOptions,
  booleanOption,
  integerOption,
  customOption,
  type StandardSchema,
  stringOption,
} from '@micro/core'
import type { Dialect, KyselyPlugin } from 'kysely'
import { parseDatabaseUrl } from './engines/database-url.ts'
import type { MigrationRecord } from './migrations/migration-source.ts'

/** Makes a kysely dialect, one for each app. */
export type DialectFactory = () => Dialect

/** What can be said of a database. */
export interface DatabaseOptions {
  /**
   * Where it is: `sqlite:./data.db` (relative to the app's `rootPath`), `sqlite::memory:`,
   * `postgres://user:password@host/name`, `mysql://user:password@host/name`.
   *
   * Default: `sqlite:.data/<name of the app>.sqlite`.
   */
  readonly url: string
  /** A dialect of kysely instead of a `url`, such as PGlite: a function, for each app needs its own. Default: none. */
  readonly dialect: DialectFactory | undefined
  /** Plugins of kysely, such as `CamelCasePlugin`. Default: none. */
  readonly plugins: readonly KyselyPlugin[]
  /** Migrations by name instead of a folder, for an app that is bundled. Default: none. */
  readonly migrations: MigrationRecord | undefined
  /** Folder of migrations, relative to the app's `rootPath`. Default: `'migrations'`. */
  readonly migrationsFolder: string
  /** Whether every migration that is still to come runs when the app starts. Default: false. */
  readonly migrateOnStart: boolean
  /** Whether the app starts only when the database answers. Default: true. */
  readonly connectOnStart: boolean
  /** Most connections of PostgreSQL and MySQL at a time. SQLite has one. Default: 10. */
  readonly poolSize: number
  /** Longest wait for a connection, in milliseconds; then the request is answered with 503. Default: 5,000. */
  readonly acquireTimeout: number
  /** Longest wait of SQLite for the lock of another process, in milliseconds. Default: 5,000. */
  readonly busyTimeout: number
  /** Longest time a statement of PostgreSQL may take, in milliseconds; 0 for no limit. Default: 0. */
  readonly statementTimeout: number
  /** Writes each statement and its time to the log, at level debug; never its parameters. Default: false. */
  readonly logQueries: boolean
}

/**
 * The rules of the options.
 *
 * @param given - What is there unless the app, its configuration or its environment say otherwise.
 */
export function databaseOptions(
  given: Partial<DatabaseOptions>,
): StandardSchema<Partial<DatabaseOptions>, DatabaseOptions> {
  return defineOptions({
    url: customOption(
      given.url ?? '',
      'a URL such as sqlite:data.db, postgres://host/name or mysql://host/name',
      isUrl,
    ),
    dialect: customOption(given.dialect, 'a function that makes a dialect', isFactory),
    plugins: customOption(given.plugins ?? [], 'a list of kysely plugins', isPlugins),
    migrations: customOption(given.migrations, 'migrations by their names', isMigrations),
    migrationsFolder: stringOption(given.migrationsFolder ?? 'migrations'),
    migrateOnStart: booleanOption(given.migrateOnStart ?? false),
    connectOnStart: booleanOption(given.connectOnStart ?? true),
    poolSize: integerOption(given.poolSize ?? 10, { min: 1, max: 1000 }),
    acquireTimeout: integerOption(given.acquireTimeout ?? 5000, { min: 1, max: 600_000 }),
    busyTimeout: integerOption(given.busyTimeout ?? 5000, { max: 600_000 }),
    statementTimeout: integerOption(given.statementTimeout ?? 0, { max: 86_400_000 }),
    logQueries: booleanOption(given.logQueries ?? false),
  })
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && parseDatabaseUrl(value) !== undefined
}

function isFactory(value: unknown): value is DialectFactory {
  return typeof value === 'function'
}

function isPlugins(value: unknown): value is readonly KyselyPlugin[] {
  return Array.isArray(value) && value.every((plugin) => typeof plugin === 'object')
}

function isMigrations(value: unknown): value is MigrationRecord {
  return typeof value === 'object' && value !== null && Object.values(value).every(hasUp)
}

function hasUp(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'up' in value && typeof value.up === 'function'
}
