import type { SqliteScalar } from './sqlite-scalar.ts'

/** What is used of a statement of `node:sqlite`. */
export interface SqliteStatement {
  columns(): readonly unknown[]
  all(...parameters: SqliteScalar[]): unknown[]
  run(...parameters: SqliteScalar[]): SqliteChanges
  iterate(...parameters: SqliteScalar[]): Iterable<unknown>
}

/** What a statement that gives no rows did. */
export interface SqliteChanges {
  readonly changes: number | bigint
  readonly lastInsertRowid: number | bigint
}

/** What is used of a database of `node:sqlite`. */
export interface SqliteHandle {
  /** Whether a transaction is open. SQLite ends one by itself when the disk is full, for example. */
  readonly isTransaction: boolean
  prepare(sql: string): SqliteStatement
  exec(sql: string): void
  close(): void
}
