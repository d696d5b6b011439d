import { App, Blueprint, type Context, currentContext, defineKey, MicroError, urlFor } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

/** The message of what is thrown; `''` when nothing is. */
function messageOf(run: () => unknown): string {
  try {
    run()
    return ''
  } catch (error) {
    return error instanceof MicroError ? error.message : `not a MicroError: ${String(error)}`
  }
}

const page = (): string => 'x'

function app(): App {
  const made = new App()
  made.get('/', { endpoint: 'home' }, () => 'x')
  made.get('/users/<int:id>', { endpoint: 'user' }, () => 'x')
  made.get('/say/<text>', { endpoint: 'say' }, () => 'x')
  made.get('/files/<path:file>', { endpoint: 'file' }, () => 'x')
  return made
}

describe('url building', () => {
  it('makes the path of an endpoint', () => {
    expect(app().urlFor('user', { id: 7 })).toBe('/users/7')
  })

  it('makes the path of a route object', () => {
    const route = app().get('/typed/<int:id>.<ext>', { endpoint: 'typed' }, () => 'x')
    expect(route.url({ id: 1, ext: 'txt' })).toBe('/typed/1.txt')
  })

  it('needs no values where the path has none', () => {
    expect(
      app()
        .get('/plain', () => 'x')
        .url(),
    ).toBe('/plain')
  })

  it('adds unknown values as a query', () => {
    expect(app().urlFor('user', { id: 7, tab: 'posts', q: '1+2' })).toBe('/users/7?tab=posts&q=1%2B2')
  })

  it('leaves out undefined and null, keeps an empty text, repeats a list', () => {
    expect(app().urlFor('home', { a: undefined, b: null, c: '', d: [1, 2] })).toBe('/?c=&d=1&d=2')
  })

  it('adds the query and the anchor of the options', () => {
    const route = app().get('/p/<int:id>', { endpoint: 'p' }, () => 'x')
    expect(route.url({ id: 1 }, { query: { page: 2 }, anchor: 'x y' })).toBe('/p/1?page=2#x%20y')
  })

  it('encodes a value as one segment', () => {
    expect(app().urlFor('say', { text: 'a/b c?d#e%' })).toBe('/say/a%2Fb%20c%3Fd%23e%25')
  })

  it('keeps the slashes of a path value', () => {
    expect(app().urlFor('file', { file: 'a/b c.txt' })).toBe('/files/a/b%20c.txt')
  })

  it('M16: never leaves the path: dot segments are refused, everything else is encoded', () => {
    expect(messageOf(() => app().urlFor('file', { file: '../x' }))).toContain('URL_VALUES')
    expect(messageOf(() => app().urlFor('say', { text: '..' }))).toContain('URL_VALUES')
    expect(app().urlFor('say', { text: '//evil' })).toBe('/say/%2F%2Fevil')
    expect(app().urlFor('say', { text: 'a\nb\u20ac' })).toBe('/say/a%0Ab%E2%82%AC')
  })

  it.each([undefined, null])('M16: %s for a variable is refused, with its name', (id) => {
    expect(messageOf(() => app().urlFor('user', { id }))).toMatch(
      /URL_VALUES.*user[^]*forget to specify "id"/,
    )
  })

  it('refuses a value that the converter would not read back', () => {
    expect(messageOf(() => app().urlFor('user', { id: 'x' }))).toContain('URL_VALUES')
    expect(messageOf(() => app().urlFor('user', { id: -1 }))).toContain('URL_VALUES')
  })

  it('names the nearest endpoint for one that nobody has', () => {
    expect(messageOf(() => app().urlFor('usr'))).toMatch(/UNKNOWN_ENDPOINT[^]*Did you mean "user"/)
  })

  it('chooses the rule with most of the values', () => {
    const made = new App()
    made.route('/list', { endpoint: 'list' }, page)
    made.route('/list/<int:page>', { endpoint: 'list' }, page)
    expect([made.urlFor('list'), made.urlFor('list', { page: 2 })]).toEqual(['/list', '/list/2'])
  })

  it('chooses the rule by its default', () => {
    const made = new App()
    made.route('/list/', { endpoint: 'list', defaults: { page: 1 } }, page)
    made.route('/list/<int:page>', { endpoint: 'list' }, page)
    expect([made.urlFor('list', { page: 1 }), made.urlFor('list', { page: 2 })]).toEqual([
      '/list/',
      '/list/2',
    ])
  })

  it('never chooses an alias', () => {
    const made = new App()
    made.route('/old/<int:id>', { endpoint: 'show', alias: true }, page)
    made.route('/new/<int:id>', { endpoint: 'show' }, page)
    expect(made.urlFor('show', { id: 1 })).toBe('/new/1')
  })

  it('chooses the rule by its method', () => {
    const made = new App()
    made.route('/read', { endpoint: 'item', methods: ['GET'] }, page)
    made.route('/write', { endpoint: 'item', methods: ['POST'] }, page)
    expect([made.urlFor('item', {}, { method: 'POST' }), made.urlFor('item')]).toEqual(['/write', '/read'])
    expect(messageOf(() => made.urlFor('item', {}, { method: 'DELETE' }))).toMatch(/Did you mean to use GET/)
  })

  it('fills in the URL defaults of the app', () => {
    const made = new App()
    made.urlDefaults((_, values) => {
      values['lang'] ??= 'en'
    })
    made.get('/<lang>/about', { endpoint: 'about' }, () => 'x')
    expect([made.urlFor('about'), made.urlFor('about', { lang: 'de' })]).toEqual(['/en/about', '/de/about'])
  })

  it('tells the URL defaults of the app what an endpoint expects', () => {
    const made = new App()
    const asked: boolean[] = []
    made.urlDefaults((_, values, expects) => {
      if (expects('lang')) values['lang'] ??= 'en'
      asked.push(expects('lang', 'id'), expects())
    })
    made.get('/<lang>/about', { endpoint: 'about' }, () => 'x')
    made.get('/plain', { endpoint: 'plain' }, () => 'x')
    made.get('/<lang>/<int:id>', { endpoint: 'both' }, () => 'x')
    expect(
      ['about', 'plain', 'both'].map((name) => made.urlFor(name, name === 'both' ? { id: 1 } : {})),
    ).toEqual(['/en/about', '/plain', '/en/1'])
    expect(asked).toEqual([false, true, false, true, true, true])
  })

  it('runs URL defaults of the app first, then those of blueprints from the outside in', () => {
    const made = new App()
    const outer = new Blueprint('outer')
    const inner = new Blueprint('inner')
    const log: string[] = []
    inner.urlDefaults(() => void log.push('inner'))
    outer.urlDefaults(() => void log.push('outer'))
    made.urlDefaults(() => void log.push('app'))
    outer.appWide.urlDefaults(() => void log.push('app-wide'))
    inner.get('/x', { endpoint: 'x' }, () => 'x')
    outer.register(inner)
    made.register(outer)
    made.urlFor('outer.inner.x')
    expect(log).toEqual(['app', 'app-wide', 'outer', 'inner'])
  })

  it('leaves nothing out of a list but what is not there', () => {
    expect(app().urlFor('home', { a: [1, null, 2, undefined], b: [] })).toBe('/?a=1&a=2')
  })

  it('gives a build-only route, which needs no handler', () => {
    const made = new App()
    const cdn = made.route('/cdn/<path:file>', { buildOnly: true, endpoint: 'cdn' })
    expect([cdn.url({ file: 'a/b.js' }), made.urlFor('cdn', { file: 'c.js' })]).toEqual([
      '/cdn/a/b.js',
      '/cdn/c.js',
    ])
  })

  it('writes a float without an exponent', () => {
    const route = app().get('/f/<float(signed=true):f>', () => 'x')
    expect([1, 1e21, 1e-7, -2.5].map((f) => route.url({ f }))).toEqual([
      '/f/1.0',
      '/f/1000000000000000000000.0',
      '/f/0.0000001',
      '/f/-2.5',
    ])
  })

  it('writes an int with its digits', () => {
    expect(
      app()
        .get('/y/<int(fixedDigits=4):year>', () => 'x')
        .url({ year: 26 }),
    ).toBe('/y/0026')
  })

  it('names the choices that a value is not one of', () => {
    const made = new App()
    made.get('/<any(en, de):lang>', { endpoint: 'home' }, () => 'x')
    expect(messageOf(() => made.urlFor('home', { lang: 'fr' }))).toMatch(/"fr".*en, de/)
  })

  it('names the nearest endpoint of the blueprint for a relative name', () => {
    const made = new App()
    const blog = new Blueprint('blog')
    blog.get('/x', { endpoint: 'show' }, () => 'x')
    made.register(blog)
    expect(messageOf(() => made.urlFor('blog.shw'))).toMatch(/Did you mean "blog\.show"/)
  })

  it('drops the dot of a relative name outside of a blueprint', () => {
    expect(app().urlFor('.user', { id: 1 })).toBe('/users/1')
  })

  it('refuses a scheme for what shall have no host', () => {
    const made = new App({ config: { serverName: 'example.com' } })
    made.get('/x', { endpoint: 'x' }, () => 'x')
    expect(messageOf(() => made.urlFor('x', {}, { scheme: 'https', external: false }))).toContain(
      'URL_VALUES',
    )
    expect(made.urlFor('x', {}, { external: false })).toBe('/x')
  })

  it('keeps the query apart from a variable of the same name', () => {
    expect(app().urlFor('user', { id: 7 }, { query: { id: 8 } })).toBe('/users/7?id=8')
  })

  it('encodes an anchor, and a query, as what they are', () => {
    expect(app().urlFor('home', { 'a&b': 'c=d#e' }, { anchor: 'a#b c' })).toBe('/?a%26b=c%3Dd%23e#a%23b%20c')
  })

  it('asks the handlers of build errors in order, with the values and options', () => {
    const made = new App()
    const seen: unknown[] = []
    made.urlBuildErrorHandler((error, endpoint, values, options) => {
      seen.push(error.code, endpoint, values, options)
      return undefined
    })
    made.urlBuildErrorHandler(() => '/instead')
    made.get('/<int:id>', { endpoint: 'show' }, () => 'x')
    expect(made.urlFor('show', { id: 'x' }, { anchor: 'a', method: 'GET' })).toBe('/instead')
    expect(seen).toEqual(['URL_VALUES', 'show', { id: 'x' }, { anchor: 'a', method: 'GET' }])
  })

  it('fills in the URL defaults of a blueprint for its endpoints only', () => {
    const made = new App()
    const blueprint = new Blueprint('bp', { urlPrefix: '/<lang>' })
    const seen: string[] = []
    blueprint.urlDefaults((endpoint, values) => {
      seen.push(endpoint)
      values['lang'] = 'fr'
    })
    blueprint.get('/x', { endpoint: 'x' }, () => 'x')
    made.register(blueprint)
    made.get('/home', { endpoint: 'home' }, () => 'x')
    expect([made.urlFor('bp.x'), made.urlFor('home')]).toEqual(['/fr/x', '/home'])
    expect(seen).toEqual(['bp.x'])
  })

  it('does not change the values that it is given', () => {
    const made = app()
    made.urlDefaults((_, values) => {
      values['extra'] = 1
    })
    const values = Object.freeze({ id: 7 })
    expect(made.urlFor('user', values)).toBe('/users/7?extra=1')
  })

  it('makes whole addresses by serverName, and of a scheme', () => {
    const made = new App({ config: { serverName: 'example.com', preferredUrlScheme: 'https' } })
    made.get('/x', { endpoint: 'x' }, () => 'x')
    expect(made.urlFor('x', {}, { external: true })).toBe('https://example.com/x')
    expect(made.urlFor('x', {}, { scheme: 'wss' })).toBe('wss://example.com/x')
    expect(made.urlFor('x', {}, { external: true, scheme: '' })).toBe('//example.com/x')
  })

  it('makes a whole address by itself when the route is on another subdomain', () => {
    const made = new App({ config: { serverName: 'example.com' } })
    const api = new Blueprint('api', { subdomain: 'api' })
    api.get('/x', { endpoint: 'x' }, () => 'x')
    made.register(api)
    expect(made.urlFor('api.x')).toBe('http://api.example.com/x')
  })

  it('makes no whole address where the host is not known', () => {
    expect(messageOf(() => app().urlFor('home', {}, { external: true }))).toContain('URL_EXTERNAL')
  })

  it('puts applicationRoot before every path', () => {
    const made = new App({ config: { applicationRoot: '/shop/' } })
    made.get('/x', { endpoint: 'x' }, () => 'x')
    expect(made.urlFor('x')).toBe('/shop/x')
  })

  it('urlFor needs an app at work', () => {
    expect(messageOf(() => urlFor('home'))).toContain('NO_APP')
  })
})

describeMatrix('url building in a request', (bench) => {
  const text = async (path: string): Promise<string> => (await bench().fetch(path)).text()

  it('urlFor finds the app by itself', async () => {
    bench().app.get('/users/<int:id>', { endpoint: 'user' }, () => 'x')
    bench().app.get('/', () => urlFor('user', { id: 3 }))
    expect(await text('/')).toBe('/users/3')
  })

  it('a leading dot is the blueprint of the request', async () => {
    const blog = new Blueprint('blog', { urlPrefix: '/blog' })
    blog.get('/here', { endpoint: 'here' }, () => urlFor('.there'))
    blog.get('/there', { endpoint: 'there' }, () => 'x')
    bench().app.register(blog)
    bench().app.get('/there', { endpoint: 'there' }, () => 'x')
    bench().app.get('/', () => urlFor('.there'))
    expect([await text('/blog/here'), await text('/')]).toEqual(['/blog/there', '/there'])
  })

  it('a leading dot in a nested blueprint is its full name', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/o' })
    const inner = new Blueprint('inner', { urlPrefix: '/i' })
    inner.get('/a', { endpoint: 'a' }, () => urlFor('.b'))
    inner.get('/b', { endpoint: 'b' }, () => 'x')
    outer.register(inner)
    bench().app.register(outer)
    expect(await text('/o/i/a')).toBe('/o/i/b')
  })

  it('a leading dot reaches into the blueprints inside', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/o' })
    const inner = new Blueprint('inner', { urlPrefix: '/i' })
    inner.get('/b', { endpoint: 'b' }, () => 'x')
    outer.get('/a', { endpoint: 'a' }, () => urlFor('.inner.b'))
    outer.register(inner)
    bench().app.register(outer)
    expect(await text('/o/a')).toBe('/o/i/b')
  })

  it('a leading dot works in hooks and error handlers of a blueprint, also for its 404', async () => {
    const blog = new Blueprint('blog', { urlPrefix: '/blog' })
    blog.get('/', { endpoint: 'index' }, () => 'x')
    blog.errorHandler(404, () => urlFor('.index'))
    bench().app.register(blog)
    expect(await text('/blog/none')).toBe('/blog/')
  })

  it('the language of the path goes into every URL without a word', async () => {
    const lang = defineKey<string>('lang')
    bench().app.urlValuePreprocessor((_, params) => {
      if (typeof params?.['lang'] !== 'string') return
      currentContext().set(lang, params['lang'])
      delete params['lang']
    })
    bench().app.urlDefaults((_, values, expects) => {
      if (expects('lang')) values['lang'] ??= currentContext().get(lang) ?? 'en'
    })
    bench().app.get('/<any(en, de):lang>/about', { endpoint: 'about' }, (c: Context) => ({
      params: { ...c.params },
      urls: [urlFor('about'), urlFor('about', { lang: 'en' }), urlFor('plain')],
    }))
    bench().app.get('/plain', { endpoint: 'plain' }, () => urlFor('about'))
    expect(JSON.parse(await text('/de/about'))).toEqual({
      params: {},
      urls: ['/de/about', '/en/about', '/plain'],
    })
    expect(await text('/plain')).toBe('/en/about')
  })

  it('a scheme makes a whole address of the host of the request', async () => {
    bench().app.config.fromObject({ trustedHosts: ['example.com'] })
    bench().app.get('/', { endpoint: 'home' }, () => [
      urlFor('home', {}, { scheme: 'https' }),
      urlFor('home', {}, { scheme: '' }),
    ])
    expect((await bench().raw('/', { headers: { host: 'example.com' } })).body).toBe(
      '["https://example.com/","//example.com/"]',
    )
  })

  it('a route that has a subdomain is reached from outside of a request too', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    const api = bench().app.get('/', { subdomain: 'api' }, () => 'x')
    expect(await bench().app.inContext(() => api.url())).toBe('http://api.example.com/')
  })

  it('a route of a blueprint that is registered twice leads to the one of the request', async () => {
    const blueprint = new Blueprint('bp')
    const x = blueprint.get('/x', { endpoint: 'x' }, (): string => x.url())
    bench().app.register(blueprint, { urlPrefix: '/one' })
    bench().app.register(blueprint, { urlPrefix: '/two', name: 'again' })
    expect([await text('/one/x'), await text('/two/x')]).toEqual(['/one/x', '/two/x'])
  })

  it('a whole address has the host of the request when that is this machine', async () => {
    bench().app.get('/', { endpoint: 'home' }, () => urlFor('home', {}, { external: true }))
    expect((await bench().raw('/', { headers: { host: 'localhost:8000' } })).body).toBe(
      'http://localhost:8000/',
    )
  })

  it('a whole address never has a host that a stranger made up', async () => {
    bench().app.get('/', { endpoint: 'home' }, () => urlFor('home', {}, { external: true }))
    expect((await bench().raw('/', { headers: { host: 'evil.test' } })).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('URL_EXTERNAL')
  })

  it('a whole address has a trusted host', async () => {
    bench().app.config.fromObject({ trustedHosts: ['.example.com'] })
    bench().app.get('/', { endpoint: 'home' }, () => urlFor('home', {}, { external: true }))
    expect((await bench().raw('/', { headers: { host: 'www.example.com' } })).body).toBe(
      'http://www.example.com/',
    )
  })

  it('a whole address has serverName, whatever the Host says', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    bench().app.get('/', { endpoint: 'home' }, () => urlFor('home', {}, { external: true }))
    expect((await bench().raw('/', { headers: { host: 'evil.test' } })).body).toBe('http://example.com/')
  })

  it('M18: a URL that cannot be built is answered with 500', async () => {
    bench().app.get('/', () => urlFor('nowhere'))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(bench().errors.splice(0)).toHaveLength(1)
  })

  it('a URL built from a value is matched with that value', async () => {
    const say = bench().app.get('/say/<text>', { endpoint: 'say' }, ({ params }) => params.text)
    for (const value of ['a b', 'a/b', '%2F', 'é€', 'a?b#c', ';x=y', '+', '"\'<>']) {
      expect((await bench().raw(say.url({ text: value }))).body).toBe(value)
    }
  })
})
