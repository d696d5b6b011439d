import { defineErrors, type ErrorFactory } from '@micro/core'

const CODES = {
  // Opening
  DATABASE_UNREACHABLE: {
    message: 'The database "{name}" at {target} cannot be opened: {problem}.',
    fix: 'Check its `url` and that it runs. With `connectOnStart: false` the app starts without it.',
  },
  DATABASE_CLOSED: {
    message: 'The database "{name}" is asked after its app has stopped.',
    fix: 'Let `app.onStop` wait for work that goes on beside the requests.',
  },
  DATABASE_DRIVER: {
    message: 'The package "{package}" is not installed, and a {scheme} URL needs it.',
    fix: 'Install it: npm install {package}',
  },
  CONNECTION_WAIT: {
    message: 'No connection to the database became free within {milliseconds} ms.',
    fix: 'Look for transactions that wait for something slow, or raise `poolSize`.',
  },

  // Queries
  PARAMETER_TYPE: {
    message:
      'Parameter {position} of a query is {kind}, and {engine} takes texts, numbers, dates, booleans, bytes and null.',
    fix: 'Check what the client sent with a schema; write JSON with `JSON.stringify`, lists with `where(column, "in", list)`.',
  },
  LIST_COMPARED: {
    message: 'The operator "{operator}" compares with a list.',
    fix: 'Check that what the client sent is one value; to look a value up in a list use "in".',
  },
  EVERY_ROW: {
    message: 'A {statement} without `where` reaches every row of {table}.',
    fix: 'Add `.where(...)`, or say that every row is meant: `.where(everyRow)`.',
  },

  // Transactions
  TRANSACTION_OVER: {
    message: 'A query belongs to a transaction that has ended already.',
    fix: 'Await every query within the function that is given to `db.transaction`.',
  },
  TRANSACTION_ABANDONED: {
    message: 'A transaction was rolled back because {reason}.',
    fix: 'Await `db.transaction(...)` in the handler; work that outlives its request belongs into `app.inContext`.',
  },

  // Migrations
  MIGRATION_FOLDER: {
    message: 'The folder of migrations {folder} cannot be read.',
    fix: 'Give the app a `rootPath`, or this database its `migrationsFolder` or `migrations`.',
  },
  MIGRATION_NAME: {
    message: 'A migration cannot be named {name}: {rule}.',
    fix: 'Choose another name, such as "create_users".',
  },
  MIGRATION_EXPORTS: {
    message: 'The migration "{name}" cannot be loaded: {problem}.',
    fix: 'Export `async function up(db)` from it, and `down(db)` to undo it.',
  },
  MIGRATION_FAILED: {
    message: 'The migration "{name}" failed on its way {direction}: {problem}.',
    fix: 'Correct it and run it again. {kept}',
  },
  MIGRATION_IRREVERSIBLE: {
    message: 'The migration "{name}" cannot be undone: it has no `down`.',
    fix: 'Export `down(db)` from it, or write a new migration that goes the other way.',
  },
  MIGRATION_ORPHANS: {
    message: 'Rows of "{table}" refer to rows of "{parent}" that are not there.',
    fix: 'Move or delete them in the same migration.',
  },
  MIGRATION_HISTORY: {
    message: 'The migrations do not fit what this database has been through: {problem}.',
    fix: 'Never rename, remove or insert a migration that has run somewhere; add a new one at the end.',
  },
} as const

/** The error codes of this package. */
export type DatabaseErrorCode = keyof typeof CODES

/** Every error code of this package with its words. */
export const databaseErrors: typeof CODES = CODES

/** Makes an error of this package. */
export const fail: ErrorFactory<typeof CODES> = defineErrors(CODES)
