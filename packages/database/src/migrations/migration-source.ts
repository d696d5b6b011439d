import type { Migration } from 'kysely/migration'

/** Migrations by name: they run in the order of their names, so begin them with a number or a date. */
export type MigrationRecord = Readonly<Record<string, Migration>>

/** Where migrations come from. */
export interface MigrationSource {
  load(): Promise<MigrationRecord>
}
