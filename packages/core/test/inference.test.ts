import {
  App,
  Blueprint,
  type Checked,
  checked,
  type Context,
  type ContextOf,
  defineConverter,
  defineKey,
  defineOptions,
  definePaths,
  type Extension,
  type Fields,
  booleanOption,
  type FieldValues,
  type Handler,
  type RequestHeaders,
  respond,
  type Returned,
  integerOption,
  type StandardSchema,
} from '@micro/core'
import { type } from 'arktype'
import * as v from 'valibot'
import { expectTypeOf, it } from 'vitest'
import { z } from 'zod'

const app = new App()

const show: Handler<'/posts/<int:id>'> = ({ params, endpoint }) => ({ next: params.id + 1, endpoint })

const away = {
  defaults: { page: 1 },
  body: z.object({ title: z.string() }),
  cookies: v.object({ theme: v.string() }),
}

const save: Handler<'/away/<int:id>', typeof away> = ({ params, body, cookies, query }) => {
  expectTypeOf(params.id).toEqualTypeOf<number>()
  expectTypeOf(params.page).toEqualTypeOf<number>()
  expectTypeOf(body).toEqualTypeOf<{ title: string }>()
  expectTypeOf(cookies).toEqualTypeOf<{ theme: string }>()
  expectTypeOf(query).toEqualTypeOf<Fields>()
  return body
}

it('types the parameters of a path by its converters', () => {
  app.get('/v<int:major>.<int:minor>/<path:rest>', ({ params }) => {
    expectTypeOf(params.major).toEqualTypeOf<number>()
    expectTypeOf(params.minor).toEqualTypeOf<number>()
    expectTypeOf(params.rest).toEqualTypeOf<string>()
    // @ts-expect-error -- the path has no such variable
    void params.patch
    return params
  })
  app.get('/export/<any(csv, json):format>', ({ params }) => {
    expectTypeOf(params.format).toEqualTypeOf<'csv' | 'json'>()
    return params
  })
})

it('types the parameters that come from defaults', () => {
  app.get('/defaults/<int:id>', { defaults: { page: 1, sort: 'new' } }, ({ params }) => {
    expectTypeOf(params.id).toEqualTypeOf<number>()
    expectTypeOf(params.page).toEqualTypeOf<number>()
    expectTypeOf(params.sort).toEqualTypeOf<string>()
    // @ts-expect-error -- neither the path nor the defaults have it
    void params.limit
    return params
  })
  app.route('/defaults/route', { methods: ['GET', 'POST'], defaults: { page: 1 } }, ({ params }) => {
    expectTypeOf(params.page).toEqualTypeOf<number>()
    return params
  })
  // @ts-expect-error -- defaults go by name
  void (() => app.get('/defaults/none', { defaults: 5 }, () => 'x'))
})

it('has no handler for a route that is never answered, and asks for one everywhere else', () => {
  app.route('/moved/<int:id>', { redirectTo: ({ id }) => `/users/${id + 1}` })
  const cdn = app.route('/cdn/<path:file>', { buildOnly: true, endpoint: 'typed-cdn' })
  expectTypeOf(cdn.url({ file: 'a.js' })).toEqualTypeOf<string>()
  // @ts-expect-error -- the path has no such variable
  void (() => app.route('/moved/<int:id>', { redirectTo: ({ name }) => `/users/${name}` }))
  // @ts-expect-error -- the handler would never run
  void (() => app.get('/moved', { redirectTo: '/users' }, () => 'x'))
  // @ts-expect-error -- the handler is missing
  void (() => app.get('/missing', { endpoint: 'missing' }))
  // @ts-expect-error -- so it is here
  void (() => app.route('/missing', { endpoint: 'missing' }))
})

it('leaves the methods to route: a verb has its own', () => {
  // @ts-expect-error -- a verb says its method itself
  void (() => app.get('/verb', { methods: ['POST'] }, () => 'x'))
  expectTypeOf(app.route('/verb', { methods: ['POST'] }, () => 'x').url()).toEqualTypeOf<string>()
})

it('types the URLs of a route: missing, extra and wrongly typed values do not compile', () => {
  const user = app.get('/users/<int:id>', { endpoint: 'typed-user' }, ({ params }) => params)
  expectTypeOf(user.url({ id: 7 })).toEqualTypeOf<string>()
  // @ts-expect-error -- the id is missing
  void (() => user.url())
  // @ts-expect-error -- the id is no number
  void (() => user.url({ id: '7' }))
  // @ts-expect-error -- there is no such value
  void (() => user.url({ id: 7, page: 2 }))
  const home = app.get('/', { endpoint: 'typed-home' }, () => 'home')
  expectTypeOf(home.url()).toEqualTypeOf<string>()
})

it('refuses handlers that return nothing, a number or a boolean', () => {
  // @ts-expect-error -- a number cannot be sent
  void (() => app.get('/number', () => 7))
  // @ts-expect-error -- nothing cannot be sent
  void (() => app.get('/nothing', () => {}))
  // @ts-expect-error -- a boolean cannot be sent
  void (() => app.get('/boolean', async () => true))
  expectTypeOf<number>().not.toExtend<Returned>()
})

it('keeps the types of a handler that is written out of line', () => {
  expectTypeOf(app.get('/posts/<int:id>', show).url({ id: 1 })).toEqualTypeOf<string>()
})

it('gives what a schema gives, and plain fields without one', () => {
  interface NewPost {
    readonly title: string
  }
  const schema: StandardSchema<unknown, NewPost> = {
    '~standard': { version: 1, vendor: 'test', validate: () => ({ value: { title: 'a' } }) },
  }
  const blog = new Blueprint('blog')
  blog.post('/', { endpoint: 'create', body: schema }, ({ body, query }) => {
    expectTypeOf(body).toEqualTypeOf<NewPost>()
    expectTypeOf(query).toEqualTypeOf<Fields>()
    return body
  })
  blog.get('/search', { query: schema }, ({ body, query }) => {
    expectTypeOf(body).toEqualTypeOf<undefined>()
    expectTypeOf(query).toEqualTypeOf<NewPost>()
    return query
  })
})

it('gives what was sent as headers and cookies without a schema', () => {
  app.get('/plain/<int:id>', ({ headers, cookies }) => {
    expectTypeOf(headers).toEqualTypeOf<RequestHeaders>()
    expectTypeOf(cookies).toEqualTypeOf<Readonly<Record<string, string>>>()
    return cookies
  })
  app.get('/plain/options', { endpoint: 'plain' }, ({ headers, cookies, params, query, body }) => {
    expectTypeOf(headers).toEqualTypeOf<RequestHeaders>()
    expectTypeOf(cookies).toEqualTypeOf<Readonly<Record<string, string>>>()
    expectTypeOf(query).toEqualTypeOf<Fields>()
    expectTypeOf(body).toEqualTypeOf<undefined>()
    // @ts-expect-error -- the path has no variables
    void params.id
    return params
  })
})

it('types every part by a schema of zod', () => {
  const options = {
    params: z.object({ id: z.number().transform(String) }),
    query: z.object({ page: z.coerce.number() }),
    headers: z.object({ 'x-agent': z.string() }),
    cookies: z.object({ theme: z.enum(['light', 'dark']) }),
    body: z.object({ title: z.string(), tags: z.array(z.string()).default([]) }),
  }
  app.post('/zod/<int:id>', options, ({ params, query, headers, cookies, body }) => {
    expectTypeOf(params).toEqualTypeOf<{ id: string }>()
    expectTypeOf(query).toEqualTypeOf<{ page: number }>()
    expectTypeOf(headers).toEqualTypeOf<{ 'x-agent': string }>()
    expectTypeOf(cookies).toEqualTypeOf<{ theme: 'light' | 'dark' }>()
    expectTypeOf(body).toEqualTypeOf<{ title: string; tags: string[] }>()
    return body
  })
})

it('types every part by a schema of valibot', () => {
  const options = {
    params: v.object({ id: v.pipe(v.number(), v.transform(String)) }),
    query: v.objectAsync({
      page: v.pipeAsync(
        v.string(),
        v.transformAsync(async (text) => Number(text)),
      ),
    }),
    headers: v.object({ 'x-agent': v.string() }),
    cookies: v.object({ theme: v.picklist(['light', 'dark']) }),
    body: v.object({ title: v.string(), tags: v.optional(v.array(v.string()), []) }),
  }
  app.post('/valibot/<int:id>', options, ({ params, query, headers, cookies, body }) => {
    expectTypeOf(params).toEqualTypeOf<{ id: string }>()
    expectTypeOf(query).toEqualTypeOf<{ page: number }>()
    expectTypeOf(headers).toEqualTypeOf<{ 'x-agent': string }>()
    expectTypeOf(cookies).toEqualTypeOf<{ theme: 'light' | 'dark' }>()
    expectTypeOf(body).toEqualTypeOf<{ title: string; tags: string[] }>()
    return body
  })
})

it('types every part by a schema of arktype', () => {
  const options = {
    params: type({ id: ['number', '=>', String] }),
    query: type({ page: 'string.integer.parse' }),
    headers: type({ 'x-agent': 'string' }),
    cookies: type({ theme: "'light' | 'dark'" }),
    body: type({ title: 'string', tags: type('string[]').default(() => []) }),
  }
  app.post('/arktype/<int:id>', options, ({ params, query, headers, cookies, body }) => {
    expectTypeOf(params).toEqualTypeOf<{ id: string }>()
    expectTypeOf(query).toEqualTypeOf<{ page: number }>()
    expectTypeOf(headers).toEqualTypeOf<{ 'x-agent': string }>()
    expectTypeOf(cookies).toEqualTypeOf<{ theme: 'light' | 'dark' }>()
    expectTypeOf(body).toEqualTypeOf<{ title: string; tags: string[] }>()
    return body
  })
})

it('types every part by the schemas of `route`, too, and puts a params schema in the place of the path', () => {
  app.route(
    '/route/<int:id>',
    { methods: ['PUT'], params: z.object({ id: z.string() }), body: z.object({ title: z.string() }) },
    ({ params, body, headers }) => {
      expectTypeOf(params).toEqualTypeOf<{ id: string }>()
      expectTypeOf(body).toEqualTypeOf<{ title: string }>()
      expectTypeOf(headers).toEqualTypeOf<RequestHeaders>()
      return body
    },
  )
})

it('tells a checked form that is valid from one that is not', () => {
  const NewPost = z.object({ title: z.string(), stars: z.coerce.number() })
  app.post('/checked', { body: checked(NewPost) }, ({ body }) => {
    expectTypeOf(body).toEqualTypeOf<Checked<{ title: string; stars: number }>>()
    expectTypeOf(body.values).toEqualTypeOf<FieldValues>()
    if (body.ok) return { stars: body.value.stars.toFixed() }
    // @ts-expect-error -- it is not valid
    void body.value
    expectTypeOf(body.errors).toEqualTypeOf<Readonly<Record<string, string>>>()
    return { errors: body.errors, values: body.values }
  })
})

it('types functions that are written away from the route by its options', () => {
  const titleOf = (c: ContextOf<'/away/<int:id>', typeof away>): string => c.body.title
  expectTypeOf(titleOf).returns.toEqualTypeOf<string>()
  app.post('/away/<int:id>', away, save)
  app.put('/away/<int:id>', away, (c) => titleOf(c))
  // @ts-expect-error -- the route does not check its body
  void (() => app.post('/away/unchecked/<int:id>', save))
})

it('asks for what a reply schema describes, or for a reply made by hand', () => {
  interface Post {
    readonly id: number
    readonly tags: readonly string[]
  }
  const post: Post = { id: 1, tags: ['a'] }
  const options = {
    reply: z.object({ id: z.number(), tags: z.array(z.string()), note: z.string().optional() }),
  }
  expectTypeOf(app.get('/reply/1', options, () => ({ id: 1, tags: [] })).url()).toEqualTypeOf<string>()
  app.get('/reply/2', options, async () => post)
  app.get('/reply/3', options, () => respond(post, { status: 201 }))
  app.get('/reply/4', options, () => new Response('x'))
  app.get('/reply/5', { reply: v.array(v.object({ id: v.number() })) }, () => [post])
  app.get('/reply/6', { reply: type({ id: 'number' }) }, () => post)
  // @ts-expect-error -- the id is a number
  void (() => app.get('/reply/7', options, () => ({ id: '1', tags: [] })))
  // @ts-expect-error -- the tags are missing
  void (() => app.get('/reply/8', options, async () => ({ id: 1 })))
  // @ts-expect-error -- a page is no such thing
  void (() => app.route('/reply/9', options, () => 'text'))
  // @ts-expect-error -- the id is a number here as well
  void ((): Handler<'/reply', typeof options> => () => ({ id: '1', tags: [] }))
})

it('refuses what is no schema', () => {
  expectTypeOf<(value: unknown) => unknown>().not.toExtend<StandardSchema>()
  // @ts-expect-error -- a record of schemas is no schema
  void (() => app.get('/no-schema', { query: { page: z.string() } }, () => 'x'))
  // @ts-expect-error -- a function is none either
  void (() => app.get('/no-schema', { headers: (value: unknown) => value }, () => 'x'))
})

it('types converters of one’s own by the paths that know them', () => {
  const day = defineConverter({
    parse: (text) => new Date(text),
    format: (value: Date) => value.toISOString().slice(0, 10),
  })
  const path = definePaths({ day })
  const archive = app.get(path('/archive/<day:date>/<int:page>'), ({ params }) => {
    expectTypeOf(params.date).toEqualTypeOf<Date>()
    expectTypeOf(params.page).toEqualTypeOf<number>()
    return params
  })
  expectTypeOf(archive.url({ date: new Date(0), page: 1 })).toEqualTypeOf<string>()
  // @ts-expect-error -- the day is a Date
  void (() => archive.url({ date: '2026-01-01', page: 1 }))
})

it('gives the state of an extension, and asks for its options', () => {
  class Counter implements Extension<{ count: number }, { step: number; loud: boolean }> {
    readonly name = 'counter'
    readonly options = defineOptions({ step: integerOption(1), loud: booleanOption(false) })
    initApp(): { count: number } {
      return { count: 0 }
    }
  }
  const counter = new Counter()
  expectTypeOf(app.register(counter, { step: 2 })).toEqualTypeOf<{ count: number }>()
  expectTypeOf(app.extension(counter)).toEqualTypeOf<{ count: number }>()
  // @ts-expect-error -- the option is a number
  void (() => app.register(counter, { step: 'two' }))
  // @ts-expect-error -- there is no such option
  void (() => app.register(counter, { stop: 2 }))
})

it('types what is kept under a key', () => {
  const tenant = defineKey<{ readonly title: string }>('tenant')
  const read = (c: Context): string | undefined => c.get(tenant)?.title
  expectTypeOf(read).returns.toEqualTypeOf<string | undefined>()
  // @ts-expect-error -- a key keeps values of its own type only
  void ((c: Context) => c.set(tenant, 7))
})

it('types the error that a handler asked for', () => {
  class OutOfStock extends Error {
    readonly left = 0
  }
  app.errorHandler(OutOfStock, (error) => {
    expectTypeOf(error).toEqualTypeOf<OutOfStock>()
    return { left: error.left }
  })
  app.errorHandler(404, (error) => {
    expectTypeOf(error.status).toEqualTypeOf<number>()
    return error.detail
  })
})

it('takes records, classes, arrays, interfaces and promises of them', () => {
  interface Post {
    readonly id: number
  }
  const post: Post = { id: 1 }
  const record: Record<string, unknown> = {}
  app.get('/r1', () => record)
  app.get('/r2', async () => post)
  app.get('/r3', () => [post])
  app.get('/r4', () => new Date())
  app.get('/r5', async () => 'text')
  app.get('/r6', () => (post.id > 0 ? post : 'none'))
  app.get('/r7', () => new Response('x'))
  app.get('/r8', () => new ReadableStream<Uint8Array>())
  app.get('/r9', function* () {
    yield 'chunk'
  })
  expectTypeOf(record).toExtend<Returned>()
})
