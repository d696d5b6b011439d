export { Database, type DatabaseDefaults } from './database.ts'
export type { DatabaseOptions, DialectFactory } from './database-options.ts'
export type { DatabaseState } from './database-state.ts'
export { type DatabaseErrorCode, databaseErrors } from './errors.ts'
export {
  CheckViolation,
  type ConstraintFacts,
  ConstraintViolation,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
} from './faults/constraint-violation.ts'
export { DatabaseUnavailable, TransactionConflict } from './faults/database-unavailable.ts'
export { InvalidValue } from './faults/invalid-value.ts'
export type { MigrationRecord } from './migrations/migration-source.ts'
export type { Migrations, MigrationStatus } from './migrations/migrations.ts'
export { everyRow } from './queries/every-row.ts'
export { orNotFound } from './queries/or-not-found.ts'
export type { Page, PageRequest } from './queries/page.ts'
export { parseSort, type SortOptions, type SortOrder } from './queries/parse-sort.ts'
export { contains, endsWith, escapeLike, type SearchedColumn, startsWith } from './queries/search.ts'
export type { TransactionOptions } from './transactions/transaction-options.ts'
export type { TransactionSteps } from './transactions/transaction-steps.ts'
export type { TransactionWork } from './transactions/transactions.ts'

// What nearly every app needs of kysely, so that it needs no second dependency.
export { CamelCasePlugin, sql } from 'kysely'
export type {
  ColumnType,
  Generated,
  GeneratedAlways,
  Insertable,
  Kysely,
  Selectable,
  Updateable,
} from 'kysely'
export type { Migration } from 'kysely/migration'
