import { App, type Logger } from '@micro/core'
import { testClient, type TestClient } from '@micro/core/testing'
import { Database, type DatabaseOptions, type Generated, type Migration, sql } from '../src/index.ts'
import type { Engine } from './servers.ts'

/** The tables that the tests play with. */
export interface Tables {
  authors: { id: Generated<number>; email: string; name: string | null }
  posts: {
    id: Generated<number>
    author_id: number
    title: string
    stars: Generated<number>
    note: string | null
  }
}

/** An app with a database of its own, started and migrated. */
export interface Blog extends AsyncDisposable {
  readonly app: App
  readonly db: Database<Tables>
  readonly client: TestClient
  /** The URL of the database. */
  readonly url: string
  /** Log lines, as JSON. */
  readonly log: readonly string[]
  /** Runs a function in the app, as a command or a job would. */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** Opens a blog; routes are added by `setUp`, before it starts. */
export async function openBlog(
  engine: Engine,
  options: Partial<DatabaseOptions> = {},
  setUp: (app: App, db: Database<Tables>) => void = () => {},
): Promise<Blog> {
  const scratch = await engine.scratch()
  const log: string[] = []
  const app = new App({ name: 'blog', logger: logger(log) })
  const db = new Database<Tables>()
  app.register(db, {
    url: scratch.url,
    migrations: { '0001_tables': tables(engine) },
    migrateOnStart: true,
    ...options,
  })
  setUp(app, db)
  await app.start()
  const close = async (): Promise<void> => {
    await app.stop()
    await scratch[Symbol.asyncDispose]()
  }
  const run = <T>(work: () => Promise<T>): Promise<T> => app.inContext(work)
  return { app, db, client: testClient(app), url: scratch.url, log, run, [Symbol.asyncDispose]: close }
}

function tables({ name }: Engine): Migration {
  return {
    up: async (db) => {
      const create = (table: string) =>
        name === 'postgres'
          ? db.schema.createTable(table).addColumn('id', 'serial', (column) => column.primaryKey())
          : db.schema
              .createTable(table)
              .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      await create('authors')
        .addColumn('email', 'varchar(100)', (column) => column.notNull())
        .addColumn('name', 'varchar(100)')
        .addUniqueConstraint('authors_email', ['email'])
        .execute()
      await create('posts')
        .addColumn('author_id', 'integer', (column) => column.notNull())
        .addColumn('title', 'varchar(200)', (column) => column.notNull())
        .addColumn('stars', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('note', 'text')
        .addForeignKeyConstraint('posts_author', ['author_id'], 'authors', ['id'])
        .addCheckConstraint('posts_stars', sql`stars >= 0`)
        .execute()
    },
    down: async (db) => {
      await db.schema.dropTable('posts').execute()
      await db.schema.dropTable('authors').execute()
    },
  }
}

function logger(lines: string[]): Logger {
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(JSON.stringify({ level, message, ...fields }))
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Adds an author; gives the id. */
export async function addAuthor(db: Database<Tables>, email: string): Promise<number> {
  await db.insertInto('authors').values({ email }).execute()
  const { id } = await db
    .selectFrom('authors')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return id
}

/** How many authors there are. */
export async function countAuthors(db: Database<Tables>): Promise<number> {
  const rows = await db.selectFrom('authors').select('id').execute()
  return rows.length
}
