import { App } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { addAuthor, openBlog } from '../../test/blog.ts'
import { describeEngines, engine } from '../../test/servers.ts'
import { orNotFound } from './or-not-found.ts'
import { parseSort } from './parse-sort.ts'
import { contains, endsWith, startsWith } from './search.ts'
import { pageBounds } from './page.ts'

describeEngines('queries', (on) => {
  it('reads a page and counts the rest', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      for (let n = 1; n <= 7; n++) await addAuthor(blog.db, `a${n}`)
      const query = blog.db
        .selectFrom('authors')
        .select('email')
        .where('email', '!=', 'a1')
        .orderBy('email', 'desc')
      expect(await blog.db.paginate(query, { page: '2', perPage: 4 })).toEqual({
        items: [{ email: 'a3' }, { email: 'a2' }],
        page: 2,
        perPage: 4,
        total: 6,
        pages: 2,
        hasNext: false,
        hasPrevious: true,
      })
      const groups = blog.db.selectFrom('authors').select('name').groupBy('name')
      expect(await blog.db.paginate(groups)).toMatchObject({ total: 1, items: [{ name: null }] })
    })
  })

  it('gives an empty first page where there is nothing', async () => {
    await using blog = await openBlog(on)
    const page = await blog.run(() =>
      blog.db.paginate(blog.db.selectFrom('authors').selectAll(), { page: 3 }),
    )
    expect(page).toEqual({
      items: [],
      page: 1,
      perPage: 20,
      total: 0,
      pages: 0,
      hasNext: false,
      hasPrevious: false,
    })
  })

  it('P10: finds the text that was typed, whatever marks are in it', async () => {
    await using blog = await openBlog(on)
    await blog.run(async () => {
      for (const email of ['50%', '500', '5_0', '5x0', String.raw`5\0`, '5!0', "5'0"])
        await addAuthor(blog.db, email)
      const found = async (text: string) =>
        (await blog.db.selectFrom('authors').select('email').where(contains('email', text)).execute()).map(
          ({ email }) => email,
        )
      expect(await found('0%')).toEqual(['50%'])
      expect(await found('5_0')).toEqual(['5_0'])
      expect(await found('\\')).toEqual([String.raw`5\0`])
      expect(await found('!')).toEqual(['5!0'])
      expect(await found("'")).toEqual(["5'0"])
      const begins = blog.db
        .selectFrom('authors')
        .select('email')
        .where((eb) => startsWith(eb.ref('email'), '50'))
      expect(await begins.execute()).toHaveLength(2)
      expect(
        await blog.db.selectFrom('authors').select('email').where(endsWith('email', '%')).execute(),
      ).toEqual([{ email: '50%' }])
    })
  })
})

describe('the bounds of a page', () => {
  it.each([-1, 0, Number.NaN, '1; drop', '', 'x', 1.5, null, undefined, '[object Object]', Infinity])(
    'P09: take %s for the first page',
    (page) => {
      expect(pageBounds({ page, perPage: page }, 100)).toMatchObject({ page: 1, offset: 0 })
      expect([1, 20]).toContain(pageBounds({ perPage: page }, 100).perPage)
    },
  )

  it('P09: stay within what there is', () => {
    expect(pageBounds({ page: 1e12, perPage: 10 }, 95)).toEqual({
      page: 10,
      perPage: 10,
      pages: 10,
      offset: 90,
    })
    expect(pageBounds({ page: '9'.repeat(400) }, 95)).toMatchObject({ page: 1 })
  })

  it('P09: give no more items than allowed', () => {
    expect(pageBounds({ perPage: 1e9 }, 95).perPage).toBe(100)
    expect(pageBounds({ perPage: '500', maxPerPage: 200 }, 95).perPage).toBe(200)
  })
})

describe('an order that a client asks for', () => {
  const allowed = ['id', 'title'] as const

  it('is one of the columns allowed, descending with a minus', () => {
    expect(parseSort('title', { allowed })).toEqual({ column: 'title', direction: 'asc' })
    expect(parseSort('-title', { allowed })).toEqual({ column: 'title', direction: 'desc' })
  })

  it('is the initial one when there is none', () => {
    expect(parseSort(undefined, { allowed, initial: '-id' })).toEqual({ column: 'id', direction: 'desc' })
    expect(parseSort(null, { allowed })).toEqual({ column: 'id', direction: 'asc' })
  })

  it.each([
    'a"; drop',
    'a desc',
    'id,title',
    '(select 1)',
    'password',
    '',
    '-',
    '--id',
    'ID',
    'desc; drop',
    '= 1 or 1=1 --',
  ])('P04, P07: is refused with 400 when it is %s', (given) => {
    expect(() => parseSort(given, { allowed })).toThrow(expect.objectContaining({ status: 400 }))
  })
})

describe('orNotFound', () => {
  it('P14: ends the request with 404 when there is no row', async () => {
    await using blog = await openBlog(engine('sqlite'), {}, (app, db) => {
      app.get('/<int:id>', ({ params }) =>
        orNotFound(
          db.selectFrom('authors').selectAll().where('id', '=', params.id).executeTakeFirst(),
          `No author ${params.id}`,
        ),
      )
    })
    await blog.run(() => addAuthor(blog.db, 'a'))
    expect(await (await blog.client.get('/1')).json()).toMatchObject({ email: 'a' })
    const missing = await blog.client.get('/2', { headers: { accept: 'application/json' } })
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('No author 2')
  })

  it('takes 0 and an empty text for something', async () => {
    await using app = new App()
    app.get('/', async () => ({ zero: await orNotFound(0), text: await orNotFound(Promise.resolve('')) }))
    expect(await (await testClient(app).get('/')).json()).toEqual({ zero: 0, text: '' })
  })
})
