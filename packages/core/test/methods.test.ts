import { abort, App, Blueprint, respond } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'
import { rawInMemory } from './raw.ts'

describeMatrix('methods', (bench) => {
  const answer = async (method: string, path: string): Promise<{ status: number; allow: string | null }> => {
    const response = await bench().fetch(path, { method })
    return { status: response.status, allow: response.headers.get('allow') }
  }

  it('N01: answers 405 with what is allowed when only the method is wrong', async () => {
    bench().app.get('/users', () => 'all')
    expect(await answer('POST', '/users')).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' })
  })

  it('names the methods of every route of the path', async () => {
    bench().app.get('/users', { endpoint: 'list' }, () => 'all')
    bench().app.post('/users', { endpoint: 'create' }, () => 'made')
    expect(await answer('DELETE', '/users')).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS, POST' })
  })

  it('N02: answers HEAD where it answers GET, without a body but with its length', async () => {
    bench().app.get('/', () => 'Hello')
    const response = await bench().fetch('/', { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '5',
      '',
    ])
  })

  it('N02: tells the source of a stream to stop when HEAD is asked', async () => {
    let ended = false
    bench().app.get('/', () => new ReadableStream({ cancel: () => void (ended = true) }))
    const response = await bench().fetch('/', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
    await expect.poll(() => ended).toBe(true)
  })

  it('N03: answers OPTIONS by itself with 204 and the methods of every route of the path', async () => {
    bench().app.get('/users', { endpoint: 'list' }, () => 'all')
    bench().app.post('/users', { endpoint: 'create' }, () => 'made')
    expect(await answer('OPTIONS', '/users')).toEqual({ status: 204, allow: 'GET, HEAD, OPTIONS, POST' })
  })

  it('N03: answers OPTIONS of the server as a whole with 204', async () => {
    bench().app.get('/', () => 'home')
    expect((await bench().raw('*', { method: 'OPTIONS' })).status).toBe(204)
  })

  it('N08: answers 400 to any other method of the server as a whole', async () => {
    bench().app.get('/', () => 'home')
    expect((await bench().raw('*')).status).toBe(400)
  })

  it('answers 404 to OPTIONS of an unknown path', async () => {
    expect((await answer('OPTIONS', '/nowhere')).status).toBe(404)
  })

  it('does not run before hooks for automatic OPTIONS', async () => {
    bench().app.beforeRequest(() => 'refused')
    bench().app.get('/', () => 'home')
    expect((await answer('OPTIONS', '/')).status).toBe(204)
  })

  it('runs the after hooks for automatic OPTIONS', async () => {
    bench().app.afterRequest((reply) => void reply.headers.set('access-control-allow-origin', '*'))
    bench().app.get('/', () => 'home')
    expect((await bench().fetch('/', { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBe(
      '*',
    )
  })

  it('never redirects a preflight', async () => {
    bench().app.get('/d/', () => 'branch')
    expect((await answer('OPTIONS', '/d')).status).toBe(204)
  })

  it('leaves OPTIONS to a route that lists it, in any letter case', async () => {
    bench().app.route('/', { methods: ['get', 'options'] }, () => 'mine')
    const response = await bench().fetch('/', { method: 'OPTIONS' })
    expect([response.status, await response.text()]).toEqual([200, 'mine'])
  })

  it('answers 405 to OPTIONS where it was switched off', async () => {
    bench().app.get('/', { automaticOptions: false }, () => 'home')
    expect(await answer('OPTIONS', '/')).toEqual({ status: 405, allow: 'GET, HEAD' })
  })

  it('N06: knows no method by the name of an object property', async () => {
    bench().app.get('/', () => 'home')
    await bench().app.start()
    const response = await bench().app.fetch(new Request('http://localhost/', { method: 'constructor' }))
    expect(response.status).toBe(405)
  })

  it('N07: answers 405 to methods that nobody registered', async () => {
    bench().app.get('/', () => 'home')
    for (const method of ['PROPFIND', 'M-SEARCH', 'PURGE'])
      expect((await bench().raw('/', { method })).status).toBe(405)
  })

  it('N04: answers 405 to TRACE', async () => {
    bench().app.get('/', () => 'home')
    expect((await bench().raw('/', { method: 'TRACE' })).status).toBe(405)
  })

  it('N04: does not let CONNECT through', async () => {
    bench().app.get('/', () => 'home')
    await bench().app.start()
    expect((await bench().raw('/', { method: 'CONNECT' })).status).toBe(405)
  })

  it.each(['FOO', 'X'.repeat(300)])('N05: never answers a made-up method with a view: %s', async (method) => {
    bench().app.get('/', () => 'home')
    // Node's parser refuses it; what reaches the pipeline is not allowed.
    expect([400, 405]).toContain((await bench().raw('/', { method })).status)
  })

  it('does not run the guards of a route or blueprint for automatic OPTIONS', async () => {
    const guarded = new Blueprint('guarded', { urlPrefix: '/guarded' })
    guarded.beforeRequest(() => abort(401))
    guarded.put('/<int:id>', { before: [() => abort(403)] }, () => 'put')
    bench().app.register(guarded)
    expect(await answer('OPTIONS', '/guarded/7')).toEqual({ status: 204, allow: 'OPTIONS, PUT' })
    expect((await answer('PUT', '/guarded/7')).status).toBe(401)
  })

  it('runs the before hooks for OPTIONS that a route lists', async () => {
    bench().app.beforeRequest(() => abort(401))
    bench().app.route('/', { methods: ['OPTIONS'] }, () => 'mine')
    expect((await answer('OPTIONS', '/')).status).toBe(401)
  })

  it('runs the before hooks before a 405 is said, and lets one answer', async () => {
    const api = new Blueprint('api', { urlPrefix: '/api' })
    api.beforeRequest((c) => (c.request.query.has('key') ? undefined : abort(401)))
    api.get('/x', () => 'x')
    bench().app.register(api)
    expect((await answer('DELETE', '/api/x')).status).toBe(401)
    expect(await answer('DELETE', '/api/x?key=1')).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS' })
  })

  it('N03: names all methods of the app for the server as a whole', async () => {
    bench().app.get('/a', () => 'a')
    bench().app.put('/b', () => 'b')
    expect((await bench().raw('*', { method: 'OPTIONS' })).headers.get('allow')).toBe(
      'GET, HEAD, OPTIONS, PUT',
    )
  })

  it('reads methods of a list in any letter case', async () => {
    bench().app.route('/', { methods: ['get', 'Post'] }, ({ request }) => request.method)
    expect([(await answer('POST', '/')).status, (await answer('GET', '/')).status]).toEqual([200, 200])
    expect((await answer('PUT', '/')).allow).toBe('GET, HEAD, OPTIONS, POST')
  })

  it('gives HEAD to the route that lists it', async () => {
    bench().app.get('/', { endpoint: 'get' }, () => 'get')
    bench().app.route('/', { endpoint: 'head', methods: ['HEAD'] }, () =>
      respond(null, { headers: { 'x-by': 'head' } }),
    )
    expect((await bench().fetch('/', { method: 'HEAD' })).headers.get('x-by')).toBe('head')
    expect(await (await bench().fetch('/')).text()).toBe('get')
  })

  it('takes any method that a route lists', async () => {
    bench().app.route('/', { methods: ['PROPFIND'] }, ({ request }) => request.method)
    expect((await bench().raw('/', { method: 'PROPFIND' })).body).toBe('PROPFIND')
  })

  it.each(['post', 'put', 'patch', 'delete'] as const)('has a verb for %s', async (verb) => {
    bench().app[verb]('/', ({ request }) => request.method)
    expect(await (await bench().fetch('/', { method: verb.toUpperCase() })).text()).toBe(verb.toUpperCase())
  })
})

describe('a method', () => {
  it('N05: in lower case is another one', async () => {
    await using app = new App()
    app.get('/', () => 'home')
    expect((await rawInMemory(app, '/', { method: 'get' })).status).toBe(405)
  })
})
