import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { abort, App, localPath, type Logger, redirect, respond } from '@micro/core'
import { Compression, RequestId, SecurityHeaders } from '@micro/core/extensions'

/** What an app under fire tells about itself. */
export interface Watch {
  /** A request reached the app that only stood inside of another one's body. */
  smuggled(id: string): void
  readonly logger: Logger
}

/**
 * An app that uses a bit of everything that reads what a client sends.
 *
 * @param folder - An empty one, for the files that it serves.
 */
export function targetApp(folder: string, watch: Watch): App {
  writeFiles(folder)
  const app = new App({
    name: 'target',
    rootPath: folder,
    logger: watch.logger,
    config: { trustedProxies: { peers: ['127.0.0.1'], host: 1, prefix: 1 } },
  })
  app.register(new Compression({ threshold: 1 }))
  app.register(new RequestId())
  app.register(new SecurityHeaders())
  // Whether a reply has a body depends on the method: a strict client has to know it.
  app.afterRequest((reply, { request }) => void reply.headers.set('x-method', request.method))
  app.get('/smuggled/<id>', ({ params }) => {
    watch.smuggled(params.id)
    return 'smuggled'
  })
  app.get('/marker/<id>', ({ params }) => `marker ${params.id}`)
  addReading(app)
  addBodies(app)
  addStreams(app)
  return app
}

function writeFiles(folder: string): void {
  mkdirSync(join(folder, 'static/sub'), { recursive: true })
  writeFileSync(join(folder, 'secret'), 'secret')
  writeFileSync(join(folder, 'static/a.txt'), 'some text')
  writeFileSync(join(folder, 'static/sub/b.txt'), 'more text')
  writeFileSync(join(folder, 'static/large.bin'), new Uint8Array(300_000))
}

function addReading(app: App): void {
  app.get('/', () => 'home')
  app.get('/hello/<name>', ({ params, request }) => ({
    name: params.name,
    type: request.accepts(['text/html', 'application/json']) ?? 'neither',
  }))
  app.get('/int/<int:n>', ({ params, query }) => ({ n: params.n, tags: query.getAll('tag') }))
  app.get('/path/<path:rest>', ({ params }) => params.rest)
  app.get('/query', ({ query, request }) => ({ all: [...query], url: request.url }))
  app.get('/redirect', ({ query }) => redirect(localPath(query.get('to'), '/')))
  app.get('/cookies', ({ request }) => {
    const reply = respond(JSON.stringify(request.cookies))
    reply.setCookie('seen', encodeURIComponent(request.cookies['a'] ?? ''))
    return reply
  })
  app.get('/seen', ({ request }) => ({
    ip: request.ip,
    host: request.host,
    scheme: request.scheme,
    url: request.url,
    fields: [...request.headers].length,
  }))
}

function addBodies(app: App): void {
  app.post('/json', async ({ request }) => ({ got: await request.json() }))
  app.post('/form', async ({ request }) => {
    const form = await request.form()
    return { names: [...form].map(([name]) => name) }
  })
  app.post('/bytes', async ({ request }) => `${(await request.bytes()).length}`)
  app.post('/ignored', () => 'not read')
  app.post('/refused', () => abort(403))
  app.post('/upload', async ({ request }) => {
    let size = 0
    for await (const chunk of request.stream()) size += chunk.length
    return `${size}`
  })
}

function addStreams(app: App): void {
  app.get('/slow', async () => {
    await pause(5)
    return 'slow'
  })
  app.get('/stream', async function* () {
    for (let i = 0; i < 5; i++) {
      await Promise.resolve()
      yield `line ${i}\n`
    }
  })
  app.get('/events', () =>
    respond(['data: one\n\n', 'data: two\n\n'].values(), {
      headers: { 'content-type': 'text/event-stream' },
    }),
  )
}
