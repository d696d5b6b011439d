import { node } from '@elysiajs/node'
import { staticPlugin } from '@elysiajs/static'
import { type AnyElysia, Elysia, t } from 'elysia'
import { join } from 'node:path'
import { defineContender } from '../house/contender.ts'
import { elysiaPort } from '../house/elysia-port.ts'
import { fixtures, mebibyteStream } from '../house/fixtures.ts'

const User = t.Object({
  name: t.String({ minLength: 1, maxLength: 80 }),
  age: t.Integer({ minimum: 0 }),
  tags: t.Array(t.String()),
})

const make = (): Elysia => new Elysia({ adapter: node() })

function nest(names: string): AnyElysia {
  const [name, ...rest] = names
  if (name === undefined) return new Elysia().get('/hello', () => 'Hello, World!')
  return new Elysia({ prefix: `/${name}` }).use(nest(rest.join('')))
}

const files = async (): Promise<AnyElysia> =>
  make().use(await staticPlugin({ assets: join(fixtures, 'static'), prefix: '/static' }))

export const contender = defineContender<AnyElysia>({
  name: 'elysia',
  packages: ['elysia', '@elysiajs/node', '@elysiajs/static'],
  apps: {
    hello: () => make().get('/', () => 'Hello, World!'),
    json: () => make().get('/json', () => ({ message: 'Hello, World!' })),
    param: () =>
      make().get('/users/:id', ({ params }) => ({ id: params.id }), {
        params: t.Object({ id: t.Integer() }),
      }),
    // As its documentation advises; without a name it looks for a body first, and that makes a stream of it.
    echo: () => make().post('/echo', ({ body }) => body, { parse: 'json' }),
    validated: () =>
      make().post('/users', ({ body }) => ({ name: body.name, count: body.tags.length }), {
        body: User,
        parse: 'json',
      }),
    notFound: () => make().get('/', () => 'Hello, World!'),
    file1k: files,
    file1m: files,
    hooks10: () => {
      const app = make()
      for (let hook = 0; hook < 10; hook++) app.onBeforeHandle(() => {})
      return app.get('/', () => 'Hello, World!')
    },
    nested10: () => make().use(nest('abcdefghij')),
    stream1m: () =>
      make().get(
        '/stream',
        () => new Response(mebibyteStream(), { headers: { 'content-type': 'text/plain; charset=utf-8' } }),
      ),
  },
  listen: elysiaPort,
  fetchOf: (app) => (request) => app.fetch(request),
})
