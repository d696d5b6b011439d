import { App, type Context, defineConverter, definePaths } from '@micro/core'
import { expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const list = (): string => 'list'

const show = (): string => 'show'

const which = (c: Context): object => ({ endpoint: c.endpoint, params: { ...c.params } })

describeMatrix('matching', (bench) => {
  const text = async (path: string, method = 'GET'): Promise<string> =>
    (await bench().fetch(path, { method })).text()
  const status = async (path: string, method = 'GET'): Promise<number> =>
    (await bench().fetch(path, { method })).status
  const rawStatus = async (target: string): Promise<number> => (await bench().raw(target)).status

  it('takes static text before a variable, whatever came first', async () => {
    bench().app.get('/users/<name>', () => 'dynamic')
    bench().app.get('/users/me', () => 'static')
    expect(await text('/users/me')).toBe('static')
    expect(await text('/users/you')).toBe('dynamic')
  })

  it('takes a number before a text before a path', async () => {
    bench().app.get('/x/<path:p>', () => 'path')
    bench().app.get('/x/<s>', () => 'string')
    bench().app.get('/x/<int:i>', () => 'int')
    expect([await text('/x/7'), await text('/x/a'), await text('/x/a/b')]).toEqual(['int', 'string', 'path'])
  })

  it('tries the next branch when one leads nowhere', async () => {
    bench().app.get('/a/b/c', { endpoint: 'abc' }, () => 'abc')
    bench().app.get('/<x>/b/d', { endpoint: 'xbd' }, ({ params }) => `${params.x}bd`)
    expect(await text('/a/b/d')).toBe('abd')
  })

  it('falls through to the next route when a converter refuses a value', async () => {
    bench().app.get('/m/<int(max=5):n>', () => 'small')
    bench().app.get('/m/<s>', ({ params }) => `text ${params.s}`)
    expect([await text('/m/5'), await text('/m/9')]).toEqual(['small', 'text 9'])
  })

  it('reads several variables in one segment', async () => {
    bench().app.get('/v<int:major>.<int:minor>', ({ params }) => ({ ...params }))
    expect(await (await bench().fetch('/v1.22')).json()).toEqual({ major: 1, minor: 22 })
  })

  it('reads a dot as a dot', async () => {
    bench().app.get('/robots.txt', () => 'robots')
    expect([await status('/robots.txt'), await status('/robotsxtxt')]).toEqual([200, 404])
  })

  it('takes a + for a +', async () => {
    bench().app.get('/q/<text>', ({ params }) => params.text)
    expect(await text('/q/a+b')).toBe('a+b')
  })

  it('matches routes and values that are not ASCII', async () => {
    bench().app.get('/caf\u00e9/<dish>', ({ params }) => params.dish)
    expect(await text('/caf%C3%A9/cr%C3%AApe')).toBe('cr\u00eape')
  })

  it('gives the <path:rest> of a path with its slashes', async () => {
    bench().app.get('/files/<path:rest>', ({ params }) => params.rest)
    expect(await text('/files/a/b/c.txt')).toBe('a/b/c.txt')
  })

  it('knows the choices of <any(...)>', async () => {
    bench().app.get('/<any(html, json):format>', ({ params }) => params.format)
    expect([await text('/json'), await status('/xml')]).toEqual(['json', 404])
  })

  it('gives a <uuid:id> in lower case', async () => {
    bench().app.get('/<uuid:id>', ({ params }) => params.id)
    expect(await text('/6BA7B810-9DAD-11D1-80B4-00C04FD430C8')).toBe('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
  })

  it('keeps <string> to its lengths', async () => {
    bench().app.get('/s/<string(minlength=2, maxlength=3):s>', () => 'fits')
    expect([
      await status('/s/a'),
      await status('/s/ab'),
      await status('/s/abc'),
      await status('/s/abcd'),
    ]).toEqual([404, 200, 200, 404])
  })

  it('keeps <int> to its bounds, and takes a sign only when told to', async () => {
    bench().app.get('/n/<int(min=2, max=4):n>', () => 'fits')
    bench().app.get('/s/<int(signed=true):n>', ({ params }) => String(params.n))
    expect([await status('/n/1'), await status('/n/2'), await status('/n/4'), await status('/n/5')]).toEqual([
      404, 200, 200, 404,
    ])
    expect(await text('/s/-3')).toBe('-3')
  })

  it('uses a converter of the developer, with its type', async () => {
    const day = defineConverter<Date>({
      parse: (raw) => (/^\d{4}-\d\d-\d\d$/.test(raw) ? new Date(raw) : undefined),
      format: (date) => date.toISOString().slice(0, 10),
    })
    const path = definePaths({ day })
    const route = bench().app.get(path('/on/<day:when>'), { endpoint: 'on' }, ({ params }) =>
      String(params.when.getUTCFullYear()),
    )
    expect([await text('/on/2024-02-29'), await status('/on/today')]).toEqual(['2024', 404])
    expect(route.url({ when: new Date('2024-02-29') })).toBe('/on/2024-02-29')
  })

  it('redirects to the form with the slash, with the query', async () => {
    bench().app.get('/d/', () => 'branch')
    const response = await bench().fetch('/d?x=1')
    expect([response.status, response.headers.get('location')]).toEqual([308, '/d/?x=1'])
  })

  it('does not find the form with a slash of a route without one', async () => {
    bench().app.get('/leaf', () => 'leaf')
    expect(await status('/leaf/')).toBe(404)
  })

  it('serves both forms without strictSlashes', async () => {
    bench().app.get('/d/', { strictSlashes: false }, () => 'both')
    expect([await text('/d'), await text('/d/')]).toEqual(['both', 'both'])
  })

  it('has a leaf beside a branch of the same stem', async () => {
    bench().app.get('/a', { endpoint: 'leaf' }, () => 'leaf')
    bench().app.get('/a/', { endpoint: 'branch' }, () => 'branch')
    expect([await text('/a'), await text('/a/')]).toEqual(['leaf', 'branch'])
  })

  it('redirects runs of slashes to single ones, and the missing last one at once', async () => {
    bench().app.get('/a/b/', () => 'ab')
    const response = await bench().fetch('/a//b?q=1')
    expect([response.status, response.headers.get('location')]).toEqual([308, '/a/b/?q=1'])
  })

  it('keeps runs of slashes inside of a path variable', async () => {
    bench().app.get('/with/<path:p>', ({ params }) => params.p)
    expect(await text('/with/x//y')).toBe('x//y')
  })

  it('does not merge slashes of a route that says so', async () => {
    bench().app.get('/a/b', { mergeSlashes: false }, () => 'ab')
    expect(await status('/a//b')).toBe(404)
  })

  it('redirects a spelled-out default to the route that has it', async () => {
    bench().app.route('/list/', { endpoint: 'list', defaults: { page: 1 } }, list)
    bench().app.route('/list/<int:page>', { endpoint: 'list' }, list)
    expect((await bench().fetch('/list/1')).headers.get('location')).toBe('/list/')
    expect(await text('/list/2')).toBe('list')
  })

  it('gives defaults to the handler', async () => {
    bench().app.get('/page', { defaults: { page: 3 } }, ({ params }) => ({ ...params }))
    expect(await (await bench().fetch('/page')).json()).toEqual({ page: 3 })
  })

  it('redirects an alias to its route', async () => {
    bench().app.route('/show/<int:id>', { endpoint: 'show' }, show)
    bench().app.route('/old/<int:id>', { endpoint: 'show', alias: true }, show)
    const response = await bench().fetch('/old/7?a=b')
    expect([response.status, response.headers.get('location')]).toEqual([308, '/show/7?a=b'])
  })

  it('sends elsewhere what redirectTo says, with the query', async () => {
    bench().app.route('/u/<int:id>', { redirectTo: '/users/<id>' })
    const response = await bench().fetch('/u/7?tab=posts')
    expect([response.status, response.headers.get('location')]).toEqual([308, '/users/7?tab=posts'])
  })

  it('never matches a build-only route', async () => {
    const route = bench().app.route('/cdn/<path:file>', { buildOnly: true, endpoint: 'cdn' })
    expect(await status('/cdn/a.js')).toBe(404)
    expect(route.url({ file: 'a.js' })).toBe('/cdn/a.js')
  })

  it('does not restrict requests by serverName', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    bench().app.get('/', () => 'home')
    expect(await status('/')).toBe(200)
  })

  it('runs the before hooks before a 404 is said', async () => {
    const seen: (string | undefined)[] = []
    bench().app.beforeRequest((c) => void seen.push(c.endpoint))
    expect(await status('/nowhere')).toBe(404)
    expect(seen).toEqual([undefined])
  })

  it('lets a before hook answer where no route does', async () => {
    bench().app.beforeRequest(() => 'maintenance')
    const response = await bench().fetch('/nowhere')
    expect([response.status, await response.text()]).toEqual([200, 'maintenance'])
  })

  it('reads the end of a line as a character', async () => {
    bench().app.get('/about', () => 'about')
    expect(await Promise.all(['/about%0A', '/about%0D%0A', '/about%20'].map(rawStatus))).toEqual([
      404, 404, 404,
    ])
  })

  it('takes a target without a path for the root', async () => {
    bench().app.get('/', ({ query }) => query.get('q') ?? 'none')
    expect((await bench().raw('http://localhost?q=1')).body).toBe('1')
    expect((await bench().raw('http://localhost')).body).toBe('none')
  })

  it('tries a branch again at every depth', async () => {
    bench().app.get('/<int:a>/x/<int:b>/y', { endpoint: 'deep' }, ({ params }) => ({ ...params }))
    bench().app.get('/<a>/x/<b>/<c>', { endpoint: 'wide' }, ({ params }) => ({ ...params }))
    bench().app.get('/<path:all>', { endpoint: 'rest' }, ({ params }) => params.all)
    expect(JSON.parse(await text('/1/x/2/y'))).toEqual({ a: 1, b: 2 })
    expect(JSON.parse(await text('/1/x/2/z'))).toEqual({ a: '1', b: '2', c: 'z' })
    expect(await text('/1/x/2/y/z')).toBe('1/x/2/y/z')
  })

  it('answers the same whatever the order of the routes', async () => {
    const routes = [
      ['/a/<int:n>', 'int'],
      ['/a/<s>', 'text'],
      ['/a/b', 'literal'],
      ['/a/v<int:n>', 'version'],
      ['/<path:p>', 'path'],
    ] as const
    const asked = ['/a/1', '/a/x', '/a/b', '/a/v2', '/a/b/c']
    const answers: string[][] = []
    for (const order of [routes, routes.toReversed()]) {
      await using app = new App()
      for (const [path, endpoint] of order) app.get(path, { endpoint }, (c: Context) => c.endpoint ?? '')
      const replies = asked.map(async (path) =>
        (await app.fetch(new Request(`http://localhost${path}`))).text(),
      )
      answers.push(await Promise.all(replies))
    }
    expect(answers).toEqual([
      ['int', 'text', 'literal', 'version', 'path'],
      ['int', 'text', 'literal', 'version', 'path'],
    ])
  })

  it('tells a handler which of its routes was asked', async () => {
    bench().app.get('/one/<int:id>', { endpoint: 'same', defaults: { kind: 'one' } }, which)
    bench().app.get('/two/<int:id>', { endpoint: 'same', defaults: { kind: 'two' } }, which)
    expect(JSON.parse(await text('/two/7'))).toEqual({ endpoint: 'same', params: { id: 7, kind: 'two' } })
  })

  it('finds every route again whatever their number', async () => {
    for (let i = 0; i < 500; i++)
      bench().app.get(`/r${i}/<int:id>`, { endpoint: `r${i}` }, ({ params }) => `${i}:${params.id}`)
    expect([await text('/r0/1'), await text('/r499/2'), await status('/r500/1')]).toEqual([
      '0:1',
      '499:2',
      404,
    ])
  })

  it('M02: does not resolve dot segments, and merges slashes only into paths of this site', async () => {
    bench().app.get('/admin/x', () => 'secret')
    expect(
      await Promise.all(['/./admin/x', '/x/../admin/x', '/x/%2e%2e/admin/x', '/.%2e/admin/x'].map(rawStatus)),
    ).toEqual([404, 404, 404, 404])
    const merged = await bench().raw('//admin/x')
    expect([merged.status, merged.headers.get('location')]).toEqual([308, '/admin/x'])
  })

  it('M03: reads a semicolon as a character of its segment', async () => {
    bench().app.get('/admin/x', () => 'secret')
    expect(await Promise.all(['/admin;a=b/x', '/admin/x;', '/;/admin/x'].map(rawStatus))).toEqual([
      404, 404, 404,
    ])
  })

  it('M04: never splits a segment at an encoded slash or backslash', async () => {
    bench().app.get('/admin/x', () => 'secret')
    expect(await Promise.all(['/admin%2fx', '/admin%5cx'].map(rawStatus))).toEqual([404, 404])
  })

  it('M05: decodes a value once, and refuses what cannot be decoded', async () => {
    bench().app.get('/s/<s>', ({ params }) => params.s)
    expect((await bench().raw('/s/a%2Fb')).body).toBe('a/b')
    expect((await bench().raw('/s/a%252Fb')).body).toBe('a%2Fb')
    expect(await Promise.all(['/s/%00', '/s/%ff', '/s/%', '/s/%zz'].map(rawStatus))).toEqual([
      400, 400, 400, 400,
    ])
  })

  it('M06: gives no dot segments to a path variable', async () => {
    bench().app.get('/f/<path:p>', ({ params }) => params.p)
    expect(await Promise.all(['/f/..', '/f/%2e%2e', '/f/a/../b', '/f/a%2f..%2fb'].map(rawStatus))).toEqual([
      404, 404, 404, 404,
    ])
  })

  it('M07: keeps parameters in a record that inherits nothing', async () => {
    bench().app.get('/p/<constructor>/<toString>', ({ params }) => ({
      inherited: ['valueOf', '__proto__', 'hasOwnProperty'].filter((name) => name in params),
      ...params,
    }))
    expect(await (await bench().fetch('/p/a/b')).json()).toEqual({
      inherited: [],
      constructor: 'a',
      toString: 'b',
    })
  })

  it('M09: minds the letter case of a path', async () => {
    bench().app.get('/admin/x', () => 'secret')
    expect([await status('/ADMIN/x'), await status('/admin/X')]).toEqual([404, 404])
  })

  it('M10: ends the path at the first question mark, and keeps an encoded one', async () => {
    bench().app.get('/a', ({ request }) => request.path)
    bench().app.get('/<s>', { endpoint: 's' }, ({ params }) => params.s)
    expect((await bench().raw('/a?b=/admin')).body).toBe('/a')
    expect((await bench().raw('/a%3fb')).body).toBe('a?b')
    expect(await rawStatus('/a#/admin')).toBe(400)
  })

  it('M11: answers long paths quickly: 404, and 414 over 8 kB', async () => {
    bench().app.get('/<a>/<b>/<c>', () => 'abc')
    const begun = performance.now()
    expect(await rawStatus(`/${'a'.repeat(8000)}`)).toBe(404)
    expect(await rawStatus('/a'.repeat(2000))).toBe(404)
    expect(await rawStatus(`/${'a'.repeat(9000)}`)).toBe(414)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('M12: does not echo the path of a 404', async () => {
    const { body, status: code } = await bench().raw('/%3Cscript%3Ealert(1)%3C/script%3E', {
      headers: { accept: 'text/html' },
    })
    expect(code).toBe(404)
    expect(body).not.toContain('script')
  })

  it('M14: takes only plain decimal digits for an <int>, at most 15 of them', async () => {
    bench().app.get('/n/<int:n>', ({ params }) => String(params.n))
    expect(await text('/n/01')).toBe('1')
    const refused = ['/n/-1', '/n/1e3', '/n/%EF%BC%99', '/n/1234567890123456', '/n/+1', '/n/1%0A'].map(
      rawStatus,
    )
    expect(await Promise.all(refused)).toEqual([404, 404, 404, 404, 404, 404])
  })

  it('M15: answers 404 to a uuid, float or choice that is none', async () => {
    bench().app.get('/u/<uuid:u>', () => 'u')
    bench().app.get('/f/<float:f>', () => 'f')
    bench().app.get('/a/<any(x, y):a>', () => 'a')
    const refused = ['/u/6ba7b810', '/f/1', '/f/.5', '/f/1.', '/f/1e3', '/f/NaN', '/a/z', '/a/X'].map(
      rawStatus,
    )
    expect(await Promise.all(refused)).toEqual([404, 404, 404, 404, 404, 404, 404, 404])
    expect(await status('/f/1.5')).toBe(200)
  })

  it('M18: answers 500 when a converter fails, and goes on', async () => {
    const broken = defineConverter<string>({
      parse: (raw) => (raw === 'boom' ? fall() : raw),
      format: String,
    })
    bench().app.get(definePaths({ broken })('/c/<broken:v>'), { endpoint: 'c' }, ({ params }) => params.v)
    expect(await status('/c/boom')).toBe(500)
    expect(bench().errors.splice(0)).toHaveLength(1)
    expect(await text('/c/fine')).toBe('fine')
  })
})

function fall(): never {
  throw new RangeError('a converter failed')
}
