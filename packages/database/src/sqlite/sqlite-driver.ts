import type { Driver, TransactionSettings } from 'kysely'
import { DatabaseUnavailable } from '../faults/database-unavailable.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import type { SqliteHandle } from './sqlite-handle.ts'
import { Turnstile } from './turnstile.ts'

/** How a SQLite file is opened and shared. */
export interface SqliteSettings {
  /** Opens the file. Called once, when the first connection is asked for. */
  readonly open: () => Promise<SqliteHandle>
  /** Longest wait for the connection, in milliseconds. */
  readonly acquireTimeout: number
  /** Longest wait for the lock of another process, in milliseconds. */
  readonly busyTimeout: number
}

/** Shares the one connection to a SQLite file: whoever has it has it alone, for a query or a whole transaction. */
export class SqliteDriver implements Driver {
  readonly #settings: SqliteSettings
  readonly #turnstile: Turnstile
  #opened: SqliteConnection | undefined

  constructor(settings: SqliteSettings) {
    this.#settings = settings
    this.#turnstile = new Turnstile(settings.acquireTimeout)
  }

  async init(): Promise<void> {
    this.#opened = new SqliteConnection(await this.#settings.open(), this.#settings.busyTimeout)
  }

  async acquireConnection(): Promise<SqliteConnection> {
    await this.#turnstile.enter()
    return this.#connection
  }

  async beginTransaction(_: unknown, { accessMode }: TransactionSettings): Promise<void> {
    await this.#connection.begin(accessMode !== 'read only')
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.commit()
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.rollback()
  }

  async releaseConnection(): Promise<void> {
    // A transaction that somebody began by hand must not swallow the queries of the next one.
    this.#connection.rollback()
    this.#turnstile.leave()
  }

  async destroy(): Promise<void> {
    this.#opened?.close()
    this.#opened = undefined
  }

  /** kysely initialises a driver before it asks for anything else. */
  get #connection(): SqliteConnection {
    if (this.#opened === undefined) throw new DatabaseUnavailable(undefined)
    return this.#opened
  }
}
