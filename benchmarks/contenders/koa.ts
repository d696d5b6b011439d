import { bodyParser } from '@koa/bodyparser'
import { Router } from '@koa/router'
import Koa from 'koa'
import serveStatic from 'koa-static'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyte } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })

function make(add: (app: Koa, router: Router) => void): () => Koa {
  return () => {
    const app = new Koa()
    const router = new Router()
    add(app, router)
    app.use(router.routes()).use(router.allowedMethods())
    return app
  }
}

function nest(names: string): Router {
  const [name, ...rest] = names
  const router = new Router()
  if (name === undefined) {
    router.get('/hello', (ctx) => {
      ctx.body = 'Hello, World!'
    })
  } else router.use(`/${name}`, nest(rest.join('')).routes())
  return router
}

const hello = (_app: Koa, router: Router): void => {
  router.get('/', (ctx) => {
    ctx.body = 'Hello, World!'
  })
}

const files = (): Koa => new Koa().use(serveStatic(fixtures))

export const contender = defineContender<Koa>({
  name: 'koa',
  packages: ['koa', '@koa/router', '@koa/bodyparser', 'koa-static'],
  apps: {
    hello: make(hello),
    json: make((_app, router) => {
      router.get('/json', (ctx) => {
        ctx.body = { message: 'Hello, World!' }
      })
    }),
    param: make((_app, router) => {
      router.get('/users/:id', (ctx) => {
        const id = String(ctx['params'].id)
        if (!/^\d+$/.test(id)) ctx.throw(404)
        ctx.body = { id: Number(id) }
      })
    }),
    echo: make((app, router) => {
      app.use(bodyParser())
      router.post('/echo', (ctx) => {
        ctx.body = ctx.request.body
      })
    }),
    validated: make((app, router) => {
      app.use(bodyParser())
      router.post('/users', (ctx) => {
        const user = User.safeParse(ctx.request.body)
        if (user.success) ctx.body = { name: user.data.name, count: user.data.tags.length }
        else ctx.status = 422
      })
    }),
    notFound: make(hello),
    file1k: files,
    file1m: files,
    hooks10: make((app, router) => {
      for (let hook = 0; hook < 10; hook++)
        app.use(async (_ctx, next) => {
          await next()
        })
      hello(app, router)
    }),
    nested10: make((_app, router) => {
      router.use(nest('abcdefghij').routes())
    }),
    stream1m: make((_app, router) => {
      router.get('/stream', (ctx) => {
        ctx.type = 'text/plain; charset=utf-8'
        ctx.body = Readable.from(mebibyte(), { objectMode: false })
      })
    }),
  },
  listen: (app) =>
    new Promise((resolve) => {
      // What clients send wrong is no news here.
      app.silent = true
      const server = app.listen(0, '127.0.0.1')
      server.once('listening', () => resolve(portOf(server)))
    }),
})
