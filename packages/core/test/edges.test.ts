import { abort, App, Blueprint, currentContext, hasContext, redirect, respond } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const pause = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('edges, in code', () => {
  it('T15: what initApp throws names its extension', () => {
    const extension = { name: 'broken', initApp: (): void => JSON.parse('{') }
    expect(() => new App().register(extension)).toThrow(/broken/)
  })
})

describeMatrix('edges', (bench) => {
  it('a blueprint owns the 404 of its subdomain', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    const api = new Blueprint('api', { subdomain: 'api' })
    api.errorHandler(404, () => 'api: none')
    bench().app.register(api)
    expect((await bench().raw('/x', { headers: { host: 'api.example.com' } })).body).toBe('api: none')
    expect((await bench().raw('/x', { headers: { host: 'example.com', accept: 'text/plain' } })).body).toBe(
      '404 Not Found',
    )
  })

  it('redirects of routing stay below applicationRoot', async () => {
    bench().app.config.fromObject({ applicationRoot: '/shop' })
    bench().app.get('/d/', () => 'x')
    expect((await bench().fetch('/d')).headers.get('location')).toBe('/shop/d/')
  })

  it('K04: multipart with an empty boundary is refused with 400', async () => {
    bench().app.post('/', async ({ request }) => ({ n: (await request.form()).size }))
    expect(
      (
        await bench().fetch('/', {
          method: 'POST',
          body: 'x',
          headers: { 'content-type': 'multipart/form-data; boundary=' },
        })
      ).status,
    ).toBe(400)
  })

  it('T11: the context is not found any more once the request is over', async () => {
    const seen = Promise.withResolvers<boolean>()
    bench().app.get('/', () => {
      setTimeout(() => seen.resolve(hasContext()), 50)
      return 'x'
    })
    await bench().fetch('/')
    expect(await seen.promise).toBe(false)
  })

  it('an error handler of the app answers a Host or target that is not valid', async () => {
    bench().app.errorHandler(400, () => 'mine')
    expect((await bench().raw('/%', {})).body).toBe('mine')
  })

  it('405 and 404 of HEAD have no body', async () => {
    bench().app.post('/', () => 'x')
    expect(await (await bench().fetch('/', { method: 'HEAD' })).text()).toBe('')
  })

  it('async iterables that are no generators are streamed', async () => {
    const stream = {
      async *[Symbol.asyncIterator]() {
        yield 'a'
        await pause()
        yield currentContext().request.path
      },
    }
    bench().app.get('/', () => stream)
    expect(await (await bench().fetch('/')).text()).toBe('a/')
  })

  it('a redirect cannot have a status that is none', async () => {
    // @ts-expect-error -- what a program without types could pass
    bench().app.get('/', () => redirect('/x', 200))
    expect((await bench().fetch('/')).status).toBe(500)
    bench().errors.splice(0)
  })
})

describeMatrix('an error handler', (bench) => {
  it('leaves in the header what the error must say, also beside a reply of the same status', async () => {
    bench().app.get('/', () => 'home')
    bench().app.errorHandler(405, () => 'no')
    bench().app.errorHandler(503, () => respond('busy', { status: 503 }))
    bench().app.get('/busy', () => abort(503, '', { headers: { 'retry-after': '30' } }))
    const client = await bench().client()
    const refused = await client.post('/')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect((await client.get('/busy')).headers.get('retry-after')).toBe('30')
  })
})

describe('a path in the spelling of other routers', () => {
  it('is refused, with the spelling that is meant', () => {
    const app = new App()
    expect(() => app.get('/users/:id', () => 'x')).toThrow(/":id" is no variable here; it is written "<id>"/)
    expect(() => app.get('/items:batch', () => 'x')).not.toThrow()
  })
})
