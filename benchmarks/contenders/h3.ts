import { H3, HTTPError, readBody, readValidatedBody, serve, serveStatic } from 'h3'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyteStream } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })

function nest(names: string): H3 {
  const [name, ...rest] = names
  if (name === undefined) return new H3().get('/hello', hello)
  return new H3().mount(`/${name}`, nest(rest.join('')))
}

const hello = (): string => 'Hello, World!'

function files(): H3 {
  return new H3().get('/static/**', (event) =>
    serveStatic(event, {
      getContents: (id) => readFile(join(fixtures, id)),
      getMeta: async (id) => {
        const found = await stat(join(fixtures, id)).catch(() => undefined)
        return found?.isFile() === true ? { size: found.size, mtime: found.mtimeMs } : undefined
      },
    }),
  )
}

export const contender = defineContender<H3>({
  name: 'h3',
  packages: ['h3'],
  apps: {
    hello: () => new H3().get('/', hello),
    json: () => new H3().get('/json', () => ({ message: 'Hello, World!' })),
    param: () =>
      new H3().get('/users/:id', (event) => {
        const id = event.context.params?.['id'] ?? ''
        if (!/^\d+$/.test(id)) throw new HTTPError({ status: 404 })
        return { id: Number(id) }
      }),
    echo: () => new H3().post('/echo', async (event) => readBody(event)),
    validated: () =>
      new H3().post('/users', async (event) => {
        const { name, tags } = await readValidatedBody(event, User)
        return { name, count: tags.length }
      }),
    notFound: () => new H3().get('/', hello),
    file1k: files,
    file1m: files,
    hooks10: () => {
      const app = new H3()
      for (let hook = 0; hook < 10; hook++) app.use(() => {})
      return app.get('/', hello)
    },
    nested10: () => nest('abcdefghij'),
    stream1m: () =>
      new H3().get('/stream', (event) => {
        event.res.headers.set('content-type', 'text/plain; charset=utf-8')
        return mebibyteStream()
      }),
  },
  listen: async (app) => {
    const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true })
    await server.ready()
    const listening = server.node?.server
    if (listening === undefined) throw new Error('h3 has no server of Node')
    return portOf(listening)
  },
  fetchOf: (app) => (request) => app.fetch(request),
})
