import { H3, serve } from 'h3'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app = new H3()
  for (let i = 0; i < plugins; i++) {
    app.register((instance) => void instance.use(() => {}))
    await later()
  }
  for (const path of staticRoutes(routes)) app.get(path, () => ({ ok: true }))
  for (const path of dynamicRoutes(routes, ':id'))
    app.get(path, (event) => ({ ok: true, ...event.context.params }))
  const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true })
  await server.ready()
  const listening = server.node?.server
  if (listening === undefined) throw new Error('h3 has no server of Node')
  return listening
}
