import { scheduler } from 'node:timers/promises'
import { respond } from '@micro/core'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { addAuthor, countAuthors, openBlog } from '../../test/blog.ts'
import { describeEngines, type Engine, engine, onMariadb, onPostgres } from '../../test/servers.ts'
import { TransactionConflict } from '../faults/database-unavailable.ts'

class Oops extends Error {}
const oops = (): never => {
  throw new Oops()
}

describeEngines('a transaction', (on) => {
  it('is committed when its function returns, and gives what it returned', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      expect(await blog.db.transaction(() => addAuthor(blog.db, 'a'))).toBe(1)
      expect(await countAuthors(blog.db)).toBe(1)
    })
  })

  it('U05: is rolled back when its function throws', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      const failing = blog.db.transaction(async () => {
        await addAuthor(blog.db, 'a')
        oops()
      })
      await expect(failing).rejects.toThrow(Oops)
      expect(await countAuthors(blog.db)).toBe(0)
    })
  })

  it('takes in the queries of functions that know nothing of it', { timeout: 3000 }, async () => {
    await using blog = await openBlog(on)
    await blog.run(() =>
      blog.db.transaction(async () => {
        await addAuthor(blog.db, 'a')
        expect(await countAuthors(blog.db)).toBe(1)
      }),
    )
  })

  it('does not wait for itself in the spelling of kysely', { timeout: 3000 }, async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      const count = await blog.db.transaction().execute(async (trx) => {
        await trx.insertInto('authors').values({ email: 'a' }).execute()
        return countAuthors(blog.db)
      })
      expect(count).toBe(1)
    })
  })

  it('U06: is rolled back to where a nested one began when that one throws', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      await blog.db.transaction(async () => {
        await addAuthor(blog.db, 'outer')
        const inner = blog.db.transaction(async () => {
          await addAuthor(blog.db, 'inner')
          await blog.db.transaction(() => addAuthor(blog.db, 'innermost'))
          oops()
        })
        await expect(inner).rejects.toThrow(Oops)
      })
      expect(await blog.db.selectFrom('authors').select('email').execute()).toEqual([{ email: 'outer' }])
    })
  })

  it('goes on after a violation within a nested one', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      await addAuthor(blog.db, 'a')
      await blog.db.transaction(async () => {
        await blog.db.transaction(() => addAuthor(blog.db, 'a')).catch(() => addAuthor(blog.db, 'b'))
      })
      expect(await countAuthors(blog.db)).toBe(2)
    })
  })

  it('runs nested ones that were begun at once one after the other', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      await blog.db.transaction(async () => {
        const adding = ['a', 'b', 'c'].map((email) =>
          blog.db.transaction(async () => {
            await addAuthor(blog.db, email)
            await scheduler.wait(5)
            if (email === 'b') oops()
          }),
        )
        const done = await Promise.allSettled(adding)
        expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      })
      const emails = await blog.db.selectFrom('authors').select('email').orderBy('email').execute()
      expect(emails).toEqual([{ email: 'a' }, { email: 'c' }])
    })
  })

  it('refuses a query that was left behind', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      let left: Promise<unknown> = Promise.resolve()
      await blog.db.transaction(async () => {
        left = promise.then(() => addAuthor(blog.db, 'late'))
      })
      resolve()
      await expect(left).rejects.toThrow(expect.objectContaining({ code: 'TRANSACTION_OVER' }))
      expect(await countAuthors(blog.db)).toBe(0)
    })
  })

  it('U07: is rolled back when its request ends without it', async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    let left: Promise<unknown> = Promise.resolve()
    await using blog = await openBlog(on, {}, (app, db) => {
      app.post('/', async () => {
        const { promise: written, resolve: tell } = Promise.withResolvers<void>()
        left = db.transaction(async () => {
          await addAuthor(db, 'a')
          tell()
          await late
          await addAuthor(db, 'b')
        })
        left.catch(() => {})
        await written
        return respond(null, { status: 204 })
      })
      app.get('/count', async () => ({ count: await countAuthors(db) }))
    })
    expect((await blog.client.post('/')).status).toBe(204)
    await expect(left).rejects.toMatchObject({ cause: { code: 'TRANSACTION_ABANDONED' } })
    resolve()
    expect(await (await blog.client.get('/count')).json()).toEqual({ count: 0 })
  })

  it('U07: is rolled back when the client of its request leaves', async () => {
    const leaving = new AbortController()
    await using blog = await openBlog(on, {}, (app, db) => {
      app.post('/', () =>
        db.transaction(async () => {
          await addAuthor(db, 'a')
          leaving.abort()
          await new Promise(() => {})
          return 'never'
        }),
      )
    })
    const request = new Request('http://localhost/', { method: 'POST', signal: leaving.signal })
    await blog.app.fetch(request).catch(() => {})
    expect(await blog.run(() => countAuthors(blog.db))).toBe(0)
  })

  it(
    'mixes nothing up between 200 requests at once, and U13: leaks no connection',
    { timeout: 30_000 },
    async () => {
      await using blog = await openBlog(on, { poolSize: 5, acquireTimeout: 20_000 }, (app, db) => {
        app.post('/<int:n>', ({ params: { n } }) =>
          db.transaction(async () => {
            const id = await addAuthor(db, `author ${n}`)
            await scheduler.wait(Math.random() * 3)
            await db
              .insertInto('posts')
              .values({ author_id: id, title: `title ${n}` })
              .execute()
            if (n % 10 === 0) oops()
            const own = await db.selectFrom('posts').select('title').where('author_id', '=', id).execute()
            return own.map(({ title }) => title)
          }),
        )
      })
      const ask = async (n: number): Promise<unknown> => {
        const response = await blog.client.post(`/${n}`).catch(() => undefined)
        return response?.json()
      }
      const numbers = Array.from({ length: 200 }, (_, n) => n)
      expect(await Promise.all(numbers.map(ask))).toEqual(
        numbers.map((n) => (n % 10 === 0 ? undefined : [`title ${n}`])),
      )
      await blog.run(async () => {
        expect(await countAuthors(blog.db)).toBe(180)
        const pairs = blog.db
          .selectFrom('posts')
          .innerJoin('authors', 'authors.id', 'author_id')
          .select(['email', 'title'])
        for (const { email, title } of await pairs.execute())
          expect(title).toBe(email.replace('author', 'title'))
      })
      expect(await openTransactions(on, blog.url)).toEqual([])
    },
  )
})

/** What the server says of transactions that were left open. */
async function openTransactions(on: Engine, url: string): Promise<unknown[]> {
  const database = url.slice(url.lastIndexOf('/') + 1)
  if (on.name === 'sqlite') return []
  if (on.name === 'postgres')
    return onPostgres(`select state from pg_stat_activity where datname = '${database}' and state <> 'idle'`)
  return onMariadb(`select trx_state from information_schema.innodb_trx join information_schema.processlist
    on id = trx_mysql_thread_id where db = '${database}'`)
}

describe('transactions that get in each other’s way', () => {
  it.skipIf(engine('postgres').missing !== undefined)('P15: are run again', async () => {
    await using blog = await openBlog(engine('postgres'))
    let runs = 0
    await blog.run(async () => {
      await addAuthor(blog.db, 'a')
      const rename = (name: string) =>
        blog.db.transaction(
          async () => {
            runs++
            await blog.db.selectFrom('authors').selectAll().execute()
            await scheduler.wait(50)
            await blog.db.updateTable('authors').set({ name }).where('email', '=', 'a').execute()
          },
          { isolationLevel: 'serializable' },
        )
      await Promise.all([rename('x'), rename('y')])
    })
    expect(runs).toBeGreaterThan(2)
  })

  it('P15: are given up after three more runs, with 503', async () => {
    await using blog = await openBlog(engine('sqlite'))
    let runs = 0
    const failing = blog.run(() =>
      blog.db.transaction(() => {
        runs++
        throw new TransactionConflict(undefined)
      }),
    )
    await expect(failing).rejects.toMatchObject({ status: 503 })
    expect(runs).toBe(4)
  })

  it.skipIf(engine('mariadb').missing !== undefined)('P15: are run again after a deadlock', async () => {
    await using blog = await openBlog(engine('mariadb'))
    await blog.run(async () => {
      await addAuthor(blog.db, 'a')
      await addAuthor(blog.db, 'b')
      const rename = (first: string, second: string) =>
        blog.db.transaction(async () => {
          await blog.db.updateTable('authors').set({ name: first }).where('email', '=', first).execute()
          await scheduler.wait(50)
          await blog.db.updateTable('authors').set({ name: first }).where('email', '=', second).execute()
        })
      await Promise.all([rename('a', 'b'), rename('b', 'a')])
      const names = await blog.db.selectFrom('authors').select('name').distinct().execute()
      expect(names).toHaveLength(1)
    })
  })
})

describe('a read-only transaction', () => {
  it.skipIf(engine('postgres').missing !== undefined)('writes nothing on PostgreSQL', async () => {
    await using blog = await openBlog(engine('postgres'))
    const writing = blog.run(() => blog.db.transaction(() => addAuthor(blog.db, 'a'), { readOnly: true }))
    await expect(writing).rejects.toThrow(/read-only/)
  })
})

describe('a transaction that somebody began by hand', () => {
  it('does not swallow what comes after it', async () => {
    await using blog = await openBlog(engine('sqlite'))
    await blog.run(async () => {
      await sql`begin`.execute(blog.db)
      await addAuthor(blog.db, 'a')
      await blog.db.transaction(() => addAuthor(blog.db, 'b'))
      expect(await countAuthors(blog.db)).toBe(2)
    })
  })
})

describe('the one connection of SQLite', () => {
  it('U03: is waited for only so long, then answered with 503', async () => {
    await using blog = await openBlog(engine('sqlite'), { acquireTimeout: 50 })
    await blog.run(async () => {
      const { promise: held, resolve: free } = Promise.withResolvers<void>()
      const holding = blog.db.transaction(() => held)
      const waiting = countAuthors(blog.db)
      await expect(waiting).rejects.toMatchObject({ status: 503, cause: { code: 'CONNECTION_WAIT' } })
      free()
      await holding
      expect(await countAuthors(blog.db)).toBe(0)
    })
  })

  it('does not deadlock when kysely is asked past the extension: it is told after a while', async () => {
    await using blog = await openBlog(engine('sqlite'), { acquireTimeout: 50 })
    await blog.run(async () => {
      const stuck = blog.db.kysely.transaction().execute(() => countAuthors(blog.db))
      await expect(stuck).rejects.toMatchObject({ cause: { code: 'CONNECTION_WAIT' } })
      expect(await countAuthors(blog.db)).toBe(0)
    })
  })
})
