import { H3, getValidatedRouterParams, readBody, readValidatedBody, serve, serveStatic } from 'h3'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyteStream } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })
const Params = z.object({ id: z.coerce.number().int() })

function nest(names: string): H3 {
  const [name, ...rest] = names
  if (name === undefined) return new H3().get('/hello', plain)
  return new H3().mount(`/${name}`, nest(rest.join('')))
}

const plain = (event: { res: { headers: Headers } }): string => {
  event.res.headers.set('content-type', 'text/plain; charset=utf-8')
  return 'Hello, World!'
}

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
    hello: () => new H3().get('/', plain),
    json: () => new H3().get('/json', () => ({ message: 'Hello, World!' })),
    param: () =>
      new H3().get('/users/:id', async (event) => {
        const { id } = await getValidatedRouterParams(event, Params)
        return { id }
      }),
    echo: () => new H3().post('/echo', async (event) => readBody(event)),
    validated: () =>
      new H3().post('/users', async (event) => {
        const { name, tags } = await readValidatedBody(event, User)
        return { name, count: tags.length }
      }),
    notFound: () => new H3().get('/', plain),
    file1k: files,
    file1m: files,
    hooks10: () => {
      const app = new H3()
      for (let hook = 0; hook < 10; hook++) app.use(() => {})
      return app.get('/', plain)
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
