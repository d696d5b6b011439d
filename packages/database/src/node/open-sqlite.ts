import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SqliteHandle } from '../sqlite/sqlite-handle.ts'

/** Where a SQLite file lies. */
export interface SqlitePlace {
  /** Relative to the root; `':memory:'` for one that is gone when it is closed. */
  readonly path: string
  /** Default: the working directory. */
  readonly root: string | undefined
}

/**
 * Opens a SQLite file, and makes it and its folder when they are not there.
 *
 * Foreign keys are enforced. A file has a write-ahead log, so that other processes read while one writes.
 *
 * @see https://www.sqlite.org/wal.html
 */
export function openSqlite({ path, root }: SqlitePlace): SqliteHandle {
  const file = path === ':memory:' ? path : resolve(root ?? '.', path)
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true })
  try {
    // Two processes may open a new file at once; from here on the connection does its own waiting.
    database.exec(
      'pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 0',
    )
  } catch (error) {
    database.close()
    throw error
  }
  return database
}
