// Serves an app that has much of one thing: what `house/served.ts` is given.
import type * as Core from '@micro/core'
import { built } from '../house/built.ts'
import { dynamicRoutes, staticRoutes } from '../start/routes.ts'

const core: typeof Core = await import(built('core'))
const { App, defineExtension } = core

/** @param argument - `'routes 1000'`, `'hooks 10'` or `'extensions 20'`. */
export async function serve(argument: string): Promise<number> {
  const [what, text] = argument.split(' ')
  const count = Number(text)
  const app = new App({ name: 'growth' })
  if (what === 'hooks') for (let i = 0; i < count; i++) app.beforeRequest(() => {})
  if (what === 'extensions') for (let i = 0; i < count; i++) app.register(extension(i))
  const routes = what === 'routes' ? count : 2
  for (const path of staticRoutes(routes)) app.get(path, () => ({ ok: true }))
  for (const path of dynamicRoutes(routes, '<int:id>'))
    app.get(path, ({ params }) => ({ ok: true, ...params }))
  return (await app.listen({ port: 0 })).port
}

/** One as most are: a hook before and one after. */
function extension(index: number): Core.Extension<undefined> {
  return defineExtension({
    name: `extension-${index}`,
    initApp(app) {
      app.beforeRequest(() => {})
      app.afterRequest((reply) => reply)
      return undefined
    },
  })
}
