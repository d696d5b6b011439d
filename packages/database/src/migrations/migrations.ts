import { MicroError } from '@micro/core'
import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { fail } from '../errors.ts'
import type { MigrationRecord, MigrationSource } from './migration-source.ts'

/** One migration, and whether this database has been through it. */
export interface MigrationStatus {
  readonly name: string
  /** `undefined` while it is still to come. */
  readonly executedAt: Date | undefined
}

/** What migrations work with. */
export interface MigrationSettings<Tables> {
  readonly kysely: Kysely<Tables>
  readonly source: MigrationSource
  /** Whether it is SQLite, where a table can be rebuilt only while foreign keys are off. */
  readonly rebuildsTables: boolean
  /** Runs a function whose queries, also those of the extension object, go to the connection of the migration. */
  readonly runOn: (kysely: Kysely<Tables>, work: () => Promise<void>) => Promise<void>
}

/**
 * The way of a database from one shape of its tables to the next.
 *
 * Of several processes that migrate at once one does it, the others wait and find it done. On SQLite and PostgreSQL a run
 * that fails leaves nothing behind; MySQL and MariaDB keep what came before the failure.
 */
export class Migrations<Tables> {
  readonly #settings: MigrationSettings<Tables>

  constructor(settings: MigrationSettings<Tables>) {
    this.#settings = settings
  }

  /**
   * Runs every migration that is still to come.
   *
   * @returns Their names.
   * @throws {@link MicroError} `MIGRATION_FAILED` with the database's error as `cause`, `MIGRATION_HISTORY`,
   *   `MIGRATION_FOLDER`, `MIGRATION_NAME` or `MIGRATION_EXPORTS`.
   */
  toLatest(): Promise<readonly string[]> {
    return this.#migrate((migrator) => migrator.migrateToLatest())
  }

  /**
   * Undoes the last migration.
   *
   * @returns Its name; `undefined` when there is nothing to undo.
   * @throws {@link MicroError} `MIGRATION_IRREVERSIBLE`, or as {@link toLatest}.
   */
  async rollback(): Promise<string | undefined> {
    const [name] = await this.#migrate((migrator) => migrator.migrateDown())
    return name
  }

  /** Every migration there is, in order. */
  async list(): Promise<readonly MigrationStatus[]> {
    const migrations = await this.#migrator(
      this.#settings.kysely,
      await this.#settings.source.load(),
    ).getMigrations()
    return migrations.map(({ name, executedAt }) => ({ name, executedAt }))
  }

  async #migrate(go: (migrator: Migrator) => Promise<MigrationResultSet>): Promise<readonly string[]> {
    const record = await this.#settings.source.load()
    const results = await this.#settings.kysely
      .connection()
      .execute((connection) =>
        this.#withoutForeignKeys(connection, () => go(this.#migrator(connection, record))),
      )
    return this.#namesOf(results)
  }

  #migrator(db: Kysely<Tables>, record: MigrationRecord): Migrator {
    const steps: Record<string, Migration> = {}
    for (const [name, migration] of Object.entries(record)) steps[name] = this.#step(name, migration)
    return new Migrator({ db, provider: { getMigrations: async () => steps }, nameComparator: byCodeUnit })
  }

  #step(name: string, migration: Migration): Migration {
    const { runOn } = this.#settings
    return {
      up: (db) => runOn(db, () => this.#checked(db, migration.up(db))),
      down: async (db) => {
        if (migration.down === undefined) throw fail('MIGRATION_IRREVERSIBLE', { name })
        await runOn(db, () => this.#checked(db, migration.down?.(db)))
      },
    }
  }

  /** As SQLite asks of whoever rebuilds a table. @see https://www.sqlite.org/lang_altertable.html#otheralter */
  async #withoutForeignKeys<T>(connection: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
    if (!this.#settings.rebuildsTables) return work()
    await sql`pragma foreign_keys = off`.execute(connection)
    try {
      return await work()
    } finally {
      await sql`pragma foreign_keys = on`.execute(connection)
    }
  }

  /** Foreign keys were off while it ran, so what it leaves is looked at before it is kept. */
  async #checked(db: Kysely<Tables>, running: Promise<void> | undefined): Promise<void> {
    await running
    if (!this.#settings.rebuildsTables) return
    const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
    const [broken] = rows
    if (broken !== undefined) throw fail('MIGRATION_ORPHANS', { table: broken.table, parent: broken.parent })
  }

  #namesOf({ error, results = [] }: MigrationResultSet): readonly string[] {
    if (error === undefined) return results.map(({ migrationName }) => migrationName)
    if (error instanceof MicroError && error.code === 'MIGRATION_IRREVERSIBLE') throw error
    const problem = error instanceof Error ? error.message : 'something was thrown that is no error'
    const failed = results.find(({ status }) => status === 'Error')
    if (failed === undefined) throw problem.startsWith(CORRUPTED) ? historyError(problem, error) : error
    const { supportsTransactionalDdl } = this.#settings.kysely.getExecutor().adapter
    throw fail(
      'MIGRATION_FAILED',
      {
        name: failed.migrationName,
        direction: failed.direction === 'Up' ? 'up' : 'down',
        problem,
        kept: supportsTransactionalDdl
          ? 'Nothing of this run was kept.'
          : 'What it did before it failed was kept.',
      },
      { cause: error },
    )
  }
}

/** As kysely lists migrations; of two with the same time it would else sort by the language of the process. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** How kysely begins what it says of a history that does not fit. */
const CORRUPTED = 'corrupted migrations: '

function historyError(problem: string, cause: unknown): Error {
  return fail(
    'MIGRATION_HISTORY',
    { problem: problem.slice(CORRUPTED.length).split('. ', 1)[0] ?? problem },
    { cause },
  )
}
