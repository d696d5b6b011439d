import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import { z } from 'zod'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyteStream } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })

function nest(names: string): Hono {
  const [name, ...rest] = names
  if (name === undefined) return new Hono().get('/hello', (c) => c.text('Hello, World!'))
  return new Hono().route(`/${name}`, nest(rest.join('')))
}

// Taken only where files are served or a port is: the import puts classes of its own in the place of the platform's.
const node = (): Promise<typeof import('@hono/node-server')> => import('@hono/node-server')

async function files(): Promise<Hono> {
  const { serveStatic } = await import('@hono/node-server/serve-static')
  const app = new Hono()
  app.use('/static/*', serveStatic({ root: fixtures }))
  return app
}

export const contender = defineContender<Hono>({
  name: 'hono',
  packages: ['hono', '@hono/node-server', '@hono/zod-validator'],
  apps: {
    hello: () => new Hono().get('/', (c) => c.text('Hello, World!')),
    json: () => new Hono().get('/json', (c) => c.json({ message: 'Hello, World!' })),
    param: () => new Hono().get('/users/:id{[0-9]+}', (c) => c.json({ id: Number(c.req.param('id')) })),
    echo: () => new Hono().post('/echo', async (c) => c.json(await c.req.json())),
    validated: () =>
      new Hono().post('/users', zValidator('json', User), (c) => {
        const { name, tags } = c.req.valid('json')
        return c.json({ name, count: tags.length })
      }),
    notFound: () => new Hono().get('/', (c) => c.text('Hello, World!')),
    file1k: files,
    file1m: files,
    hooks10: () => {
      const app = new Hono()
      for (let hook = 0; hook < 10; hook++)
        app.use(async (_c, next) => {
          await next()
        })
      return app.get('/', (c) => c.text('Hello, World!'))
    },
    nested10: () => nest('abcdefghij'),
    stream1m: () =>
      new Hono().get('/stream', (c) =>
        c.body(mebibyteStream(), 200, { 'content-type': 'text/plain; charset=utf-8' }),
      ),
  },
  listen: async (app) => {
    const { serve } = await node()
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(portOf(server)),
      )
    })
  },
  fetchOf: (app) => (request) => app.fetch(request),
})
