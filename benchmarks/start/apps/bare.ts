// As anybody would write it: by a static import, which costs more than asking for a built-in module, as micro does. See README.md.
import { createServer } from 'node:http'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const known = new Set(staticRoutes(routes))
  for (let i = 0; i < plugins; i++) await later()
  const server = createServer((request, response) => {
    response.writeHead(known.has(request.url ?? '') ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ok: true }))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}
