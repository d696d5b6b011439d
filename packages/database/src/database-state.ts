import { type Logger, MicroError } from '@micro/core'
import { Kysely, type KyselyPlugin, type LogEvent, sql } from 'kysely'
import type { DatabaseOptions } from './database-options.ts'
import type { Engine } from './engines/engine.ts'
import { fail } from './errors.ts'
import type { MigrationSource } from './migrations/migration-source.ts'
import { Migrations } from './migrations/migrations.ts'
import { statementGuard } from './queries/statement-guard.ts'
import { Transactions } from './transactions/transactions.ts'

/** What a database of an app is made of. */
export interface DatabaseSettings {
  readonly name: string
  readonly engine: Engine
  readonly options: DatabaseOptions
  readonly source: MigrationSource
  readonly logger: Logger
}

/** What {@link Database} keeps for one app. */
export class DatabaseState<Tables> {
  readonly migrations: Migrations<Tables>
  readonly #settings: DatabaseSettings
  readonly #kysely: Kysely<Tables>
  readonly #transactions: Transactions<Tables>
  #closed = false

  constructor(settings: DatabaseSettings) {
    const { engine, options, logger, source } = settings
    this.#settings = settings
    this.#kysely = new Kysely<Tables>({
      dialect: engine.dialect,
      plugins: [statementGuard, ...options.plugins],
      ...(options.logQueries && { log: (event: LogEvent) => logQuery(logger, event) }),
    })
    this.#transactions = new Transactions(this.#kysely)
    this.migrations = new Migrations({
      kysely: unguarded(this.#kysely, options.plugins),
      source,
      rebuildsTables: engine.embedded,
      runOn: (kysely, work) => this.#transactions.runOn(kysely, work),
    })
  }

  /**
   * What a query goes to: the transaction that is going on, or else the database.
   *
   * @throws {@link MicroError} `DATABASE_CLOSED` or `TRANSACTION_OVER`.
   */
  get kysely(): Kysely<Tables> {
    if (this.#closed) throw fail('DATABASE_CLOSED', { name: this.#settings.name })
    return this.#transactions.kysely
  }

  /** @throws {@link MicroError} `DATABASE_CLOSED` */
  get transactions(): Transactions<Tables> {
    if (this.#closed) throw fail('DATABASE_CLOSED', { name: this.#settings.name })
    return this.#transactions
  }

  /** @throws {@link MicroError} `DATABASE_UNREACHABLE`, or what a migration throws. */
  async start(): Promise<void> {
    const { connectOnStart, migrateOnStart } = this.#settings.options
    if (connectOnStart || migrateOnStart) await this.#connect()
    if (migrateOnStart) await this.migrations.toLatest()
  }

  async stop(): Promise<void> {
    this.#closed = true
    await this.#kysely.destroy()
  }

  async #connect(): Promise<void> {
    try {
      await sql`select 1`.execute(this.#kysely)
    } catch (error) {
      // A driver that is not installed says itself what to do.
      if (error instanceof MicroError) throw error
      const { name, engine } = this.#settings
      throw fail(
        'DATABASE_UNREACHABLE',
        { name, target: engine.target, problem: innermost(error) },
        { cause: error },
      )
    }
  }
}

/** For migrations, which are read before they are run and may well mean every row. */
function unguarded<Tables>(kysely: Kysely<Tables>, plugins: readonly KyselyPlugin[]): Kysely<Tables> {
  return plugins.reduce((db, plugin) => db.withPlugin(plugin), kysely.withoutPlugins())
}

function logQuery(logger: Logger, { level, query, queryDurationMillis }: LogEvent): void {
  logger.debug(
    { sql: query.sql, milliseconds: Math.round(queryDurationMillis * 1000) / 1000 },
    `Database ${level}`,
  )
}

/** The words of the error that began it: those around it are for the client. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause !== undefined) return innermost(error.cause)
  // Node tries several addresses of a host, and the error that gathers their failures says nothing itself.
  return error instanceof AggregateError ? innermost(error.errors[0]) : error.message
}
