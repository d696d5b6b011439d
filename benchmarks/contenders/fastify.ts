import fastifyCookie from '@fastify/cookie'
import fastifySession from '@fastify/session'
import fastifyStatic from '@fastify/static'
import fastifyView from '@fastify/view'
import { fastify, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { defineContender } from '../house/contender.ts'
import { fixtures, items, mebibyte, visitor } from '../house/fixtures.ts'
import { portOf } from '../house/port-of.ts'

function make(
  add: (app: FastifyInstance) => void,
  options: FastifyServerOptions = {},
): () => FastifyInstance {
  return () => {
    const app = fastify(options)
    add(app)
    return app
  }
}

const user = {
  type: 'object',
  required: ['name', 'age', 'tags'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 80 },
    age: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string' } },
  },
} as const

/** A number in a list of texts is refused, and not made a text of. */
const strict: FastifyServerOptions = { ajv: { customOptions: { coerceTypes: false } } }

/** Its documentation advises a schema of the reply, from which a faster serializer is made. */
function replyWith(properties: Readonly<Record<string, object>>): object {
  return { '2xx': { type: 'object', properties } }
}

function nest(app: FastifyInstance, names: string): void {
  const [name, ...rest] = names
  if (name === undefined) app.get('/hello', () => 'Hello, World!')
  else
    app.register(
      (inner, _options, done) => {
        nest(inner, rest.join(''))
        done()
      },
      { prefix: `/${name}` },
    )
}

const files = make((app) => {
  app.register(fastifyStatic, { root: join(fixtures, 'static'), prefix: '/static/' })
})

/** A session, with what this app keeps in it. */
interface Visit {
  readonly sessionId: string
  name?: string
}

/**
 * With the plugins of its own organisation. The session is in its memory, its id in a signed cookie, written when something has changed and not
 * with each reply. What a stateless session would take is in README.md, under "What is not equal".
 */
const page = make((app) => {
  app.register(fastifyCookie)
  app.register(fastifySession, {
    secret: 'b8Rk2v5yXqTn7wZc4mFh9sLd3gJp6aUe',
    cookie: { secure: false },
    saveUninitialized: false,
    rolling: false,
  })
  const nunjucks: unknown = createRequire(import.meta.url)('nunjucks')
  app.register(fastifyView, { engine: { nunjucks }, templates: join(fixtures, 'templates') })
  app.addHook('onRequest', (_request, _reply, done) => done())
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('x-frame-options', 'DENY')
    done()
  })
  app.get('/login', (request) => {
    const session: Visit = request.session
    session.name = visitor
    return 'Welcome'
  })
  app.get('/page', (request, reply) => {
    const { name }: Visit = request.session
    if (name === undefined) return reply.code(401).send('Unauthorized')
    return reply.view('page.html', { name, items })
  })
})

export const contender = defineContender<FastifyInstance>({
  name: 'fastify',
  packages: [
    'fastify',
    '@fastify/static',
    '@fastify/cookie',
    '@fastify/session',
    '@fastify/view',
    'nunjucks',
  ],
  apps: {
    hello: make((app) => app.get('/', () => 'Hello, World!')),
    json: make((app) => {
      const schema = { response: replyWith({ message: { type: 'string' } }) }
      app.get('/json', { schema }, () => ({ message: 'Hello, World!' }))
    }),
    param: make((app) => {
      const properties = { id: { type: 'integer' } }
      const schema = { params: { type: 'object', properties }, response: replyWith(properties) }
      app.get<{ Params: { id: number } }>('/users/:id', { schema }, (request) => ({ id: request.params.id }))
    }),
    echo: make((app) => {
      const schema = { response: replyWith(user.properties) }
      app.post('/echo', { schema }, (request) => request.body)
    }),
    validated: make((app) => {
      const response = replyWith({ name: { type: 'string' }, count: { type: 'integer' } })
      app.post<{ Body: { name: string; tags: string[] } }>(
        '/users',
        { schema: { body: user, response } },
        ({ body }) => ({ name: body.name, count: body.tags.length }),
      )
    }, strict),
    notFound: make((app) => app.get('/', () => 'Hello, World!')),
    file1k: files,
    file1m: files,
    hooks10: make((app) => {
      for (let hook = 0; hook < 10; hook++) app.addHook('preHandler', (_request, _reply, done) => done())
      app.get('/', () => 'Hello, World!')
    }),
    nested10: make((app) => nest(app, 'abcdefghij')),
    stream1m: make((app) =>
      app.get('/stream', (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send(Readable.from(mebibyte(), { objectMode: false })),
      ),
    ),
    page,
  },
  listen: async (app) => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    return portOf(app.server)
  },
})
