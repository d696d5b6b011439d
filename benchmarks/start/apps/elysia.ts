import { node } from '@elysiajs/node'
import { type AnyElysia, Elysia } from 'elysia'
import { setImmediate as later } from 'node:timers/promises'
import { elysiaPort } from '../../house/elysia-port.ts'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app: AnyElysia = new Elysia({ adapter: node() })
  for (let i = 0; i < plugins; i++) {
    app.use(new Elysia({ name: `plugin-${i}` }).onBeforeHandle({ as: 'global' }, () => {}))
    await later()
  }
  for (const path of staticRoutes(routes)) app.get(path, () => ({ ok: true }))
  for (const path of dynamicRoutes(routes, ':id')) app.get(path, ({ params }) => ({ ok: true, ...params }))
  return elysiaPort(app)
}
