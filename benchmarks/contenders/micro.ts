import { z } from 'zod'
import type * as Auth from '@micro/auth'
import type * as Core from '@micro/core'
import type * as Templating from '@micro/templating'
import { built } from '../house/built.ts'
import { defineContender } from '../house/contender.ts'
import { fixtures, items, mebibyte, visitor } from '../house/fixtures.ts'

/** Which build of core: a folder with a package in it, or the one that is installed. */
const core: typeof Core = await import(built('core'))
const { abort, App, Blueprint, json, stream } = core

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })

function make(add: (app: Core.App) => void): () => Core.App {
  return () => {
    const app = new App({ name: 'benchmark' })
    add(app)
    return app
  }
}

function nested(): Core.App {
  const app = new App({ name: 'benchmark' })
  const blueprints = 'abcdefghij'.split('').map((name) => new Blueprint(name, { urlPrefix: `/${name}` }))
  blueprints.at(-1)?.get('/hello', () => 'Hello, World!')
  const outermost = blueprints.reduceRight((inner, outer) => {
    outer.register(inner)
    return outer
  })
  app.register(outermost)
  return app
}

const files = (): Core.App => new App({ name: 'benchmark', rootPath: fixtures })

/** A session in a signed cookie, a template of files, a hook before and one after. */
async function page(): Promise<Core.App> {
  const { Sessions }: typeof Auth = await import(built('auth'))
  const { Templates }: typeof Templating = await import(built('templating'))
  const sessions = new Sessions<{ name?: string }>({ secure: false })
  const templates = new Templates()
  const config = { secretKey: 'b8Rk2v5yXqTn7wZc4mFh9sLd3gJp6aUe' }
  const app = new App({ name: 'benchmark', rootPath: fixtures, config })
  app.register(sessions)
  app.register(templates)
  app.beforeRequest(() => {})
  app.afterRequest((reply) => {
    reply.headers.set('x-frame-options', 'DENY')
  })
  app.get('/login', () => {
    sessions.set('name', visitor)
    return 'Welcome'
  })
  app.get('/page', () => {
    const name = sessions.get('name') ?? abort(401)
    return templates.render('page.html', { name, items })
  })
  return app
}

export const contender = defineContender<Core.App>({
  name: 'micro',
  packages: ['@micro/core', '@micro/auth', '@micro/templating', 'zod'],
  apps: {
    hello: make((app) => app.get('/', () => 'Hello, World!')),
    json: make((app) => app.get('/json', () => ({ message: 'Hello, World!' }))),
    param: make((app) => app.get('/users/<int:id>', ({ params }) => ({ id: params.id }))),
    echo: make((app) => app.post('/echo', async ({ request }) => json(await request.json()))),
    validated: make((app) =>
      app.post('/users', { body: User }, ({ body }) => ({ name: body.name, count: body.tags.length })),
    ),
    notFound: make((app) => app.get('/', () => 'Hello, World!')),
    file1k: files,
    file1m: files,
    hooks10: make((app) => {
      for (let hook = 0; hook < 10; hook++) app.beforeRequest(() => {})
      app.get('/', () => 'Hello, World!')
    }),
    nested10: nested,
    stream1m: make((app) => app.get('/stream', () => stream(mebibyte()))),
    page,
  },
  listen: async (app) => (await app.listen({ port: 0 })).port,
  fetchOf: (app) => app.fetch,
})
