import { fastify } from 'fastify'
import plugin from 'fastify-plugin'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app = fastify()
  for (let i = 0; i < plugins; i++)
    app.register(
      plugin(async (instance) => {
        instance.addHook('onRequest', (_request, _reply, done) => done())
        await later()
      }),
    )
  for (const path of staticRoutes(routes)) app.get(path, () => ({ ok: true }))
  for (const path of dynamicRoutes(routes, ':id')) app.get(path, ({ params }) => ({ ok: true, params }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server
}
