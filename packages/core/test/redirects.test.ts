import { Blueprint, type Context, HttpError } from '@micro/core'
import { expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const list = ({ params }: Context): object => ({ page: params['page'] })
const show = ({ params }: Context): object => ({ id: params['id'] })

describeMatrix('redirects of routing', (bench) => {
  /** Status and location. */
  async function ask(
    target: string,
    method = 'GET',
    host = 'localhost',
  ): Promise<readonly [number, string | null]> {
    const { status, headers } = await bench().raw(target, { method, headers: { host } })
    return [status, headers.get('location')]
  }

  it('keep the query as it was written', async () => {
    bench().app.get('/d/', () => 'd')
    expect(await ask('/d?a=%2F&b=1+2&c&&d=%C3%A9')).toEqual([308, '/d/?a=%2F&b=1+2&c&&d=%C3%A9'])
  })

  it('encode the path again, once', async () => {
    bench().app.get('/caf\u00e9/<name>/', () => 'x')
    expect(await ask('/caf%C3%A9/a%20b%2Fc%25')).toEqual([308, '/caf%C3%A9/a%20b%2Fc%25/'])
  })

  it('keep the method, by their status', async () => {
    bench().app.post('/d/', ({ request }) => request.method)
    expect(await ask('/d', 'POST')).toEqual([308, '/d/'])
  })

  it('add a slash only for a method that the route answers', async () => {
    bench().app.get('/d/', () => 'd')
    expect(await ask('/d', 'POST')).toEqual([404, null])
    expect(await ask('/d', 'HEAD')).toEqual([308, '/d/'])
  })

  it('are not made where a leaf answers the method', async () => {
    bench().app.get('/d', { endpoint: 'leaf' }, () => 'leaf')
    bench().app.post('/d/', { endpoint: 'branch' }, () => 'branch')
    expect((await bench().raw('/d')).body).toBe('leaf')
    expect(await ask('/d', 'POST')).toEqual([308, '/d/'])
  })

  it('are not made without strictSlashes, and the value of a path keeps its slash', async () => {
    bench().app.get('/f/<path:p>', { strictSlashes: false }, ({ params }) => params.p)
    expect((await bench().raw('/f/a/b/')).body).toBe('a/b/')
  })

  it('merge slashes before a path variable, not inside of it', async () => {
    bench().app.get('/with/<path:p>', ({ params }) => params.p)
    expect(await ask('//with/x//y')).toEqual([308, expect.stringMatching(/^\/with\/x\/+y$/)])
    expect((await bench().raw('/with/x//y')).body).toBe('x//y')
  })

  it.each(['//evil.test', '//evil.test/..', '/\\evil.test', '///evil.test/d'])(
    'never leave this site: %s',
    async (target) => {
      bench().app.get('/<a>/', { endpoint: 'a' }, () => 'a')
      bench().app.get('/<a>/d/', { endpoint: 'b' }, () => 'b')
      const [, location] = await ask(target)
      expect(location ?? '/').toMatch(/^\/(?![/\\])/)
    },
  )

  it('go from a spelled-out default to the route that has it, with the query', async () => {
    bench().app.get('/list/', { endpoint: 'list', defaults: { page: 1 } }, list)
    bench().app.get('/list/<int:page>', { endpoint: 'list' }, list)
    expect(await ask('/list/1?sort=new')).toEqual([308, '/list/?sort=new'])
    expect((await bench().raw('/list/')).body).toBe('{"page":1}')
    expect((await bench().raw('/list/2')).body).toBe('{"page":2}')
  })

  it('go from a spelled-out default to another subdomain', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    bench().app.get('/', { endpoint: 'list', subdomain: 'news', defaults: { page: 1 } }, list)
    bench().app.get('/page/<int:page>', { endpoint: 'list', subdomain: 'archive' }, list)
    expect(await ask('/page/1?x=1', 'GET', 'archive.example.com')).toEqual([
      308,
      'http://news.example.com/?x=1',
    ])
  })

  it('go from an alias to its route, whatever the method', async () => {
    bench().app.route('/show/<int:id>', { endpoint: 'show', methods: ['GET', 'POST'] }, show)
    bench().app.route('/old/<int:id>', { endpoint: 'show', methods: ['GET', 'POST'], alias: true }, show)
    expect(await ask('/old/7', 'POST')).toEqual([308, '/show/7'])
  })

  it('go where redirectTo says, without a handler', async () => {
    bench().app.route('/u/<int:id>', { redirectTo: '/users/<id>' })
    expect(await ask('/u/7?tab=posts')).toEqual([308, '/users/7?tab=posts'])
    expect(await ask('/u/x')).toEqual([404, null])
    expect(await ask('/u/7', 'POST')).toEqual([405, null])
  })

  it('go where a function of the parameters says', async () => {
    bench().app.route('/by/<int:year>', { redirectTo: ({ year }) => `/archive/${year + 1}` })
    expect(await ask('/by/2025')).toEqual([308, '/archive/2026'])
  })

  it('go where redirectTo says for every method that the route lists', async () => {
    bench().app.route('/find', { redirectTo: '/search', methods: ['GET', 'POST'] })
    expect(await ask('/find', 'POST')).toEqual([308, '/search'])
    expect(await ask('/find', 'OPTIONS')).toEqual([204, null])
  })

  it('go where redirectTo of a blueprint says, from the root of the site', async () => {
    const blog = new Blueprint('blog', { urlPrefix: '/blog' })
    blog.route('/p/<int:id>', { redirectTo: '/posts/<id>' })
    bench().app.register(blog)
    expect(await ask('/blog/p/3')).toEqual([308, '/posts/3'])
  })

  it('stay below applicationRoot', async () => {
    bench().app.config.fromObject({ applicationRoot: '/shop' })
    bench().app.route('/u/<int:id>', { redirectTo: '/users/<id>' })
    expect(await ask('/u/7')).toEqual([308, '/shop/users/7'])
  })

  it('come after the before hooks, which may answer instead', async () => {
    const seen: (string | undefined)[] = []
    bench().app.beforeRequest((c) => {
      seen.push(c.endpoint)
      return c.request.query.has('stop') ? 'stopped' : undefined
    })
    bench().app.get('/d/', () => 'd')
    expect(await ask('/d')).toEqual([308, '/d/'])
    expect((await bench().raw('/d?stop')).body).toBe('stopped')
    expect(seen).toEqual([undefined, undefined])
  })

  it('go through the after hooks, and past the error handlers', async () => {
    bench().app.errorHandler(HttpError, () => 'caught')
    bench().app.errorHandler(Error, () => 'caught')
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', String(reply.status)))
    bench().app.get('/d/', () => 'd')
    expect((await bench().raw('/d')).headers.get('x-after')).toBe('308')
  })

  it.each(['/d', '/old/7', '/u/7', '/list/1', '//d/'])(
    'are never made for a preflight: %s',
    async (target) => {
      bench().app.get('/d/', { endpoint: 'd' }, () => 'd')
      bench().app.get('/show/<int:id>', { endpoint: 'show' }, show)
      bench().app.get('/old/<int:id>', { endpoint: 'show', alias: true }, show)
      bench().app.route('/u/<int:id>', { redirectTo: '/show/<id>' })
      bench().app.get('/list/', { endpoint: 'list', defaults: { page: 1 } }, list)
      bench().app.get('/list/<int:page>', { endpoint: 'list' }, list)
      expect(await ask(target, 'OPTIONS')).toEqual([204, null])
    },
  )
})
