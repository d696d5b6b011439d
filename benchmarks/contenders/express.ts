import express, { type Express } from 'express'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { z } from 'zod'
import { defineContender } from '../house/contender.ts'
import { fixtures, mebibyte } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

const User = z.object({ name: z.string().min(1).max(80), age: z.int().min(0), tags: z.array(z.string()) })

function make(add: (app: Express) => void): () => Express {
  return () => {
    const app = express()
    add(app)
    return app
  }
}

function nest(names: string): express.Router {
  const [name, ...rest] = names
  const router = express.Router()
  if (name === undefined)
    return router.get('/hello', (_request, response) => void response.type('text').send('Hello, World!'))
  return router.use(`/${name}`, nest(rest.join('')))
}

const files = make((app) => app.use('/static', express.static(join(fixtures, 'static'))))

export const contender = defineContender<Express>({
  name: 'express',
  packages: ['express'],
  apps: {
    hello: make((app) =>
      app.get('/', (_request, response) => void response.type('text').send('Hello, World!')),
    ),
    json: make((app) =>
      app.get('/json', (_request, response) => void response.json({ message: 'Hello, World!' })),
    ),
    param: make((app) =>
      app.get('/users/:id', (request, response, next) => {
        const { id } = request.params
        if (/^\d+$/.test(id)) response.json({ id: Number(id) })
        else next()
      }),
    ),
    echo: make((app) => {
      app.use(express.json())
      app.post('/echo', (request, response) => void response.json(request.body))
    }),
    validated: make((app) => {
      app.use(express.json())
      app.post('/users', (request, response) => {
        const { success, data } = User.safeParse(request.body)
        if (success) response.json({ name: data.name, count: data.tags.length })
        else response.sendStatus(422)
      })
    }),
    notFound: make((app) => app.get('/', (_request, response) => void response.send('Hello, World!'))),
    file1k: files,
    file1m: files,
    hooks10: make((app) => {
      for (let hook = 0; hook < 10; hook++) app.use((_request, _response, next) => next())
      app.get('/', (_request, response) => void response.type('text').send('Hello, World!'))
    }),
    nested10: make((app) => app.use(nest('abcdefghij'))),
    stream1m: make((app) =>
      app.get('/stream', (_request, response) => {
        response.type('text')
        pipeline(Readable.from(mebibyte(), { objectMode: false }), response, () => {})
      }),
    ),
  },
  listen: (app) =>
    new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(portOf(server)))
    }),
})
