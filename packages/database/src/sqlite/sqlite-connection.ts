import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { fieldOf } from '../faults/driver-error.ts'
import { toSqliteScalar } from './sqlite-scalar.ts'
import type { SqliteChanges, SqliteHandle, SqliteStatement } from './sqlite-handle.ts'

/** A statement that is kept, and whether it gives rows. */
interface Prepared {
  readonly statement: SqliteStatement
  readonly givesRows: boolean
}

/** Statements kept for their next use. */
const KEPT_STATEMENTS = 200

/**
 * The one connection to a SQLite file.
 *
 * Statements are prepared once and kept. When another process holds the lock, the wait is one of this query alone: the
 * event loop goes on, unlike with SQLite's own `busy_timeout`.
 */
export class SqliteConnection implements DatabaseConnection {
  readonly #handle: SqliteHandle
  readonly #busyTimeout: number
  readonly #prepared = new Map<string, Prepared>()

  /** @param busyTimeout - Longest wait for the lock of another process, in milliseconds. */
  constructor(handle: SqliteHandle, busyTimeout: number) {
    this.#handle = handle
    this.#busyTimeout = busyTimeout
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const prepared = this.#prepare(sql)
    const scalars = parameters.map(toSqliteScalar)
    if (!prepared.givesRows) {
      return { rows: [], ...changesOf(await this.#unlocked(() => prepared.statement.run(...scalars))) }
    }
    const rows = await this.#unlocked(() => prepared.statement.all(...scalars))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query says what its rows are; a driver only reads them
    return { rows: rows as Row[] }
  }

  async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const { statement } = this.#prepare(sql)
    for (const row of statement.iterate(...parameters.map(toSqliteScalar))) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      yield { rows: [row as Row] }
    }
  }

  /** Begins a transaction. One that may write takes the lock at once, so that it cannot fail for it half way. */
  async begin(mayWrite: boolean): Promise<void> {
    await this.#unlocked(() => this.#handle.exec(mayWrite ? 'begin immediate' : 'begin'))
  }

  async commit(): Promise<void> {
    await this.#unlocked(() => this.#handle.exec('commit'))
  }

  /** Ends a transaction without its changes. Does nothing when SQLite has ended it already. */
  rollback(): void {
    if (this.#handle.isTransaction) this.#handle.exec('rollback')
  }

  close(): void {
    this.#prepared.clear()
    this.#handle.close()
  }

  #prepare(sql: string): Prepared {
    const kept = this.#prepared.get(sql)
    if (kept !== undefined) return kept
    const statement = this.#handle.prepare(sql)
    const prepared = { statement, givesRows: statement.columns().length > 0 }
    const [oldest] = this.#prepared.keys()
    if (this.#prepared.size >= KEPT_STATEMENTS && oldest !== undefined) this.#prepared.delete(oldest)
    this.#prepared.set(sql, prepared)
    return prepared
  }

  /** Runs a step, again and again while another process holds the lock: a step that SQLite refuses has done nothing. */
  async #unlocked<T>(step: () => T): Promise<T> {
    const started = performance.now()
    for (;;) {
      try {
        return step()
      } catch (error) {
        if (!isLocked(error) || performance.now() - started >= this.#busyTimeout) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 20))
    }
  }
}

function changesOf({ changes, lastInsertRowid }: SqliteChanges): {
  numAffectedRows: bigint
  insertId: bigint
} {
  return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
}

/** SQLITE_BUSY and SQLITE_BUSY_RECOVERY pass; SQLITE_BUSY_SNAPSHOT never does. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = fieldOf(error, 'errcode')
  return code === 5 || code === 261
}
