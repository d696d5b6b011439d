import { setImmediate as later } from 'node:timers/promises'
import type * as Core from '@micro/core'
import type { Begin } from '../begin.ts'
import { built } from '../../house/built.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

const core: typeof Core = await import(built('core'))
const { App, defineExtension } = core

export const begin: Begin = async (routes, plugins) => {
  const app = new App({ name: 'start' })
  for (let i = 0; i < plugins; i++)
    app.register(
      defineExtension({
        name: `plugin-${i}`,
        initApp: (setup) => {
          setup.beforeRequest(() => {})
          setup.onStart(async () => {
            await later()
          })
        },
      }),
    )
  for (const path of staticRoutes(routes)) app.get(path, () => ({ ok: true }))
  for (const path of dynamicRoutes(routes, '<int:id>'))
    app.get(path, ({ params }) => ({ ok: true, ...params }))
  return (await app.listen({ port: 0 })).port
}
