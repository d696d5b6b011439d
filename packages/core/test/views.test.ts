import { abort, App, Blueprint, type ContextOf, MethodView, respond, View } from '@micro/core'
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
