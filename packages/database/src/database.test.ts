import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { App, MicroError, respond } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { addAuthor, countAuthors, openBlog, type Tables } from '../test/blog.ts'
import { describeEngines, engine } from '../test/servers.ts'
import { sql } from 'kysely'
import { Database } from './database.ts'
import { UniqueViolation } from './faults/constraint-violation.ts'
import { everyRow } from './queries/every-row.ts'

const sqlite = engine('sqlite')

const folders: string[] = []
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'micro-database-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describeEngines('queries', (on) => {
  it('writes and reads rows', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      const id = await addAuthor(blog.db, 'ada@example.com')
      const { numUpdatedRows } = await blog.db
        .updateTable('authors')
        .set({ name: 'Ada' })
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      expect(numUpdatedRows).toBe(1n)
      expect(await blog.db.selectFrom('authors').selectAll().execute()).toEqual([
        { id, email: 'ada@example.com', name: 'Ada' },
      ])
      const { numDeletedRows } = await blog.db
        .deleteFrom('authors')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      expect(numDeletedRows).toBe(1n)
    })
  })

  it('P01: binds what a client sent, whatever it looks like', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      const nasty = [
        "' OR 1=1 --",
        "'; drop table authors; --",
        String.raw`\'`,
        String.raw`\' OR 1=1 #`,
        '"; --',
        '`',
        '%',
        '𝒳 ? $1',
      ]
      for (const text of nasty) {
        await blog.db.insertInto('authors').values({ email: text, name: text }).execute()
        const found = await blog.db.selectFrom('authors').select('email').where('name', '=', text).execute()
        expect(found).toEqual([{ email: text }])
        const raw = await sql<{ email: string }>`select email from authors where email = ${text}`.execute(
          blog.db,
        )
        expect(raw.rows).toEqual([{ email: text }])
      }
      expect(await countAuthors(blog.db)).toBe(nasty.length)
    })
  })

  it('P13: binds again what was stored', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      await addAuthor(blog.db, "x' OR '1'='1")
      await addAuthor(blog.db, 'innocent')
      const { email } = await blog.db
        .selectFrom('authors')
        .select('email')
        .orderBy('id')
        .executeTakeFirstOrThrow()
      expect(
        await blog.db.selectFrom('authors').select('id').where('email', '=', email).execute(),
      ).toHaveLength(1)
    })
  })

  it('P05: quotes what is named as a column, so that it is unknown and nothing else', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      await addAuthor(blog.db, 'a@example.com')
      for (const name of [
        'id"; drop table authors; --',
        'id`; drop table authors',
        '(select 1)',
        'id desc',
        '\n',
        'x'.repeat(300),
      ]) {
        await expect(
          blog.db.selectFrom('authors').select(blog.db.dynamic.ref<'id'>(name)).execute(),
        ).rejects.toThrow(/no such column|does not exist|Unknown column|is too long|syntax/i)
      }
      expect(await countAuthors(blog.db)).toBe(1)
    })
  })
})

describe('an unbound database', () => {
  it('builds a query before there is an app, and runs it in each', async () => {
    const db = new Database<Tables>()
    const query = sql<{ n: number }>`select 1 as n`
    const typed = db.selectFrom('authors').select('id').where('email', '=', 'a')
    await using app = new App()
    app.register(db, { url: 'sqlite::memory:' })
    const rows = await app.inContext(async () => {
      expect(typed.compile().sql).toBe('select "id" from "authors" where "email" = ?')
      return (await query.execute(db)).rows
    })
    expect(rows).toEqual([{ n: 1 }])
  })

  it('keeps the databases of two apps apart', async () => {
    const db = new Database<{ notes: { text: string } }>()
    const root = temporaryFolder()
    const open = async (name: string): Promise<App> => {
      const app = new App({ name, rootPath: root })
      app.register(db, { url: `sqlite:${name}.sqlite` })
      app.get('/', async () =>
        (await db.selectFrom('notes').select('text').execute()).map(({ text }) => text),
      )
      await app.inContext(async () => {
        await db.schema.createTable('notes').addColumn('text', 'text').execute()
        await db.insertInto('notes').values({ text: name }).execute()
      })
      return app
    }
    await using one = await open('one')
    await using two = await open('two')
    const asked = await Promise.all(
      [one, two, one, two].map(async (app) => (await testClient(app).get('/')).json()),
    )
    expect(asked).toEqual([['one'], ['two'], ['one'], ['two']])
  })

  it('says so when no app is at work', async () => {
    const db = new Database<Tables>()
    await expect(db.selectFrom('authors').selectAll().execute()).rejects.toThrow(
      expect.objectContaining({ code: 'NO_APP' }),
    )
    expect(() => db.kysely).toThrow(MicroError)
  })

  it('says so when the app at work does not have it', async () => {
    await using app = new App()
    const db = new Database<Tables>()
    const asked = app.inContext(() => db.selectFrom('authors').selectAll().execute())
    await expect(asked).rejects.toThrow(expect.objectContaining({ code: 'EXTENSION_MISSING' }))
  })

  it('says so when its app has stopped', async () => {
    const { app, db, [Symbol.asyncDispose]: dispose } = await openBlog(sqlite)
    await using _ = { [Symbol.asyncDispose]: dispose }
    const asked = app.inContext(async () => {
      await app.stop()
      return db.selectFrom('authors').selectAll().execute()
    })
    await expect(asked).rejects.toThrow(expect.objectContaining({ code: 'DATABASE_CLOSED' }))
  })

  it('lets two databases serve one app', async () => {
    const main = new Database<{ a: { n: number } }>({ url: 'sqlite::memory:' })
    const reports = new Database<{ b: { n: number } }>({ name: 'reports', url: 'sqlite::memory:' })
    await using app = new App()
    app.register(main)
    app.register(reports)
    await app.inContext(async () => {
      await main.schema.createTable('a').addColumn('n', 'integer').execute()
      await reports.transaction(async () => {
        await reports.schema.createTable('b').addColumn('n', 'integer').execute()
        await main.insertInto('a').values({ n: 1 }).execute()
      })
      expect((await reports.introspection.getTables()).map(({ name }) => name)).toEqual(['b'])
    })
    expect(app.commands.map(({ name }) => name)).toContain('reports migrate')
  })
})

describe('opening', () => {
  it('keeps a file beside the app unless told otherwise', async () => {
    const root = temporaryFolder()
    await using app = new App({ name: 'my blog', rootPath: root })
    const db = new Database()
    app.register(db)
    const { rows } = await app.inContext(() => sql<{ file: string }>`pragma database_list`.execute(db))
    expect(rows[0]?.file).toBe(join(root, '.data', 'my_blog.sqlite'))
  })

  it('enforces foreign keys and writes ahead', async () => {
    await using app = new App({ rootPath: temporaryFolder() })
    const db = new Database()
    app.register(db, { url: 'sqlite:x.sqlite' })
    await app.inContext(async () => {
      expect((await sql`pragma foreign_keys`.execute(db)).rows).toEqual([{ foreign_keys: 1 }])
      expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }])
    })
  })

  it.each([
    ['sqlite:/dev/null/sub/x.sqlite', 'ENOTDIR'],
    ['postgres://nobody:hunter2@127.0.0.1:1/none', 'ECONNREFUSED'],
    ['mysql://nobody:hunter2@127.0.0.1:1/none', 'ECONNREFUSED'],
  ])('U01: does not start with %s, and says why', async (url, problem) => {
    const app = new App()
    app.register(new Database(), { url })
    const failure: unknown = await app.start().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'DATABASE_UNREACHABLE', message: expect.stringContaining(problem) })
    expect(String(failure)).not.toContain('hunter2')
  })

  it('U10: does not start with a file that is no database', async () => {
    const root = temporaryFolder()
    writeFileSync(
      join(root, 'x.sqlite'),
      'not a database, but long enough to be looked at as one'.repeat(100),
    )
    const app = new App({ rootPath: root })
    app.register(new Database(), { url: 'sqlite:x.sqlite' })
    await expect(app.start()).rejects.toThrow(/file is not a database/)
  })

  it('U01: starts without its database when it may, and answers 503 where it is asked', async () => {
    await using app = new App()
    const db = new Database<Tables>()
    app.register(db, { url: 'postgres://127.0.0.1:1/none', connectOnStart: false })
    app.get('/posts', () => db.selectFrom('posts').selectAll().execute())
    app.get('/', () => 'home')
    const client = testClient(app, { raiseErrors: false })
    expect((await client.get('/')).status).toBe(200)
    const refused = await client.get('/posts')
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toMatch(/127\.0|ECONN|select/)
  })

  it('refuses a URL of another kind before it opens anything', () => {
    const app = new App()
    const register = (): unknown => app.register(new Database(), { url: 'mongodb://127.0.0.1/x' })
    expect(register).toThrow(
      expect.objectContaining({ code: 'EXTENSION_OPTIONS', message: expect.stringContaining('url') }),
    )
  })

  it('takes its URL from the configuration before the one it was made with', async () => {
    await using app = new App({ config: { database: { url: 'sqlite::memory:' } } })
    const db = new Database({ url: 'sqlite:/dev/null/x.sqlite' })
    app.register(db)
    await expect(app.start()).resolves.toBeUndefined()
  })

  it('takes any dialect of kysely', async () => {
    const { sqliteDialect } = await import('./sqlite/sqlite-dialect.ts')
    const { openSqlite } = await import('./node/open-sqlite.ts')
    const open = async () => openSqlite({ path: ':memory:', root: undefined })
    await using app = new App()
    const db = new Database({ dialect: () => sqliteDialect({ open, acquireTimeout: 100, busyTimeout: 0 }) })
    app.register(db)
    expect((await app.inContext(() => sql`select 1 as n`.execute(db))).rows).toEqual([{ n: 1 }])
  })

  it('logs statements, never their parameters, when told to', async () => {
    await using blog = await openBlog(sqlite, { logQueries: true })
    await blog.run(() => addAuthor(blog.db, 'secret@example.com'))
    const lines = blog.log.filter((line) => line.includes('insert into \\"authors\\"'))
    expect(lines).toHaveLength(1)
    expect(blog.log.join('')).not.toContain('secret')
  })
})

it('U10: answers 503 when another process keeps the lock', async () => {
  const root = temporaryFolder()
  await using app = new App({ rootPath: root })
  const db = new Database()
  app.register(db, { url: 'sqlite:x.sqlite', busyTimeout: 20 })
  await app.start()
  const other = new DatabaseSync(join(root, 'x.sqlite'))
  other.exec('begin immediate')
  await expect(app.inContext(() => db.transaction(() => 'never'))).rejects.toMatchObject({ status: 503 })
  await expect(app.inContext(() => sql`create table t (id integer)`.execute(db))).rejects.toMatchObject({
    status: 503,
  })
  other.close()
})

describe('statements', () => {
  it('P12: refuses an update or delete without where, unless every row is meant', async () => {
    await using blog = await openBlog(sqlite)
    await blog.run(async () => {
      await addAuthor(blog.db, 'a')
      const refused = expect.objectContaining({ code: 'EVERY_ROW' })
      await expect(blog.db.deleteFrom('authors').execute()).rejects.toThrow(refused)
      await expect(blog.db.updateTable('authors').set({ name: 'x' }).execute()).rejects.toThrow(refused)
      await expect(blog.db.transaction((trx) => trx.deleteFrom('authors').execute())).rejects.toThrow(refused)
      const inside = blog.db
        .with('gone', (db) => db.deleteFrom('authors').returning('id'))
        .selectFrom('gone')
        .selectAll()
      await expect(inside.execute()).rejects.toThrow(refused)
      expect(await countAuthors(blog.db)).toBe(1)
      await blog.db.deleteFrom('authors').where(everyRow).execute()
      expect(await countAuthors(blog.db)).toBe(0)
    })
  })

  it('P11: writes the columns that the body declares', async () => {
    await using blog = await openBlog(sqlite, {}, (app, db) => {
      const body = {
        '~standard': {
          version: 1 as const,
          vendor: 'test',
          validate: (value: unknown) => ({ value: { email: String(Reflect.get(Object(value), 'email')) } }),
        },
      }
      app.post('/', { body }, async (c) => {
        await db.insertInto('authors').values(c.body).execute()
        return respond(null, { status: 204 })
      })
    })
    expect((await blog.client.post('/', { json: { email: 'a', name: 'root', id: 77 } })).status).toBe(204)
    expect(await blog.run(() => blog.db.selectFrom('authors').selectAll().execute())).toEqual([
      { id: 1, email: 'a', name: null },
    ])
  })

  it('answers a violation that nobody caught, and says nothing of tables', async () => {
    await using blog = await openBlog(sqlite, {}, (app, db) => {
      app.post('/', async () => ({ id: await addAuthor(db, 'a') }))
    })
    const client = testClient(blog.app, { raiseErrors: false, headers: { accept: 'application/json' } })
    expect((await client.post('/')).status).toBe(200)
    const refused = await client.post('/')
    expect(refused.status).toBe(409)
    expect(await refused.text()).not.toMatch(/authors|email|insert|UNIQUE/)
  })

  it('lets an error handler answer a violation', async () => {
    await using blog = await openBlog(sqlite, {}, (app, db) => {
      app.post('/', async () => ({ id: await addAuthor(db, 'a') }))
      app.errorHandler(UniqueViolation, ({ columns }) => respond({ taken: columns }, { status: 409 }))
    })
    await blog.client.post('/')
    const refused = await blog.client.post('/')
    expect(refused.status).toBe(409)
    expect(await refused.json()).toEqual({ taken: ['email'] })
  })
})
