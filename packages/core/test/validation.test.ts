import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  abort,
  App,
  checked,
  type Context,
  defineOptions,
  integerOption,
  MethodView,
  Reply,
  respond,
  type StandardSchema,
  stringOption,
  UnprocessableContent,
  UploadedFile,
  validate,
} from '@micro/core'
import { bareSource } from './bare-source.ts'
import { describeMatrix } from './matrix.ts'

const JSON_BODY = { 'content-type': 'application/json' }

/** The same schemas by each library. */
const libraries = [
  {
    name: 'zod',
    id: z.object({ id: z.number().max(9) }),
    page: z.object({ page: z.coerce.number().int() }),
    agent: z.object({ 'x-agent': z.string().min(2) }),
    theme: z.object({ theme: z.enum(['light', 'dark']) }),
    post: z.object({ title: z.string().min(1), tags: z.array(z.string()).default([]) }),
    picture: z.object({ picture: z.instanceof(UploadedFile) }),
  },
  {
    name: 'valibot',
    id: v.object({ id: v.pipe(v.number(), v.maxValue(9)) }),
    page: v.object({ page: v.pipe(v.string(), v.digits(), v.transform(Number)) }),
    agent: v.object({ 'x-agent': v.pipe(v.string(), v.minLength(2)) }),
    theme: v.object({ theme: v.picklist(['light', 'dark']) }),
    post: v.object({
      title: v.pipe(v.string(), v.nonEmpty()),
      tags: v.optional(v.array(v.string()), []),
    }),
    picture: v.object({ picture: v.instance(UploadedFile) }),
  },
  {
    name: 'arktype',
    id: type({ id: 'number <= 9' }),
    page: type({ page: 'string.integer.parse' }),
    agent: type({ 'x-agent': 'string >= 2' }),
    theme: type({ theme: "'light' | 'dark'" }),
    post: type({ title: 'string > 0', tags: type('string[]').default(() => []) }),
    picture: type({ picture: type.instanceOf(UploadedFile) }),
  },
] as const

const Problems = z.object({
  errors: z.array(z.object({ in: z.string(), pointer: z.string(), message: z.string() })),
})

/** Where the problems of a 422 are. */
async function placesOf(response: {
  readonly status: number
  json(): Promise<unknown>
}): Promise<readonly string[]> {
  expect(response.status).toBe(422)
  const { errors } = Problems.parse(await response.json())
  return errors.map((error) => `${error.in} ${error.pointer}`)
}

/** A schema that gives what it is given, and keeps it. */
function spy(): StandardSchema & { readonly seen: object[] } {
  const seen: object[] = []
  const keep = (value: unknown): { value: unknown } => {
    seen.push(Object(value))
    return { value }
  }
  return { seen, '~standard': { version: 1, vendor: 'test', validate: keep } }
}

function failing(fail: () => never): StandardSchema {
  return { '~standard': { version: 1, vendor: 'test', validate: fail } }
}

for (const schemas of libraries) {
  describeMatrix(`validation by ${schemas.name}`, (bench) => {
    it('gives every part of a request to the handler, parsed', async () => {
      const { id, page, agent, theme, post } = schemas
      bench().app.post(
        '/posts/<int:id>',
        { params: id, query: page, headers: agent, cookies: theme, body: post },
        ({ params, query, headers, cookies, body }) => ({ params, query, headers, cookies, body }),
      )
      const response = await bench().fetch('/posts/7?page=2', {
        method: 'POST',
        json: { title: 'a' },
        headers: { 'X-Agent': 'me', cookie: 'theme=dark' },
      })
      expect(await response.json()).toMatchObject({
        params: { id: 7 },
        query: { page: 2 },
        headers: { 'x-agent': 'me' },
        cookies: { theme: 'dark' },
        body: { title: 'a', tags: [] },
      })
    })

    it('answers 422 to a part that is not valid, and says which', async () => {
      const { app } = bench()
      app.get('/params/<int:id>', { params: schemas.id }, () => 'never')
      app.get('/query', { query: schemas.page }, () => 'never')
      app.get('/headers', { headers: schemas.agent }, () => 'never')
      app.get('/cookies', { cookies: schemas.theme }, () => 'never')
      app.post('/body', { body: schemas.post }, () => 'never')
      const places = [
        await placesOf(await bench().fetch('/params/10')),
        await placesOf(await bench().fetch('/query?page=x')),
        await placesOf(await bench().fetch('/headers', { headers: { 'x-agent': '1' } })),
        await placesOf(await bench().fetch('/cookies', { headers: { cookie: 'theme=red' } })),
        await placesOf(
          await bench().fetch('/body', { method: 'POST', json: { title: 'a', tags: ['b', 7] } }),
        ),
      ]
      expect(places).toEqual([
        ['params #/id'],
        ['query #/page'],
        ['headers #/x-agent'],
        ['cookies #/theme'],
        ['body #/tags/1'],
      ])
    })

    it('lists what is wrong with several fields of a part', async () => {
      bench().app.post('/', { body: schemas.post }, () => 'never')
      const json = { title: 1, tags: [1, 'b', 2] }
      const places = await placesOf(await bench().fetch('/', { method: 'POST', json }))
      expect(places.toSorted()).toEqual(['body #/tags/0', 'body #/tags/2', 'body #/title'])
    })

    it('answers problem details', async () => {
      bench().app.get('/', { query: schemas.page }, () => 'never')
      const response = await bench().fetch('/')
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toEqual({
        type: 'about:blank',
        title: 'Unprocessable Content',
        status: 422,
        detail: 'The request is not valid',
        errors: [{ in: 'query', pointer: '#/page', message: expect.any(String) }],
      })
    })

    it('lists what is wrong with several parts in one answer', async () => {
      const { id, page, agent, theme } = schemas
      bench().app.get('/<int:id>', { params: id, query: page, headers: agent, cookies: theme }, () => 'never')
      expect(await placesOf(await bench().fetch('/10?page=x', { headers: { cookie: 'theme=red' } }))).toEqual(
        ['params #/id', 'query #/page', 'headers #/x-agent', 'cookies #/theme'],
      )
    })

    it.each(['1', 'null', '"a"', 'true', '[]'])(
      'J19: answers 422 to %s in place of an object',
      async (body) => {
        bench().app.post('/', { body: schemas.post }, () => 'never')
        const response = await bench().fetch('/', { method: 'POST', body, headers: JSON_BODY })
        const places = await placesOf(response)
        expect(places[0]).toBe(body === '[]' && schemas.name !== 'zod' ? 'body #/title' : 'body #')
      },
    )

    it('takes a form as well as JSON, with a list where a name came several times', async () => {
      bench().app.post('/', { body: schemas.post }, ({ body }) => body)
      const form = { title: 'a', tags: ['x', 'y'] }
      expect(await (await bench().fetch('/', { method: 'POST', form })).json()).toEqual(form)
      expect(await (await bench().fetch('/', { method: 'POST', multipart: form })).json()).toEqual(form)
    })

    it('finds the files of a form under the names of their fields', async () => {
      bench().app.post('/', { body: schemas.picture }, async ({ body }) => ({
        name: body.picture.filename,
        text: await body.picture.text(),
      }))
      const multipart = { picture: new File(['pixels'], 'a.png') }
      expect(await (await bench().fetch('/', { method: 'POST', multipart })).json()).toEqual({
        name: 'a.png',
        text: 'pixels',
      })
      expect(
        await placesOf(await bench().fetch('/', { method: 'POST', multipart: { picture: 'text' } })),
      ).toEqual(['body #/picture'])
    })

    it('K10: has room for names that mean something to JavaScript', async () => {
      const { app } = bench()
      app.post('/', { query: schemas.page, body: schemas.post }, ({ body, query }) => ({ body, query }))
      const response = await bench().fetch('/?page=1&__proto__=x&constructor=y&toString=z', {
        method: 'POST',
        form: { title: 'a', constructor: 'b', 'a.__proto__.x': 'c' },
      })
      expect(await response.json()).toMatchObject({ body: { title: 'a' }, query: { page: 1 } })
      expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    })
  })
}

describeMatrix('validation', (bench) => {
  const Post = defineOptions({ title: stringOption(''), stars: integerOption(1, { min: 1, max: 5 }) })
  const Search = defineOptions({ q: stringOption('all') })

  it('gives what was sent as headers and cookies where there is no schema', async () => {
    bench().app.get('/', ({ headers, cookies }) => ({ agent: headers.get('X-Agent'), cookies }))
    const headers = { 'x-agent': 'me', cookie: 'a=1; b=2' }
    expect(await (await bench().fetch('/', { headers })).json()).toEqual({
      agent: 'me',
      cookies: { a: '1', b: '2' },
    })
  })

  it('answers HEAD as GET, and 422 to both', async () => {
    bench().app.get('/', { query: Search }, ({ query }) => query.q)
    expect(await (await bench().fetch('/')).text()).toBe('all')
    expect((await bench().fetch('/', { method: 'HEAD' })).status).toBe(200)
    expect((await bench().fetch('/?unknown=1')).status).toBe(422)
    expect((await bench().fetch('/?unknown=1', { method: 'HEAD' })).status).toBe(422)
  })

  it('reads no body for a request that is refused anyway', async () => {
    bench().app.post('/', { query: Search, body: Post }, ({ body }) => body)
    const broken = { method: 'POST', body: '{', headers: JSON_BODY }
    expect(await placesOf(await bench().fetch('/?unknown=1', broken))).toEqual(['query #/unknown'])
    expect((await bench().fetch('/', broken)).status).toBe(400)
  })

  it('runs after the guards of the route', async () => {
    const schema = spy()
    bench().app.post('/', { body: schema, query: schema, before: [() => 'guarded'] }, () => 'never')
    expect(await (await bench().fetch('/', { method: 'POST', json: { title: 7 } })).text()).toBe('guarded')
    expect(schema.seen).toEqual([])
  })

  it('shows hooks what was sent and, behind the view, what it became', async () => {
    const { app } = bench()
    const seen: unknown[] = []
    app.beforeRequest(({ request, query }) => void seen.push(query === request.query))
    app.afterRequest((_, { query, request }) => void seen.push(query, request.query.get('stars')))
    app.get('/', { query: z.object({ stars: z.coerce.number() }) }, () => 'ok')
    await bench().fetch('/?stars=3')
    expect(seen).toEqual([true, { stars: 3 }, '3'])
  })

  it('keeps a result that is nothing', async () => {
    const nothing: StandardSchema<unknown, null> = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ value: null }) },
    }
    const parts = { query: nothing, headers: nothing, cookies: nothing }
    bench().app.get('/', parts, ({ query, headers, cookies }) => [query, headers, cookies])
    expect(await (await bench().fetch('/?a=1')).json()).toEqual([null, null, null])
  })

  it('answers 500 when a schema throws, and what it asks for when it aborts', async () => {
    const { app } = bench()
    const broken = failing(() => {
      throw new Error('secret')
    })
    app.get('/query', { query: broken }, () => 'never')
    app.post('/body', { body: broken }, () => 'never')
    app.get('/gone', { query: failing(() => abort(410)) }, () => 'never')
    for (const [path, method] of [
      ['/query', 'GET'],
      ['/body', 'POST'],
    ] as const) {
      const response = await bench().fetch(path, { method, ...(method === 'POST' ? { json: {} } : {}) })
      expect(response.status).toBe(500)
      expect(await response.text()).not.toContain('secret')
    }
    expect((await bench().fetch('/gone')).status).toBe(410)
    expect(bench().errors.splice(0)).toHaveLength(2)
  })

  it('gives the defaults of a route to its params schema, and what the converters made of the path', async () => {
    const params = spy()
    bench().app.get('/<int:id>/<path:rest>', { defaults: { page: 1 }, params }, () => 'ok')
    await bench().fetch('/7/a/b')
    expect({ ...params.seen[0] }).toEqual({ id: 7, rest: 'a/b', page: 1 })
  })

  it('C04, K02, L03: gives schemas records in which no name is special', async () => {
    const [query, cookies, body] = [spy(), spy(), spy()] as const
    bench().app.post('/', { query, cookies, body }, () => 'ok')
    const sent = '__proto__=x&constructor=y&constructor=z'
    await bench().fetch(`/?${sent}`, {
      method: 'POST',
      body: sent,
      headers: { cookie: '__proto__=c; toString=d', 'content-type': 'application/x-www-form-urlencoded' },
    })
    for (const { seen } of [query, cookies, body]) expect(Object.getPrototypeOf(seen[0])).toBeNull()
    const fields = [
      ['__proto__', 'x'],
      ['constructor', ['y', 'z']],
    ]
    expect(Object.entries(query.seen[0] ?? {})).toEqual(fields)
    expect(Object.entries(body.seen[0] ?? {})).toEqual(fields)
    expect(Object.entries(cookies.seen[0] ?? {})).toEqual([
      ['__proto__', 'c'],
      ['toString', 'd'],
    ])
  })

  it('A10: gives schemas header fields by any name', async () => {
    const headers = spy()
    bench().app.get('/', { headers }, () => 'ok')
    await bench().raw('/', { headers: { ['__proto__']: 'h', constructor: 'c', 'x-two': 'a, b' } })
    expect(Object.getPrototypeOf(headers.seen[0])).toBeNull()
    const given = Object.entries(headers.seen[0] ?? {})
    expect(given).toContainEqual(['__proto__', 'h'])
    expect(given).toContainEqual(['constructor', 'c'])
    expect(given).toContainEqual(['x-two', 'a, b'])
  })

  it('gives a text and the files of one name as a list, in this order', async () => {
    const body = spy()
    bench().app.post('/', { body }, () => 'ok')
    const multipart = { both: ['text', new File(['1'], 'a')], two: [new File([], 'b'), new File([], 'c')] }
    await bench().fetch('/', { method: 'POST', multipart })
    expect(body.seen).toEqual([
      {
        both: ['text', expect.any(UploadedFile)],
        two: [expect.any(UploadedFile), expect.any(UploadedFile)],
      },
    ])
  })

  it('points at any key in one way, a lone surrogate included', async () => {
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => ({
          issues: [
            { message: 'whole' },
            { message: 'whole', path: [] },
            { message: 'keys', path: ['a.b', { key: 0 }, 'c/d', 'e~f', 'g h', '\ud800', Symbol('s')] },
          ],
        }),
      },
    }
    bench().app.get('/', { query: schema }, () => 'never')
    expect(await placesOf(await bench().fetch('/'))).toEqual([
      'query #',
      'query #',
      'query #/a.b/0/c~1d/e~0f/g%20h/%EF%BF%BD/Symbol(s)',
    ])
  })

  it('tells a hundred problems of a part and no more, so that no answer is a hundred times the request', async () => {
    bench().app.post('/', { body: z.array(z.string()) }, () => 'never')
    bench().app.post('/checked', { body: checked(z.array(z.string())) }, ({ body }) => ({
      count: body.ok ? 0 : body.problems.length,
    }))
    const json = Array.from({ length: 2000 }, () => 1)
    expect(await placesOf(await bench().fetch('/', { method: 'POST', json }))).toHaveLength(100)
    expect(await (await bench().fetch('/checked', { method: 'POST', json })).json()).toEqual({ count: 100 })
  })

  it.each([
    ['GET', (app: App) => app.get('/', { body: Post }, () => 'never')],
    ['HEAD', (app: App) => app.route('/', { methods: ['POST', 'head'], body: Post }, () => 'never')],
  ])('is refused at set-up for the body of %s, which has none', (_, add) => {
    expect(() => add(bench().app)).toThrow(expect.objectContaining({ code: 'ROUTE_OPTIONS' }))
  })

  it.each([
    ['zod', z.object({ name: z.string().refine(async (name) => name !== 'ada') })],
    [
      'valibot',
      v.objectAsync({
        name: v.pipeAsync(
          v.string(),
          v.checkAsync(async (name) => name !== 'ada'),
        ),
      }),
    ],
  ])('waits for asynchronous schemas of %s, in any part and among others', async (_, taken) => {
    const { app } = bench()
    const agent = z.object({ 'x-agent': z.string() })
    app.get('/', { query: taken, headers: agent, cookies: taken }, ({ query, cookies }) => [query, cookies])
    app.post('/', { body: taken }, ({ body }) => body)
    const headers = { 'x-agent': 'me', cookie: 'name=eve' }
    expect(await (await bench().fetch('/?name=bob', { headers })).json()).toEqual([
      { name: 'bob' },
      { name: 'eve' },
    ])
    expect(await placesOf(await bench().fetch('/?name=ada', { headers: { cookie: 'name=ada' } }))).toEqual([
      'query #/name',
      'headers #/x-agent',
      'cookies #/name',
    ])
    expect(await placesOf(await bench().fetch('/', { method: 'POST', json: { name: 'ada' } }))).toEqual([
      'body #/name',
    ])
  })

  it('lets an error handler show the problems its own way', async () => {
    const { app } = bench()
    app.errorHandler(UnprocessableContent, ({ problem }) => ({ problems: problem['errors'] }))
    app.get('/', { query: z.object({ q: z.string('Ask something') }) }, () => 'never')
    const response = await bench().fetch('/')
    expect(response.status).toBe(422)
    expect(await response.json()).toEqual({
      problems: [{ in: 'query', pointer: '#/q', message: 'Ask something' }],
    })
  })

  it('stands before the methods of a view', async () => {
    class Posts extends MethodView {
      get({ query }: Context): Reply {
        return respond({ query })
      }
    }
    bench().app.route('/', { query: z.object({ page: z.coerce.number() }) }, Posts)
    expect(await (await bench().fetch('/?page=2')).json()).toEqual({ query: { page: 2 } })
    expect((await bench().fetch('/?page=x')).status).toBe(422)
  })

  it('is the same under a blueprint’s middleware', async () => {
    const { app } = bench()
    app.use(async (_, next) => (await next()).set({ headers: { 'x-seen': 'yes' } }))
    app.get('/', { query: Search }, ({ query }) => query)
    const response = await bench().fetch('/?q=a')
    expect([response.headers.get('x-seen'), await response.json()]).toEqual(['yes', { q: 'a' }])
    expect((await bench().fetch('/?unknown=1')).status).toBe(422)
  })
})

describeMatrix('a checked form', (bench) => {
  const NewPost = z.object({
    title: z.string().min(1, 'Give it a title'),
    stars: z.coerce.number('How many stars?'),
    tags: z.union([z.string(), z.array(z.string())]).optional(),
  })
  const app = (): App => {
    bench().app.post('/', { body: checked(NewPost) }, ({ body }) =>
      body.ok ? { made: body.value } : respond({ errors: body.errors, values: body.values }, { status: 422 }),
    )
    return bench().app
  }

  it('gives the value when it is valid', async () => {
    app()
    const form = { title: 'a', stars: '3' }
    expect(await (await bench().fetch('/', { method: 'POST', form })).json()).toEqual({
      made: { title: 'a', stars: 3 },
    })
  })

  it('gives the first message for each field, and what was typed, when it is not', async () => {
    app()
    const form = { title: '', stars: 'many', tags: ['a', 'b'] }
    const response = await bench().fetch('/', { method: 'POST', form })
    expect(response.status).toBe(422)
    expect(await response.json()).toEqual({
      errors: { title: 'Give it a title', stars: 'How many stars?' },
      values: form,
    })
  })

  it('shows no files again', async () => {
    app()
    const multipart = { title: '', stars: ['1', new File(['x'], 'x')], tags: new File(['x'], 'y') }
    const response = await bench().fetch('/', { method: 'POST', multipart })
    expect(await response.json()).toMatchObject({ values: { title: '', stars: ['1'] } })
  })

  it('J19: has nothing to show of JSON that is no object', async () => {
    app()
    const response = await bench().fetch('/', { method: 'POST', body: 'null', headers: JSON_BODY })
    expect(await response.json()).toEqual({ errors: { '': expect.any(String) }, values: {} })
  })

  it('waits for a schema that is asynchronous', async () => {
    const schema = z.object({ name: z.string().refine(async (name) => name !== 'ada', 'Taken') })
    bench().app.post('/', { body: checked(schema) }, ({ body }) => ({ ok: body.ok, errors: body.errors }))
    expect(await (await bench().fetch('/', { method: 'POST', form: { name: 'ada' } })).json()).toEqual({
      ok: false,
      errors: { name: 'Taken' },
    })
  })

  it('is there for a query, too', async () => {
    bench().app.get('/', { query: checked(z.object({ q: z.string() })) }, ({ query }) => ({ ok: query.ok }))
    expect(await (await bench().fetch('/')).json()).toEqual({ ok: false })
  })

  it('can be made in the handler', async () => {
    bench().app.post('/', async ({ request }) => {
      const result = await validate(NewPost, (await request.form()).toObject())
      return { ok: result.ok, errors: result.errors, values: result.values }
    })
    const form = { title: 'a', stars: 'many' }
    expect(await (await bench().fetch('/', { method: 'POST', form })).json()).toEqual({
      ok: false,
      errors: { stars: 'How many stars?' },
      values: form,
    })
  })

  it('keeps a field that is called __proto__', async () => {
    const result = await validate(failingAt('__proto__'), JSON.parse('{"__proto__":"x"}'))
    expect([Object.entries(result.errors), Object.entries(result.values)]).toEqual([
      [['__proto__', 'no']],
      [['__proto__', 'x']],
    ])
  })
})

function failingAt(key: string): StandardSchema {
  return {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: () => ({ issues: [{ message: 'no', path: [key] }] }),
    },
  }
}

const Post = z.object({ id: z.number(), made: z.string() })

describeMatrix(
  'a reply schema in debug',
  (bench) => {
    const answer = async (path: string): Promise<[number, string]> => {
      const response = await bench().fetch(path, { headers: { accept: 'text/html' } })
      return [response.status, await response.text()]
    }

    it('lets through what fits, as the handler returned it', async () => {
      bench().app.get('/', { reply: Post }, () => ({ id: 1, made: 'today' }))
      expect(await answer('/')).toEqual([200, '{"id":1,"made":"today"}'])
    })

    it('answers 500 to what does not, and names endpoint, place and fix', async () => {
      const { app } = bench()
      const loose: StandardSchema = Post
      app.get('/', { reply: loose, endpoint: 'post' }, () => ({ id: '1', made: 'today' }))
      const [status, page] = await answer('/')
      expect(status).toBe(500)
      expect(page).toContain('[REPLY_SCHEMA] The JSON of post')
      expect(page).toContain('#/id: ')
      expect(page).toContain('Fix: ')
      expect(bench().errors.splice(0)).toMatchObject([{ err: { code: 'REPLY_SCHEMA' } }])
    })

    it('sees the document as it is sent, of replies made by hand as well', async () => {
      const { app } = bench()
      const loose: StandardSchema = Post
      app.get('/date', { reply: loose }, () => ({ id: 1, made: new Date(0) }))
      app.get('/good', { reply: Post }, () => respond({ id: 1, made: 'a' }, { status: 201 }))
      app.get('/wrong', { reply: Post }, () => respond({ id: 1 }, { status: 201 }))
      expect([(await answer('/date'))[0], (await answer('/good'))[0], (await answer('/wrong'))[0]]).toEqual([
        200, 201, 500,
      ])
      expect(bench().errors.splice(0)).toHaveLength(1)
    })

    it('leaves alone what is no JSON, and what tells of an error', async () => {
      const { app } = bench()
      const loose: StandardSchema = Post
      app.get('/text', { reply: loose }, () => 'text')
      app.get('/web', { reply: Post }, () => new Response('{}'))
      app.get('/error', { reply: Post }, () => respond({ error: 'no' }, { status: 409 }))
      app.get('/abort', { reply: Post }, () => abort(404))
      app.get('/none', { reply: Post }, () => respond(null, { status: 204 }))
      const statuses = []
      for (const path of ['/text', '/web', '/error', '/abort', '/none'])
        statuses.push((await answer(path))[0])
      expect(statuses).toEqual([200, 200, 409, 404, 204])
    })

    it('waits for handlers and schemas that are asynchronous', async () => {
      const { app } = bench()
      const Even = z.object({ id: z.number().refine(async (id) => id % 2 === 0) })
      app.get('/<int:id>', { reply: Even }, async ({ params }) => ({ id: params.id }))
      expect([(await answer('/2'))[0], (await answer('/3'))[0]]).toEqual([200, 500])
      expect(bench().errors.splice(0)).toHaveLength(1)
    })
  },
  { config: { debug: true } },
)

describeMatrix('a reply schema outside of debug', (bench) => {
  it('is not run', async () => {
    const schema = spy()
    bench().app.get('/', { reply: schema }, () => ({ id: 'anything' }))
    expect(await (await bench().fetch('/')).json()).toEqual({ id: 'anything' })
    expect(schema.seen).toEqual([])
  })
})

describe('schemas that answer at once', () => {
  it('make no promise: the reply is there when `handle` returns', async () => {
    const app = new App({ name: 'sync' })
    const params = z.object({ id: z.number() })
    const texts = z.record(z.string(), z.string())
    app.get(
      '/',
      { defaults: { id: 1 }, params, query: texts, headers: texts, cookies: texts },
      (c) => c.params,
    )
    await app.start()
    const replies: Reply[] = []
    void app.handle(bareSource(), (reply) => void replies.push(reply))
    expect(replies.map(({ status, body }) => ({ status, body }))).toEqual([{ status: 200, body: '{"id":1}' }])
    await app.stop()
  })
})
