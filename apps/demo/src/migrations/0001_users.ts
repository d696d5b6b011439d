import { type Kysely, sql } from '@micro/database'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('username', 'varchar(30)', (column) => column.notNull().unique())
    .addColumn('name', 'varchar(60)', (column) => column.notNull())
    .addColumn('bio', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'varchar(255)', (column) => column.notNull())
    .addColumn('session_epoch', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .addColumn('logouts', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .addColumn('created_at', 'varchar(30)', (column) => column.notNull())
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('users').execute()
}
