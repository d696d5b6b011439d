import {
  abort,
  App,
  BadRequest,
  Blueprint,
  html,
  HttpError,
  InternalServerError,
  json,
  MethodNotAllowed,
  NotFound,
  respond,
  type StandardSchema,
} from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

class Overdrawn extends Error {}
class DeeplyOverdrawn extends Overdrawn {}

function thrower(error: unknown): () => never {
  return () => {
    throw error
  }
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** What a caller without types can return. */
function untyped(value: unknown): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mistake that is tested
  return value as string
}

describeMatrix('errors', (bench) => {
  const answer = async (
    path = '/',
    headers: Record<string, string> = {},
  ): Promise<readonly [number, string]> => {
    const response = await bench().fetch(path, { headers })
    return [response.status, await response.text()]
  }
  const failures = (): string[] =>
    bench()
      .errors.splice(0)
      .map(({ err }) => String(err))

  it('abort ends the request with its status', async () => {
    bench().app.get('/', () => abort(403))
    expect((await answer())[0]).toBe(403)
  })

  it('abort carries header fields to the client', async () => {
    bench().app.get('/', () => abort(429, 'Slowly', { headers: { 'retry-after': '30' } }))
    expect((await bench().fetch('/')).headers.get('retry-after')).toBe('30')
  })

  it('abort in an async handler does the same', async () => {
    bench().app.get('/', async () => {
      await Promise.resolve()
      return abort(409, 'Taken')
    })
    expect((await answer())[0]).toBe(409)
  })

  it('abort takes any status of an error, also one without a name', async () => {
    bench().app.get('/', () => abort(499))
    expect((await answer())[0]).toBe(499)
  })

  it.each([99, 200, 304, 600, 404.5])('T12: abort(%d) is a mistake of the developer', async (status) => {
    bench().app.get('/', () => abort(status))
    expect((await answer())[0]).toBe(500)
    expect(failures()[0]).toContain('ABORT_STATUS')
  })

  it('a handler by status answers, and a bare value keeps the status', async () => {
    bench().app.errorHandler(404, () => 'Nothing here')
    expect(await answer()).toEqual([404, 'Nothing here'])
  })

  it('an object of a handler is JSON with the status', async () => {
    bench().app.errorHandler(404, () => ({ error: 'none' }))
    expect(await answer()).toEqual([404, '{"error":"none"}'])
  })

  it('a reply of a handler says its own status', async () => {
    bench().app.errorHandler(404, () => respond('Found after all', { status: 200 }))
    expect(await answer()).toEqual([200, 'Found after all'])
  })

  it('a platform Response of a handler says its own status', async () => {
    bench().app.errorHandler(404, () => new Response('Gone', { status: 410 }))
    expect(await answer()).toEqual([410, 'Gone'])
  })

  it('an async handler is waited for', async () => {
    bench().app.errorHandler(404, async () => {
      await Promise.resolve()
      return 'late'
    })
    expect(await answer()).toEqual([404, 'late'])
  })

  it('a handler gets the error and the context', async () => {
    bench().app.errorHandler(NotFound, (error, c) => `${error.detail} on ${c.request.path}`)
    bench().app.get('/posts', () => abort(404, 'No post'))
    expect(await answer('/posts')).toEqual([404, 'No post on /posts'])
  })

  it('a handler by class catches what extends it', async () => {
    bench().app.errorHandler(Overdrawn, (error) => respond(error.message, { status: 402 }))
    bench().app.get('/', thrower(new DeeplyOverdrawn('deep')))
    expect(await answer()).toEqual([402, 'deep'])
  })

  it('a bare value for an error that has no status is sent with 500', async () => {
    bench().app.errorHandler(Overdrawn, () => 'sorry')
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect(await answer()).toEqual([500, 'sorry'])
  })

  it('the most specific class counts, whatever the order', async () => {
    bench().app.errorHandler(Error, () => 'any')
    bench().app.errorHandler(DeeplyOverdrawn, () => 'deep')
    bench().app.errorHandler(Overdrawn, () => 'overdrawn')
    bench().app.get('/', thrower(new DeeplyOverdrawn('x')))
    expect((await answer())[1]).toBe('deep')
  })

  it('a handler by status goes before one by class', async () => {
    bench().app.errorHandler(HttpError, () => 'class')
    bench().app.errorHandler(404, () => 'status')
    expect((await answer())[1]).toBe('status')
  })

  it('a handler of HttpError gets what routing says', async () => {
    bench().app.errorHandler(HttpError, (error) => `${error.status}`)
    bench().app.post('/post', () => 'x')
    expect([await answer('/none'), await answer('/post')]).toEqual([
      [404, '404'],
      [405, '405'],
    ])
  })

  it('a handler of Error gets HTTP errors too', async () => {
    bench().app.errorHandler(Error, (error) => error.name)
    expect(await answer()).toEqual([404, 'NotFound'])
  })

  it('a handler of Error gets the raw error', async () => {
    bench().app.errorHandler(Error, (error) => error.message)
    bench().app.get('/', thrower(new Overdrawn('raw')))
    expect(await answer()).toEqual([500, 'raw'])
  })

  it('a handler of 500 gets an InternalServerError with the cause, and the error is logged', async () => {
    const cause = new Overdrawn('the cause')
    bench().app.errorHandler(500, (error) => `${error.name}: ${String(error.cause === cause)}`)
    bench().app.get('/', thrower(cause))
    expect(await answer()).toEqual([500, 'InternalServerError: true'])
    expect(failures()).toEqual(['Error: the cause'])
  })

  it('a handler of InternalServerError does so too', async () => {
    bench().app.errorHandler(InternalServerError, (error) => String(error.cause))
    bench().app.get('/', thrower(new Error('inside')))
    expect(await answer()).toEqual([500, 'Error: inside'])
    expect(failures()).toHaveLength(1)
  })

  it('a handler of HttpError gets what nobody took, as a 500 with the cause', async () => {
    bench().app.errorHandler(HttpError, (error) => `${error.status} ${String(error.cause)}`)
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect(await answer()).toEqual([500, '500 Error: x'])
    expect(failures()).toEqual(['Error: x'])
  })

  it('a handler of an own class of an HTTP error goes before that of its status', async () => {
    class NoPost extends NotFound {}
    bench().app.errorHandler(404, () => 'status')
    bench().app.errorHandler(NoPost, () => 'no post')
    bench().app.get('/', thrower(new NoPost()))
    expect([await answer(), await answer('/nowhere')]).toEqual([
      [404, 'no post'],
      [404, 'status'],
    ])
  })

  it('of two handlers for the same the later one counts', async () => {
    bench().app.errorHandler(404, () => 'first')
    bench().app.errorHandler(404, () => 'second')
    expect((await answer())[1]).toBe('second')
  })

  it('an error that a handler took is not logged', async () => {
    bench().app.errorHandler(Overdrawn, () => 'handled')
    bench().app.get('/', thrower(new Overdrawn('x')))
    await answer()
    expect(bench().errors).toEqual([])
  })

  it('a handler may stream, and keeps the status', async () => {
    bench().app.errorHandler(404, async function* () {
      yield 'not '
      yield 'here'
    })
    expect(await answer()).toEqual([404, 'not here'])
  })

  it('a handler of Response or Reply is not asked: what is returned is no error', async () => {
    bench().app.errorHandler(Error, () => 'caught')
    bench().app.get('/', () => respond('teapot', { status: 418 }))
    expect(await answer()).toEqual([418, 'teapot'])
  })

  it('errors of guards, middleware and schemas are handled as those of the view', async () => {
    const refuse: StandardSchema = {
      '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'no' }] }) },
    }
    bench().app.errorHandler(HttpError, ({ status }) => `handled ${status}`)
    bench().app.get('/guard', { before: [() => abort(403)] }, () => 'x')
    bench().app.get('/schema', { query: refuse }, () => 'x')
    expect([await answer('/guard'), await answer('/schema')]).toEqual([
      [403, 'handled 403'],
      [422, 'handled 422'],
    ])
  })

  it('abort(500) has no cause and is not logged', async () => {
    bench().app.errorHandler(500, (error) => String(error.cause))
    bench().app.get('/', () => abort(500))
    expect(await answer()).toEqual([500, 'undefined'])
  })

  it('a blueprint answers the errors of its views before the app does', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(404, () => 'blueprint')
    blueprint.get('/x', { endpoint: 'x' }, () => abort(404))
    bench().app.errorHandler(404, () => 'app')
    bench().app.register(blueprint)
    expect([(await answer('/bp/x'))[1], (await answer('/other'))[1]]).toEqual(['blueprint', 'app'])
  })

  it('a blueprint owns the 404 and 405 below its prefix', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(NotFound, () => 'not here')
    blueprint.errorHandler(MethodNotAllowed, () => 'not so')
    blueprint.post('/x', { endpoint: 'x' }, () => 'x')
    bench().app.register(blueprint)
    expect([await answer('/bp/none'), await answer('/bp/x')]).toEqual([
      [404, 'not here'],
      [405, 'not so'],
    ])
  })

  it('the innermost blueprint answers first', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/outer' })
    const inner = new Blueprint('inner', { urlPrefix: '/inner' })
    outer.errorHandler(404, () => 'outer')
    inner.errorHandler(404, () => 'inner')
    outer.register(inner)
    bench().app.register(outer)
    expect([(await answer('/outer/inner/x'))[1], (await answer('/outer/x'))[1]]).toEqual(['inner', 'outer'])
  })

  it('a blueprint by class goes before the app by class', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(Error, () => 'blueprint')
    blueprint.get('/x', { endpoint: 'x' }, thrower(new DeeplyOverdrawn('x')))
    bench().app.errorHandler(DeeplyOverdrawn, () => 'app')
    bench().app.register(blueprint)
    expect((await answer('/bp/x'))[1]).toBe('blueprint')
  })

  it('a blueprint that does not handle an error leaves it to the one around it, then to the app', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/outer' })
    const inner = new Blueprint('inner', { urlPrefix: '/inner' })
    outer.errorHandler(409, () => 'outer')
    bench().app.errorHandler(410, () => 'app')
    inner.get('/<int:status>', ({ params }) => abort(params.status))
    outer.register(inner)
    bench().app.register(outer)
    expect([await answer('/outer/inner/409'), await answer('/outer/inner/410')]).toEqual([
      [409, 'outer'],
      [410, 'app'],
    ])
  })

  it('a blueprint answers a 500 of its own routes only', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(500, () => 'blueprint')
    blueprint.get('/', thrower(new Error('x')))
    bench().app.register(blueprint)
    bench().app.get('/', thrower(new Error('x')))
    expect([(await answer('/bp/'))[1], (await answer('/'))[1]]).toEqual([
      'blueprint',
      expect.stringContaining('500'),
    ])
    expect(failures()).toHaveLength(2)
  })

  it('a 405 that a blueprint answers still says what is allowed', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(405, () => ({ error: 'no' }))
    blueprint.post('/x', () => 'x')
    bench().app.register(blueprint)
    const response = await bench().fetch('/bp/x')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
  })

  it('the app by status goes before a blueprint by HttpError', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.errorHandler(HttpError, () => 'blueprint by class')
    bench().app.errorHandler(404, () => 'app by status')
    bench().app.register(blueprint)
    expect((await answer('/bp/x'))[1]).toBe('app by status')
  })

  it('errors of before hooks are handled', async () => {
    bench().app.beforeRequest(thrower(new Overdrawn('x')))
    bench().app.errorHandler(Overdrawn, () => 'handled')
    expect((await answer())[1]).toBe('handled')
  })

  it('T05: an error handler that fails is not handled again: built-in 500, once', async () => {
    let runs = 0
    bench().app.errorHandler(Error, () => {
      runs += 1
      throw new Error('the handler broke')
    })
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect((await answer())[0]).toBe(500)
    expect([runs, failures()]).toEqual([1, ['Error: the handler broke']])
  })

  it('T05: an async error handler that fails is answered with 500', async () => {
    bench().app.errorHandler(404, async () => {
      throw new Error('the handler broke')
    })
    expect((await answer())[0]).toBe(500)
    expect(failures()).toEqual(['Error: the handler broke'])
  })

  it('T05: an async error handler is not asked about its own failure', async () => {
    let runs = 0
    bench().app.errorHandler(Error, async () => {
      runs += 1
      throw new Overdrawn('the handler broke')
    })
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect((await answer())[0]).toBe(500)
    expect([runs, failures()]).toEqual([1, ['Error: the handler broke']])
  })

  it('T05: an error handler that returns nothing is answered with 500', async () => {
    bench().app.errorHandler(404, () => untyped(undefined))
    expect((await answer())[0]).toBe(500)
    expect(failures()[0]).toContain('RETURNED_NOTHING')
  })

  it('abort in an error handler is not handled again, and not logged', async () => {
    bench().app.errorHandler(Overdrawn, () => abort(409, 'Taken'))
    bench().app.errorHandler(409, () => 'handled again')
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect(await answer('/', { accept: 'text/plain' })).toEqual([409, '409 Conflict\nTaken'])
  })

  it('abort in an async error handler keeps its status', async () => {
    bench().app.errorHandler(404, async () => abort(410))
    expect((await answer())[0]).toBe(410)
  })

  it('after hooks run on the reply of an error handler that fails', async () => {
    bench().app.errorHandler(404, thrower(new Error('x')))
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', String(reply.status)))
    expect((await bench().fetch('/')).headers.get('x-after')).toBe('500')
    expect(failures()).toHaveLength(1)
  })

  it('abort in an error handler keeps its status', async () => {
    bench().app.errorHandler(Overdrawn, () => abort(409, 'Conflict'))
    bench().app.get('/', thrower(new Overdrawn('x')))
    expect((await answer())[0]).toBe(409)
  })

  it('a header field that cannot be sent becomes 500', async () => {
    bench().app.get('/', () => abort(401, '', { headers: { 'www-authenticate': 'a\nb' } }))
    expect((await answer())[0]).toBe(500)
    expect(failures()[0]).toContain('HEADER_VALUE')
  })

  it.each([
    ['at once', () => abort(401, '', { headers: { 'www-authenticate': 'a\nb' } })],
    ['later', async () => abort(401, '', { headers: { 'www-authenticate': 'a\nb' } })],
  ])('one that an error handler adds by its own error, %s, becomes 500 too', async (_, handler) => {
    bench().app.errorHandler(404, handler)
    expect((await answer('/x'))[0]).toBe(500)
    expect(failures()[0]).toContain('HEADER_VALUE')
  })

  it('a browser gets a page', async () => {
    const response = await bench().fetch('/x', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    })
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<h1>404 Not Found</h1>')
  })

  it('a client of an API gets problem details', async () => {
    bench().app.get('/', () => abort(403, 'Not yours'))
    const response = await bench().fetch('/', { headers: { accept: 'application/json' } })
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'Not yours',
    })
  })

  it('problem details carry what the error adds', async () => {
    bench().app.get('/', () => abort(422, '', { problem: { errors: ['name'] } }))
    expect(await (await bench().fetch('/')).json()).toMatchObject({ status: 422, errors: ['name'] })
  })

  it.each([
    ['*/*', 'application/problem+json'],
    ['application/problem+json', 'application/problem+json'],
    ['application/*', 'application/problem+json'],
    ['text/*', 'text/html; charset=utf-8'],
    ['text/html;q=0.5, application/json', 'application/problem+json'],
    ['application/json;q=0.5, text/html', 'text/html; charset=utf-8'],
    ['text/html;q=0, */*', 'application/problem+json'],
    ['text/plain, text/html;q=0.9', 'text/plain; charset=utf-8'],
    ['image/png', 'application/problem+json'],
    ['', 'application/problem+json'],
    ['no media type', 'application/problem+json'],
  ])('who accepts %j gets %s', async (accept, type) => {
    const response = await bench().fetch('/x', { headers: { accept } })
    expect([response.status, response.headers.get('content-type')]).toEqual([404, type])
    expect(response.headers.get('vary')).toBe('accept')
  })

  it('what a hook adds to one page is not in the next', async () => {
    bench().app.afterRequest((reply, { request }) => {
      if (request.path === '/first') reply.headers.set('x-first', '1').vary('cookie')
    })
    const fieldsOf = async (path: string): Promise<unknown[]> => {
      const { headers } = await bench().fetch(path)
      return ['content-type', 'vary', 'x-content-type-options', 'x-first'].map((name) => headers.get(name))
    }
    const usual = ['application/problem+json', 'accept', 'nosniff', null]
    expect(await fieldsOf('/first')).toEqual([...usual.slice(0, 1), 'accept, cookie', 'nosniff', '1'])
    expect(await fieldsOf('/second')).toEqual(usual)
  })

  it('a path that is not there is answered behind hooks that take their time, by handlers that do', async () => {
    bench().app.beforeRequest(() => Promise.resolve())
    expect((await bench().fetch('/x')).status).toBe(404)
    expect((await bench().fetch('/x', { method: 'HEAD' })).status).toBe(404)
  })

  it('a handler that takes its time answers a path that is not there', async () => {
    bench().app.beforeRequest(() => Promise.resolve())
    bench().app.errorHandler(404, () => Promise.resolve('nothing here'))
    const response = await bench().fetch('/x')
    expect([response.status, await response.text()]).toEqual([404, 'nothing here'])
  })

  it('the reply to HEAD of what is not there has the length of its page and no body', async () => {
    const response = await bench().fetch('/x', { method: 'HEAD', headers: { accept: 'text/plain' } })
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      404,
      '13',
      '',
    ])
  })

  it('problem details of 405, 404 and 500 are whole and say no more', async () => {
    bench().app.post('/405', () => 'x')
    bench().app.get('/500', thrower(new Error('secret')))
    const bodies = ['/404', '/405', '/500'].map(async (path) => (await bench().fetch(path)).json())
    expect(await Promise.all(bodies)).toEqual([
      { type: 'about:blank', title: 'Not Found', status: 404 },
      { type: 'about:blank', title: 'Method Not Allowed', status: 405 },
      { type: 'about:blank', title: 'Internal Server Error', status: 500 },
    ])
    expect(failures()).toHaveLength(1)
  })

  it('a terminal gets plain text', async () => {
    expect(await answer('/x', { accept: 'text/plain' })).toEqual([404, '404 Not Found'])
  })

  it('a detail is escaped in a page', async () => {
    bench().app.get('/', () => abort(400, '<script>alert(1)</script>'))
    const [, body] = await answer('/', { accept: 'text/html' })
    expect(body).not.toContain('<script>')
    expect(body).toContain('&lt;script&gt;')
  })

  it('the page of an error may not be sniffed', async () => {
    expect((await bench().fetch('/x')).headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('405 says what is allowed, also through a handler by class of another error', async () => {
    bench().app.post('/', () => 'x')
    bench().app.errorHandler(Overdrawn, () => 'other')
    expect((await bench().fetch('/')).headers.get('allow')).toBe('OPTIONS, POST')
  })

  it('a client learns nothing of an error that nobody expected', async () => {
    bench().app.get('/', thrower(new Error('password is hunter2')))
    for (const accept of ['text/html', 'text/plain', 'application/json']) {
      const [status, body] = await answer('/', { accept })
      expect(status).toBe(500)
      expect(body).not.toMatch(/hunter2|errors\.test/)
    }
    expect(failures()).toHaveLength(3)
  })

  it('in debug the page shows the stack', async () => {
    bench().app.config.fromObject({ debug: true })
    bench().app.get('/', thrower(new Error('look here')))
    expect((await answer('/', { accept: 'text/html' }))[1]).toMatch(/look here[^]*errors\.test/)
    expect(failures()).toHaveLength(1)
  })

  it('in debug an HTTP error below 500 shows no stack', async () => {
    bench().app.config.fromObject({ debug: true })
    for (const accept of ['text/html', 'text/plain', 'application/json'])
      expect((await answer('/nowhere', { accept }))[1]).not.toMatch(/\.ts:|trace/)
  })

  it('in debug what is shown of an error is escaped', async () => {
    bench().app.config.fromObject({ debug: true })
    bench().app.get('/', thrower(new Error('<script>')))
    const [, body] = await answer('/', { accept: 'text/html' })
    expect(body).toContain('&lt;script&gt;')
    expect(body).not.toContain('<script>')
    failures()
  })

  it('an unexpected error is logged once, with path and method', async () => {
    bench().app.get('/pay', thrower(new Error('x')))
    await answer('/pay')
    expect(
      bench()
        .errors.splice(0)
        .map(({ message }) => message),
    ).toEqual(['Exception on /pay [GET]'])
  })

  it('HTTP errors are not logged', async () => {
    bench().app.get('/', () => abort(503))
    await answer()
    expect(bench().errors).toEqual([])
  })

  const hostile = Object.defineProperty({}, 'message', { get: thrower(new Error('getter')) })
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  it.each<readonly [string, unknown]>([
    ['a text', 'text'],
    ['null', null],
    ['undefined', undefined],
    ['a number', 7],
    ['an object whose getters throw', hostile],
    ['a frozen object', Object.freeze({})],
    ['a proxy that cannot be looked at', revoked.proxy],
    ['an error with a long message', new Error('x'.repeat(1_000_000))],
  ])('T01, T02: %s that is thrown or rejected with is answered with 500', async (_, value) => {
    bench().app.get('/sync', thrower(value))
    bench().app.get('/async', async () => {
      throw value
    })
    expect([(await answer('/sync'))[0], (await answer('/async'))[0]]).toEqual([500, 500])
    expect(bench().errors.splice(0)).toHaveLength(2)
  })

  it.each<readonly [string, unknown, string]>([
    ['nothing', undefined, 'RETURNED_NOTHING'],
    ['null', null, 'RETURNED_VALUE'],
    ['a number', 7, 'RETURNED_VALUE'],
    ['a boolean', true, 'RETURNED_VALUE'],
    ['a symbol', Symbol('s'), 'RETURNED_VALUE'],
    ['a bigint', 1n, 'RETURNED_VALUE'],
    ['a function', () => 'x', 'RETURNED_VALUE'],
    ['a Map', new Map(), 'RETURNED_VALUE'],
    ['a Set', new Set(), 'RETURNED_VALUE'],
  ])('T04: %s that is returned is a mistake which names the endpoint', async (_, value, code) => {
    bench().app.get('/', { endpoint: 'culprit' }, () => untyped(value))
    expect((await answer())[0]).toBe(500)
    const [failure] = failures()
    expect(failure).toContain(code)
    expect(failure).toContain('culprit')
  })

  it('T04: a cycle or NaN inside of an object is answered with 500', async () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    bench().app.get('/cycle', () => cycle)
    bench().app.get('/nan', () => ({ sum: Number.NaN }))
    expect([(await answer('/cycle'))[0], (await answer('/nan'))[0]]).toEqual([500, 500])
    expect(failures()).toHaveLength(2)
  })

  it('T04: JSON of what JSON does not know is answered with 500', async () => {
    bench().app.get('/', () => json(undefined))
    bench().app.get('/object', () => ({ toJSON: () => undefined }))
    expect([(await answer())[0], (await answer('/object'))[0]]).toEqual([500, 500])
    expect(failures()).toHaveLength(2)
  })

  it('T09: endless recursion is answered with 500', async () => {
    const recurse = (): string => recurse() + recurse()
    bench().app.get('/', recurse)
    expect((await answer())[0]).toBe(500)
    expect(failures()[0]).toContain('RangeError')
  })

  it.each([
    ['header fields that cannot be sent', new BadRequest('', { headers: { 'x-path': 'a\nb' } })],
    ['a proxy that cannot be looked at', revokedProxy()],
  ])('answers 500 where an error handler throws %s, at once or later', async (_, thrown) => {
    bench().app.errorHandler(404, thrower(thrown))
    bench().app.errorHandler(405, async () => {
      await Promise.resolve()
      throw thrown
    })
    bench().app.get('/', () => 'x')
    const { status: atOnce } = await bench().fetch('/nowhere')
    const { status: later } = await bench().fetch('/', { method: 'DELETE' })
    expect([atOnce, later]).toEqual([500, 500])
    bench().errors.splice(0)
  })

  it('a hook cannot change what the pages of other errors say', async () => {
    bench().app.afterRequest((reply) => {
      if (Array.isArray(reply.headerLines)) reply.headerLines.push('x-leak', 'yes')
    })
    await bench().fetch('/nowhere')
    expect((await bench().fetch('/elsewhere')).headers.get('x-leak')).toBeNull()
    bench().errors.splice(0)
  })

  it('goes on after an error', async () => {
    bench().app.get('/broken', thrower(new Error('x')))
    bench().app.get('/', () => html('fine'))
    await answer('/broken')
    expect(await answer()).toEqual([200, 'fine'])
    expect(failures()).toHaveLength(1)
  })

  it('an error handler may read the request of a Host that is not valid', async () => {
    expect((await bench().raw('/', { headers: { host: 'a b' } })).status).toBe(400)
  })
})

describe('errors, in code', () => {
  it.each([399, 600, 0, 200, 404.5])('refuses a handler for the status %d', (status) => {
    expect(() => new App().errorHandler(status, () => 'x')).toThrow(
      expect.objectContaining({ code: 'ABORT_STATUS' }),
    )
  })

  it.each([
    ['an instance', new NotFound()],
    ['a text', '404'],
    ['nothing', undefined],
  ])('refuses %s in the place of a class', (_, given) => {
    // @ts-expect-error -- what a program without types could pass
    expect(() => new App().errorHandler(given, () => 'x')).toThrow(
      expect.objectContaining({ code: 'ERROR_CLASS' }),
    )
  })

  it('abort throws the class of its status', () => {
    expect(() => abort(400, 'why')).toThrow(BadRequest)
    expect(() => abort(404)).toThrow('404 Not Found')
  })

  it('an HttpError has a code by its status', () => {
    expect(new NotFound().code).toBe('HTTP_404')
  })
})
