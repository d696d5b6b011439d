import type { Kysely } from '@micro/database'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('author_id', 'integer', (column) => column.notNull().references('users.id'))
    .addColumn('title', 'varchar(120)', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('html', 'text', (column) => column.notNull())
    .addColumn('published_at', 'varchar(30)', (column) => column.notNull())
    .addColumn('updated_at', 'varchar(30)', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('posts_newest').on('posts').columns(['published_at', 'id']).execute()
  await db.schema.createIndex('posts_by_author').on('posts').column('author_id').execute()

  await db.schema
    .createTable('tags')
    .addColumn('post_id', 'integer', (column) => column.notNull().references('posts.id').onDelete('cascade'))
    .addColumn('name', 'varchar(30)', (column) => column.notNull())
    .addPrimaryKeyConstraint('tags_key', ['post_id', 'name'])
    .execute()
  await db.schema.createIndex('tags_by_name').on('tags').column('name').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('tags').execute()
  await db.schema.dropTable('posts').execute()
}
