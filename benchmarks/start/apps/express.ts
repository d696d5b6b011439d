import express from 'express'
import { setImmediate as later } from 'node:timers/promises'
import type { Begin } from '../begin.ts'
import { dynamicRoutes, staticRoutes } from '../routes.ts'

export const begin: Begin = async (routes, plugins) => {
  const app = express()
  for (let i = 0; i < plugins; i++) {
    app.use((_request, _response, next) => next())
    await later()
  }
  for (const path of staticRoutes(routes))
    app.get(path, (_request, response) => void response.json({ ok: true }))
  for (const path of dynamicRoutes(routes, ':id'))
    app.get(path, (request, response) => void response.json({ ok: true, ...request.params }))
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server))
  })
}
