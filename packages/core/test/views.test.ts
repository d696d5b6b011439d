import { abort, App, Blueprint, type Context, type ContextOf, MethodView, respond, View } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

class Item extends MethodView {
  get({ params }: ContextOf<'/items/<int:id>'>): object {
    return { id: params.id }
  }
  delete(): object {
    return respond(null, { status: 204 })
  }
}

describeMatrix('class-based views', (bench) => {
  it('answer each request method by the method of that name', async () => {
    bench().app.route('/items/<int:id>', Item)
    const client = await bench().client()
    expect(await (await client.get('/items/7')).json()).toEqual({ id: 7 })
    expect((await client.delete('/items/7')).status).toBe(204)
  })

  it('answer HEAD by get, and 405 for what they have no method for', async () => {
    bench().app.route('/items/<int:id>', Item)
    const client = await bench().client()
    expect((await client.head('/items/7')).status).toBe(200)
    const refused = await client.post('/items/7')
    expect(refused.status).toBe(405)
    expect(refused.headers.get('allow')).toBe('DELETE, GET, HEAD, OPTIONS')
  })

  it('inherit methods, and list fewer where they want to', async () => {
    class ReadOnly extends Item {
      static override readonly methods = ['GET']
    }
    bench().app.route('/items/<int:id>', { endpoint: 'read-only' }, ReadOnly)
    const client = await bench().client()
    expect((await client.get('/items/1')).status).toBe(200)
    expect((await client.delete('/items/1')).status).toBe(405)
  })

  it('answer HEAD and OPTIONS by methods of their own', async () => {
    class Own extends MethodView {
      get(): string {
        return 'get'
      }
      head(): object {
        return respond(null, { headers: { 'x-by': 'head' } })
      }
      options(): string {
        return 'mine'
      }
    }
    bench().app.route('/', Own)
    const client = await bench().client()
    expect((await client.head('/')).headers.get('x-by')).toBe('head')
    expect(await (await client.request('OPTIONS', '/')).text()).toBe('mine')
  })

  it('have the methods of all that they extend', async () => {
    class Base extends MethodView {
      get(): string {
        return 'base'
      }
    }
    class Derived extends Base {
      post(): string {
        return 'derived'
      }
    }
    bench().app.route('/', Derived)
    const client = await bench().client()
    expect([await (await client.get('/')).text(), await (await client.post('/')).text()]).toEqual([
      'base',
      'derived',
    ])
    expect((await client.put('/')).headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })

  it('say what is allowed also when they list a method that they do not have', async () => {
    class Lazy extends Item {
      static override readonly methods = ['GET', 'PUT']
    }
    bench().app.route('/items/<int:id>', Lazy)
    const refused = await (await bench().client()).put('/items/7')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, DELETE'])
  })

  it('leave OPTIONS unanswered when the class or the route says so', async () => {
    class Silent extends Item {
      static override readonly automaticOptions = false
    }
    bench().app.route('/class/<int:id>', Silent)
    bench().app.route('/route/<int:id>', { automaticOptions: false }, Item)
    bench().app.route('/loud/<int:id>', { endpoint: 'loud', automaticOptions: true }, Silent)
    const client = await bench().client()
    const asked = ['/class/1', '/route/1', '/loud/1'].map(
      async (path) => (await client.request('OPTIONS', path)).status,
    )
    expect(await Promise.all(asked)).toEqual([405, 405, 204])
  })

  it('answer by dispatch the methods that a View lists', async () => {
    class Echo extends View {
      static override readonly methods = ['GET', 'POST']
      async dispatch(c: Context): Promise<string> {
        return c.request.method
      }
    }
    bench().app.route('/', Echo)
    const client = await bench().client()
    expect([await (await client.get('/')).text(), await (await client.post('/')).text()]).toEqual([
      'GET',
      'POST',
    ])
    expect((await client.put('/')).status).toBe(405)
  })

  it('may be in a blueprint, and their URL is that of the route', async () => {
    const blueprint = new Blueprint('api', { urlPrefix: '/api' })
    const item = blueprint.route('/items/<int:id>', Item)
    blueprint.get('/', (): string => item.url({ id: 7 }))
    bench().app.register(blueprint)
    expect(await (await bench().fetch('/api/')).text()).toBe('/api/items/7')
    expect(await (await bench().fetch('/api/items/7')).json()).toEqual({ id: 7 })
  })

  it('fail as handlers do', async () => {
    class Broken extends MethodView {
      get(): string {
        return abort(409)
      }
    }
    bench().app.errorHandler(409, () => 'taken')
    bench().app.route('/', Broken)
    expect(await (await bench().fetch('/')).text()).toBe('taken')
  })

  it('are made anew for every request, unless they are shared', async () => {
    let made = 0
    class Fresh extends View {
      readonly number = ++made
      dispatch(): object {
        return { number: this.number }
      }
    }
    class Shared extends Fresh {
      static override readonly shared = true
    }
    bench().app.route('/fresh', Fresh)
    const client = await bench().client()
    expect(await (await client.get('/fresh')).json()).toEqual({ number: 1 })
    expect(await (await client.get('/fresh')).json()).toEqual({ number: 2 })
    made = 0
    await using app = new App()
    app.route('/shared', Shared)
    const response = await app.fetch(new Request('http://localhost/shared'))
    expect(await response.json()).toEqual(
      await (await app.fetch(new Request('http://localhost/shared'))).json(),
    )
  })

  it('run their guards before those of the route', async () => {
    const seen: string[] = []
    class Guarded extends Item {
      static override readonly before = [(): void => void seen.push('class')]
    }
    bench().app.route('/items/<int:id>', { before: [() => void seen.push('route')] }, Guarded)
    await (await bench().client()).get('/items/1')
    expect(seen).toEqual(['class', 'route'])
  })
})

describe('the endpoint of a class-based view', () => {
  it('cannot be that of another one', () => {
    const app = new App()
    app.route('/a/<int:id>', Item)
    class Another extends Item {}
    expect(() => app.route('/b/<int:id>', { endpoint: 'Item' }, Another)).toThrow(
      expect.objectContaining({ code: 'ENDPOINT_TAKEN' }),
    )
  })

  it('is the name of the class, or the one given', () => {
    const app = new App()
    expect(app.route('/items/<int:id>', Item).endpoint).toBe('Item')
    expect(app.route('/things/<int:id>', { endpoint: 'thing' }, Item).endpoint).toBe('thing')
  })
})

describeMatrix('app-wide hooks of a blueprint', (bench) => {
  it('run around the requests of everybody, once, however often the blueprint is registered', async () => {
    const seen: string[] = []
    const blueprint = new Blueprint('audit', { urlPrefix: '/audit' })
    blueprint.appWide.beforeRequest((c) => void seen.push(c.request.path))
    blueprint.appWide.errorHandler(404, () => 'nothing here')
    bench().app.register(blueprint)
    bench().app.register(blueprint, { name: 'again', urlPrefix: '/again' })
    bench().app.get('/', () => 'home')
    const client = await bench().client()
    await client.get('/')
    expect(await (await client.get('/missing')).text()).toBe('nothing here')
    expect(seen).toEqual(['/', '/missing'])
  })
})

describeMatrix('app-wide hooks of a blueprint, each kind', (bench) => {
  it('run for the requests of the app too', async () => {
    const log: string[] = []
    const blueprint = new Blueprint('audit', { urlPrefix: '/audit' })
    blueprint.appWide.urlValuePreprocessor(() => void log.push('values'))
    blueprint.appWide.beforeRequest(() => void log.push('before'))
    blueprint.appWide.use(async (_, next) => {
      log.push('around')
      return next()
    })
    blueprint.appWide.afterRequest(() => void log.push('after'))
    blueprint.appWide.beforeSend(() => void log.push('send'))
    blueprint.appWide.teardownRequest(() => void log.push('teardown'))
    bench().app.register(blueprint)
    bench().app.get('/', () => 'home')
    await bench().fetch('/')
    await expect.poll(() => log).toEqual(['values', 'before', 'around', 'after', 'send', 'teardown'])
  })
})

describe('a URL that cannot be built', () => {
  it('is given by the first handler that returns one', () => {
    const app = new App()
    app.urlBuildErrorHandler(() => undefined)
    app.urlBuildErrorHandler(
      (error, endpoint, values) => `/legacy/${error.code}/${endpoint}/${String(values['id'])}`,
    )
    expect(app.urlFor('gone.show', { id: 7 })).toBe('/legacy/UNKNOWN_ENDPOINT/gone.show/7')
  })

  it('is an error when no handler returns one', () => {
    const app = new App()
    app.urlBuildErrorHandler(() => undefined)
    expect(() => app.urlFor('gone')).toThrow(expect.objectContaining({ code: 'UNKNOWN_ENDPOINT' }))
  })
})

describe('guards of a view', () => {
  it('may refuse', async () => {
    class Refusing extends Item {
      static override readonly before = [(): never => abort(403)]
    }
    await using app = new App()
    app.route('/items/<int:id>', Refusing)
    expect((await app.fetch(new Request('http://localhost/items/1'))).status).toBe(403)
  })
})
