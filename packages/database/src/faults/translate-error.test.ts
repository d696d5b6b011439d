import { App } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { addAuthor, type Blog, openBlog } from '../../test/blog.ts'
import { describeEngines, type Engine, engine, engines, onMariadb, onPostgres } from '../../test/servers.ts'
import { unchecked } from '../../test/unchecked.ts'
import { openProxy } from '../../test/proxy.ts'
import { Database } from '../database.ts'
import {
  CheckViolation,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
} from './constraint-violation.ts'
import { translateError } from './translate-error.ts'

const post = { author_id: 1, title: 'Hello' }

/** What an engine says of a violation; SQLite and MariaDB leave some of it out. */
const told: Record<Engine['name'], Record<'unique' | 'foreignKey' | 'check' | 'notNull', object>> = {
  sqlite: {
    unique: { table: 'authors', columns: ['email'] },
    foreignKey: { columns: [] },
    check: { constraint: 'posts_stars' },
    notNull: { table: 'posts', columns: ['title'] },
  },
  postgres: {
    unique: { constraint: 'authors_email', table: 'authors', columns: ['email'] },
    foreignKey: { constraint: 'posts_author', table: 'posts', columns: ['author_id'] },
    check: { constraint: 'posts_stars', table: 'posts' },
    notNull: { table: 'posts', columns: ['title'] },
  },
  mariadb: {
    unique: { constraint: 'authors_email' },
    foreignKey: { constraint: 'posts_author', columns: ['author_id'] },
    check: { constraint: 'posts_stars' },
    notNull: { columns: ['title'] },
  },
}

/** Runs a function in a blog of its own. */
async function inBlog(on: Engine, work: (blog: Blog) => Promise<void>): Promise<void> {
  await using blog = await openBlog(on)
  await blog.run(() => work(blog))
}

describeEngines('P15: what a constraint refuses', (on) => {
  it('a value that is there already is 409', () =>
    inBlog(on, async ({ db }) => {
      const email = "it's for key 'x' already"
      await addAuthor(db, email)
      const failure: unknown = await addAuthor(db, email).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(UniqueViolation)
      expect(failure).toMatchObject({ status: 409, cause: expect.any(Error), ...told[on.name].unique })
    }))

  it('a row that refers to none is 409', () =>
    inBlog(on, async ({ db }) => {
      const failure: unknown = await db
        .insertInto('posts')
        .values(post)
        .execute()
        .catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(ForeignKeyViolation)
      expect(failure).toMatchObject({ status: 409, ...told[on.name].foreignKey })
    }))

  it('a row that is referred to stays, with 409', () =>
    inBlog(on, async ({ db }) => {
      const id = await addAuthor(db, 'a')
      await db
        .insertInto('posts')
        .values({ ...post, author_id: id })
        .execute()
      await expect(db.deleteFrom('authors').where('id', '=', id).execute()).rejects.toBeInstanceOf(
        ForeignKeyViolation,
      )
    }))

  it('a value that breaks a rule is 422', () =>
    inBlog(on, async ({ db }) => {
      const id = await addAuthor(db, 'a')
      const breaking = db
        .insertInto('posts')
        .values({ ...post, author_id: id, stars: -1 })
        .execute()
      const failure: unknown = await breaking.catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(CheckViolation)
      expect(failure).toMatchObject({ status: 422, ...told[on.name].check })
    }))

  it('a value that is missing is 422', () =>
    inBlog(on, async ({ db }) => {
      const id = await addAuthor(db, 'a')
      const missing = sql`insert into posts (author_id, title) values (${id}, null)`.execute(db)
      const failure: unknown = await missing.catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(NotNullViolation)
      expect(failure).toMatchObject({ status: 422, ...told[on.name].notNull })
    }))

  it('P02: a list where one value is compared is 400', () =>
    inBlog(on, async ({ db }) => {
      for (const sent of [['a', 'b'], ['a'], []]) {
        const found = db.selectFrom('authors').selectAll().where('email', '=', unchecked(sent))
        await expect(found.execute()).rejects.toMatchObject({ status: 400 })
      }
    }))

  it('P02: an object where one value is compared is 400, or JSON that equals no text', () =>
    inBlog(on, async ({ db }) => {
      for (const sent of [{ $ne: 1 }, { email: 'a' }, { toString: 1 }]) {
        const found = db.selectFrom('authors').selectAll().where('email', '=', unchecked(sent)).execute()
        const outcome = await found.catch((error: { status?: number }) => error.status)
        expect(outcome).toEqual(on.name === 'postgres' ? [] : 400)
      }
    }))

  it('P02: null or true where a text is compared finds nothing', () =>
    inBlog(on, async ({ db }) => {
      await addAuthor(db, 'a')
      const found = (sent: unknown) =>
        db.selectFrom('authors').selectAll().where('email', '=', unchecked(sent)).execute()
      expect(await found(null)).toEqual([])
      expect(await found(true)).toEqual([])
    }))
})

it.skipIf(engine('postgres').missing !== undefined)(
  'P02: an object is compared as its JSON on PostgreSQL, and finds nothing',
  () =>
    inBlog(engine('postgres'), async ({ db }) => {
      await addAuthor(db, 'a')
      expect(
        await db
          .selectFrom('authors')
          .selectAll()
          .where('email', '=', unchecked({ $ne: 1 }))
          .execute(),
      ).toEqual([])
    }),
)

describe('P03: what the type of a column does not take is 400', () => {
  it.skipIf(engine('postgres').missing !== undefined)('on PostgreSQL', async () => {
    await using blog = await openBlog(engine('postgres'))
    await blog.run(async () => {
      const wrong = [
        sql`select ${'a\0b'}::text`,
        sql`select ${'2026-02-30'}::date`,
        sql`select ${'soon'}::date`,
        sql`select ${'99999999999'}::int`,
        sql`select ${'x'}::uuid`,
        sql`insert into authors (email) values (${'x'.repeat(101)})`,
      ]
      for (const query of wrong) await expect(query.execute(blog.db)).rejects.toMatchObject({ status: 400 })
    })
  })

  it.skipIf(engine('mariadb').missing !== undefined)('on MariaDB', async () => {
    await using blog = await openBlog(engine('mariadb'))
    await blog.run(async () => {
      await addAuthor(blog.db, 'a')
      const wrong = [
        sql`insert into posts (author_id, title) values (${'x'}, 'a')`,
        sql`insert into posts (author_id, title) values (${'99999999999'}, 'a')`,
        sql`insert into authors (email) values (${'x'.repeat(101)})`,
      ]
      for (const query of wrong) await expect(query.execute(blog.db)).rejects.toMatchObject({ status: 400 })
    })
  })
})

describe('a server that goes away', () => {
  it.skipIf(engine('postgres').missing !== undefined)(
    'U04: costs PostgreSQL no more than the query it hits',
    async () => {
      await using blog = await openBlog(engine('postgres'), { poolSize: 1 })
      await blog.run(async () => {
        const name = blog.url.slice(blog.url.lastIndexOf('/') + 1)
        const kill = (): Promise<unknown> =>
          onPostgres(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
        await kill()
        await expect.poll(() => blog.log.some((line) => line.includes('An idle connection'))).toBe(true)
        expect((await sql`select 1 as n`.execute(blog.db)).rows).toEqual([{ n: 1 }])
        const slow = sql`select pg_sleep(5)`.execute(blog.db)
        const failed: Promise<unknown> = slow.catch((error: unknown) => error)
        await expect
          .poll(
            async () =>
              (
                await onPostgres(
                  `select 1 from pg_stat_activity where datname = '${name}' and state = 'active'`,
                )
              ).length,
          )
          .toBe(1)
        await kill()
        expect(await failed).toMatchObject({ status: 503 })
        // The server says that it ends the connection before it does.
        await expect
          .poll(() => sql`select 1 as n`.execute(blog.db).catch(() => ({ rows: [] })))
          .toMatchObject({ rows: [{ n: 1 }] })
      })
    },
  )

  it.skipIf(engine('mariadb').missing !== undefined)(
    'U04: costs MariaDB no more than the query it hits',
    async () => {
      await using blog = await openBlog(engine('mariadb'), { poolSize: 1 })
      await blog.run(async () => {
        const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(blog.db)
        const slow = sql`select sleep(5)`.execute(blog.db)
        const failed: Promise<unknown> = slow.catch((error: unknown) => error)
        await onMariadb(`kill ${rows[0]?.id ?? 0}`)
        expect(await failed).toMatchObject({ status: 503 })
        expect((await sql`select 1 as n`.execute(blog.db)).rows).toEqual([{ n: 1 }])
      })
    },
  )

  it.skipIf(engine('postgres').missing !== undefined)(
    'U09: ends a statement that takes too long with 503',
    async () => {
      await using blog = await openBlog(engine('postgres'), { statementTimeout: 50, poolSize: 1 })
      await blog.run(async () => {
        await expect(sql`select pg_sleep(5)`.execute(blog.db)).rejects.toMatchObject({ status: 503 })
        expect((await sql`select 1 as n`.execute(blog.db)).rows).toEqual([{ n: 1 }])
      })
    },
  )

  describe.each(engines.filter(({ name }) => name !== 'sqlite'))(
    'U03: a pool of $name without a connection to spare',
    (on) => {
      it.skipIf(on.missing !== undefined)('answers 503 in time and is whole again afterwards', async () => {
        await using blog = await openBlog(on, { poolSize: 2, acquireTimeout: 100 })
        await blog.run(async () => {
          const { promise: held, resolve: free } = Promise.withResolvers<void>()
          const holding = [blog.db.transaction(() => held), blog.db.transaction(() => held)]
          for (const _ of holding)
            await expect(sql`select 1`.execute(blog.db)).rejects.toMatchObject({ status: 503 })
          free()
          await Promise.all(holding)
          for (let n = 0; n < 5; n++) await sql`select 1`.execute(blog.db)
        })
      })
    },
  )
})

describe.each(engines.filter(({ name }) => name !== 'sqlite'))('U02: when $name is gone', (on) => {
  it.skipIf(on.missing !== undefined)(
    'every request is answered with 503 at once, and works again when it is back',
    { timeout: 20_000 },
    async () => {
      await using scratch = await on.scratch()
      const { port } = new URL(scratch.url)
      await using proxy = await openProxy(Number(port))
      await using app = new App({ logger: { debug() {}, info() {}, warn() {}, error() {} } })
      const db = new Database()
      app.register(db, { url: scratch.url.replace(`:${port}/`, `:${proxy.port}/`), poolSize: 3 })
      app.get('/', async () => ({ rows: (await sql`select 1 as n`.execute(db)).rows }))
      const client = testClient(app, { raiseErrors: false })
      const ask = async (): Promise<number> => (await client.get('/')).status
      expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([200, 200, 200, 200])
      await proxy.cut()
      const started = performance.now()
      expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([503, 503, 503, 503])
      expect(performance.now() - started).toBeLessThan(2000)
      await proxy.mend()
      await expect.poll(ask, { timeout: 3000 }).toBe(200)
      expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([200, 200, 200, 200])
    },
  )
})

it('P15: what is found broken only when a transaction is committed is 409 too', async () => {
  await inBlog(engine('sqlite'), async ({ db }) => {
    await sql`create table links (author_id integer references authors (id) deferrable initially deferred)`.execute(
      db,
    )
    const linking = db.transaction(() => sql`insert into links values (77)`.execute(db))
    await expect(linking).rejects.toBeInstanceOf(ForeignKeyViolation)
    expect((await sql`select * from links`.execute(db)).rows).toEqual([])
  })
})

it('takes an error that ended the connection for what it is, whatever it says', () => {
  const error = Object.assign(new Error('x'), { fatal: true })
  expect(translateError(error)).toMatchObject({ status: 503, cause: error })
})

describe('an error that nobody knows', () => {
  it('stays what it is', () => {
    for (const error of [
      new TypeError('x'),
      'text',
      undefined,
      Object.assign(new Error('x'), { code: 'EPIPELINE' }),
    ]) {
      expect(translateError(error)).toBe(error)
    }
  })
})
