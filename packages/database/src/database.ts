import { type AppSetup, currentApp, type Extension, type StandardSchema } from '@micro/core'
import {
  type DatabaseIntrospector,
  type DynamicModule,
  type FunctionModule,
  type Kysely,
  QueryCreator,
  type QueryExecutor,
  type QueryExecutorProvider,
  type SchemaModule,
  type SelectQueryBuilder,
  type Simplify,
} from 'kysely'
import { AmbientExecutor } from './ambient-executor.ts'
import { databaseOptions, type DatabaseOptions } from './database-options.ts'
import { DatabaseState } from './database-state.ts'
import { chooseEngine } from './engines/engine.ts'
import { migrationCommands } from './migrations/migration-commands.ts'
import type { Migrations } from './migrations/migrations.ts'
import type { MigrationFolder } from './node/migration-folder.ts'
import type { Page, PageRequest } from './queries/page.ts'
import { paginate } from './queries/paginate.ts'
import type { TransactionOptions } from './transactions/transaction-options.ts'
import { TransactionSteps } from './transactions/transaction-steps.ts'
import type { TransactionWork } from './transactions/transactions.ts'

/** What is said of a database where it is made; apps and their configuration may say otherwise. */
export interface DatabaseDefaults extends Partial<DatabaseOptions> {
  /** For errors, its section of the configuration and, unless it is `'database'`, its commands. Default: `'database'`. */
  readonly name?: string
}

/**
 * A database with typed queries: kysely's query builder, made unbound and used wherever an app is at work.
 *
 * A query goes to the database of the app that is at work when it is executed, and to the transaction that is going on
 * there, if there is one. Nothing is opened before the app starts.
 *
 * @typeParam Tables - The rows of each table by its name.
 * @example
 * interface Tables {
 *   posts: { id: Generated<number>; title: string }
 * }
 * const db = new Database<Tables>()
 *
 * app.register(db, { url: 'sqlite:./blog.sqlite' })
 * app.get('/posts', () => db.selectFrom('posts').selectAll().execute())
 */
export class Database<Tables>
  extends QueryCreator<Tables>
  implements Extension<DatabaseState<Tables>, DatabaseOptions>, QueryExecutorProvider
{
  readonly name: string
  readonly options: StandardSchema<Partial<DatabaseOptions>, DatabaseOptions>

  constructor({ name = 'database', ...defaults }: DatabaseDefaults = {}) {
    super({ executor: new AmbientExecutor(() => this.kysely.getExecutor()) })
    this.name = name
    this.options = databaseOptions(defaults)
  }

  initApp(app: AppSetup, options: DatabaseOptions): DatabaseState<Tables> {
    const { name } = this
    const folder = () => migrationFolder(options, app)
    const { migrations } = options
    const source = { load: async () => migrations ?? (await folder()).load() }
    const state = new DatabaseState<Tables>({
      name,
      engine: chooseEngine(options, app),
      options,
      source,
      logger: app.logger,
    })
    app.onStart(() => state.start(), {
      deadline: options.migrateOnStart ? MIGRATION_DEADLINE : CONNECT_DEADLINE,
    })
    app.onStop(() => state.stop())
    const prefix = name === 'database' ? 'db' : name
    const commands = migrationCommands({
      prefix,
      migrations: state.migrations,
      create: async (title) => (await folder()).create(title),
    })
    for (const command of commands) app.command(command)
    return state
  }

  /**
   * kysely itself: the transaction that is going on, or the database of the app at work. For what is not offered here.
   *
   * @throws {@link MicroError} `NO_APP` or `EXTENSION_MISSING` where there is none; `DATABASE_CLOSED`, `TRANSACTION_OVER`.
   */
  get kysely(): Kysely<Tables> {
    return this.#state.kysely
  }

  /** Creates, changes and drops tables. */
  get schema(): SchemaModule {
    return this.kysely.schema
  }

  /** Reads which tables and columns there are. */
  get introspection(): DatabaseIntrospector {
    return this.kysely.introspection
  }

  /** Functions such as `count`. */
  get fn(): FunctionModule<Tables, keyof Tables> {
    return this.kysely.fn
  }

  /** References whose names are known only when the program runs. Never give it a client's text. */
  get dynamic(): DynamicModule<Tables> {
    return this.kysely.dynamic
  }

  /** Executes raw SQL: `` sql`...`.execute(db) `` asks for it. */
  getExecutor(): QueryExecutor {
    return this.kysely.getExecutor()
  }

  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws. Every query within it
   * belongs to the transaction, also those of other functions that it calls. Within another transaction it is a
   * savepoint, which can fail without the whole.
   *
   * It may run again when the database gave it up for another transaction, so it should change nothing else. What is
   * still going on when its request ends is rolled back.
   *
   * @throws {@link TransactionConflict} when trying again did not help; whatever the function throws.
   * @example
   * await db.transaction(async () => {
   *   await db.updateTable('accounts').set((eb) => ({ balance: eb('balance', '-', 10) })).where('id', '=', 1).execute()
   *   await db.updateTable('accounts').set((eb) => ({ balance: eb('balance', '+', 10) })).where('id', '=', 2).execute()
   * })
   */
  transaction<T>(work: TransactionWork<Tables, T>, options?: TransactionOptions): Promise<T>
  /** A transaction in kysely's spelling: `db.transaction().setIsolationLevel('serializable').execute(...)`. */
  transaction(): TransactionSteps<Tables>
  transaction<T>(
    work?: TransactionWork<Tables, T>,
    options?: TransactionOptions,
  ): Promise<T> | TransactionSteps<Tables> {
    if (work !== undefined) return this.#state.transactions.run(work, options)
    return new TransactionSteps((steps, settings) => this.#state.transactions.run(steps, settings))
  }

  /**
   * One page of what a query selects. The query needs an order, or else pages overlap.
   *
   * What a client asked for is brought within bounds, so it can be passed on as it came.
   *
   * @example
   * app.get('/posts', ({ query }) =>
   *   db.paginate(db.selectFrom('posts').selectAll().orderBy('id'), { page: query.get('page'), perPage: 10 }))
   */
  paginate<Around, Names extends keyof Around, Row>(
    query: SelectQueryBuilder<Around, Names, Row>,
    request: PageRequest = {},
  ): Promise<Page<Simplify<Row>>> {
    return paginate(this, query, request)
  }

  /** The migrations of the app at work. */
  get migrations(): Migrations<Tables> {
    return this.#state.migrations
  }

  /**
   * Runs every migration that is still to come; gives their names.
   *
   * @throws {@link MicroError} `MIGRATION_FAILED`, and as {@link Migrations.toLatest}.
   */
  migrate(): Promise<readonly string[]> {
    return this.migrations.toLatest()
  }

  get #state(): DatabaseState<Tables> {
    return currentApp().extension(this)
  }
}

/** In milliseconds: longer than any wait for a connection by default. */
const CONNECT_DEADLINE = 10_000
const MIGRATION_DEADLINE = 600_000

/** Imported when it is needed: a bundle that brings its migrations along runs where there are no files. */
async function migrationFolder(
  { migrationsFolder }: DatabaseOptions,
  { rootPath }: AppSetup,
): Promise<MigrationFolder> {
  const { MigrationFolder } = await import('./node/migration-folder.ts')
  return new MigrationFolder(migrationsFolder, rootPath)
}
