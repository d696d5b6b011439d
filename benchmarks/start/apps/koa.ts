import { Router } from '@koa/router'
import Koa from 'koa'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app = new Koa()
  const router = new Router()
  for (let i = 0; i < plugins; i++) {
    app.use(async (_ctx, next) => {
      await next()
    })
    await later()
  }
  for (const path of staticRoutes(routes))
    router.get(path, (ctx) => {
      ctx.body = { ok: true }
    })
  for (const path of dynamicRoutes(routes, ':id'))
    router.get(path, (ctx) => {
      ctx.body = { ok: true, ...ctx['params'] }
    })
  app.use(router.routes())
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server))
  })
}
