import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app = new Hono()
  for (let i = 0; i < plugins; i++) {
    app.use(async (_c, next) => {
      await next()
    })
    await later()
  }
  for (const path of staticRoutes(routes)) app.get(path, (c) => c.json({ ok: true }))
  for (const path of dynamicRoutes(routes, ':id'))
    app.get(path, (c) => c.json({ ok: true, ...c.req.param() }))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(server))
  })
}
