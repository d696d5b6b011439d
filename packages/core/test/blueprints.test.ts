import { abort, App, Blueprint, defineConverter, definePaths, MicroError, urlFor } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof MicroError ? error.code : `not a MicroError: ${String(error)}`
  }
}

describe('prefixes of blueprints', () => {
  it.each([
    ['', '/', '/'],
    ['', '/x', '/x'],
    ['/bp', '/', '/bp/'],
    ['/bp', '', '/bp'],
    ['/bp/', '/x', '/bp/x'],
    ['/bp/', '/', '/bp/'],
    ['/bp', '/x/', '/bp/x/'],
    ['/<lang>', '/x', '/<lang>/x'],
    ['/', '', '/'],
    ['/', '/', '/'],
    ['/bp/', '', '/bp/'],
    ['/bp/', 'x', '/bp/x'],
    ['/bp/', '//x', '/bp/x'],
    ['/bp//', '/x', '/bp/x'],
  ])('"%s" and "%s" make "%s"', (urlPrefix, path, joined) => {
    const app = new App()
    const blueprint = new Blueprint('bp', { urlPrefix })
    blueprint.get(path, { endpoint: 'x' }, () => 'x')
    app.register(blueprint)
    expect(app.routes().map((route) => route.path)).toEqual([joined])
  })
})

describe('blueprints, in code', () => {
  it('need a slash at the start of a prefix', () => {
    const blueprint = new Blueprint('bp', { urlPrefix: 'bp' })
    blueprint.get('/x', () => 'x')
    expect(codeOf(() => new App().register(blueprint))).toBe('ROUTE_SYNTAX')
  })

  it('do nothing until they are registered', () => {
    const app = new App()
    const blueprint = new Blueprint('bp')
    blueprint.get('not even a path', () => 'x')
    expect(app.routes()).toEqual([])
    expect(codeOf(() => app.register(blueprint))).toBe('ROUTE_SYNTAX')
  })

  it('cannot have two variables of one name with those of their prefix', () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/<id>' })
    blueprint.get('/<int:id>', () => 'x')
    expect(codeOf(() => new App().register(blueprint))).toBe('DUPLICATE_PARAMETER')
  })

  it('with files of their own and no prefix clash with those of the app, and both are named', () => {
    const app = new App({ rootPath: '/app' })
    const blueprint = new Blueprint('bp', { rootPath: '/bp', staticFolder: 'static' })
    expect(() => app.register(blueprint)).toThrow(/"static".*"bp\.static"/s)
  })

  it('put their name before their commands, the nested ones all names', () => {
    const app = new App()
    const outer = new Blueprint('outer')
    const inner = new Blueprint('inner')
    const command = { name: 'run', description: 'Runs', run: () => 0 }
    outer.command(command)
    inner.command(command)
    inner.appWide.command({ ...command, name: 'alone' })
    outer.register(inner)
    app.register(outer)
    app.register(outer, { name: 'again', cliGroup: 'second' })
    expect(app.commands.map(({ name }) => name)).toEqual([
      'outer run',
      'alone',
      'outer inner run',
      'second run',
      'second inner run',
    ])
  })

  it('clash over a command, and both owners are named', () => {
    const app = new App({ name: 'shop' })
    const blueprint = new Blueprint('bp')
    const command = { name: 'run', description: 'Runs', run: () => 0 }
    blueprint.command(command)
    expect(codeOf(() => blueprint.command(command))).toBe('NAME_TAKEN')
    app.command({ ...command, name: 'bp run' })
    expect(() => app.register(blueprint)).toThrow(/"bp run" of the blueprint "bp".* shop /)
  })

  it('add filters, tests and globals to all templates, once', () => {
    const app = new App()
    const blueprint = new Blueprint('bp')
    blueprint.appWide.templateFilter('shout', (text: string) => text.toUpperCase())
    blueprint.appWide.templateTest('even', (n: number) => n % 2 === 0)
    blueprint.appWide.templateGlobal('year', 2026)
    app.register(blueprint)
    app.register(blueprint, { name: 'again' })
    expect([...app.templates.filters.keys(), ...app.templates.tests.keys()]).toEqual(['shout', 'even'])
    expect(app.templates.globals.get('year')).toBe(2026)
    expect(() => app.templateGlobal('year', 1)).toThrow(/"year".*the blueprint "bp"/)
  })

  it.each([
    'command',
    'templateFilter',
    'templateTest',
    'templateGlobal',
    'beforeRequest',
    'contextProcessor',
  ] as const)('cannot be given an app-wide %s once they are registered', (method) => {
    const blueprint = new Blueprint('bp')
    new App().register(blueprint)
    const late: (...args: never[]) => void = blueprint.appWide[method].bind(blueprint.appWide)
    expect(codeOf(late)).toBe('SETUP_FINISHED')
  })

  it('give values for their routes, and outer ones for those inside', () => {
    const app = new App()
    const site = new Blueprint('site', { urlPrefix: '/<lang>', urlDefaults: { theme: 'light' } })
    const pages = new Blueprint('pages')
    pages.get('/about', { endpoint: 'about' }, () => 'x')
    site.register(pages)
    app.register(site)
    app.register(site, { name: 'home', urlPrefix: '', urlDefaults: { lang: 'en' } })
    expect(app.urlFor('site.pages.about', { lang: 'de' })).toBe('/de/about')
    expect(app.urlFor('home.pages.about')).toBe('/about')
  })

  it.each(['', 'a.b'])('cannot be named "%s"', (name) => {
    expect(codeOf(() => new Blueprint(name))).toBe('BLUEPRINT_NAME')
  })

  it('name their endpoints by themselves, outer first', () => {
    const app = new App()
    const outer = new Blueprint('outer')
    const inner = new Blueprint('inner')
    inner.get('/x', { endpoint: 'x' }, () => 'x')
    outer.register(inner)
    app.register(outer)
    expect(app.routes()).toMatchObject([
      { endpoint: 'outer.inner.x', blueprint: 'outer.inner', methods: ['GET', 'HEAD', 'OPTIONS'] },
    ])
  })

  it('cannot be registered twice under one name', () => {
    const app = new App()
    const blueprint = new Blueprint('bp')
    app.register(blueprint)
    expect(codeOf(() => app.register(blueprint))).toBe('NAME_TAKEN')
  })

  it('of one name cannot be registered together', () => {
    const app = new App()
    app.register(new Blueprint('bp'))
    expect(codeOf(() => app.register(new Blueprint('bp', { urlPrefix: '/other' })))).toBe('NAME_TAKEN')
  })

  it('of one name may be inside different ones', () => {
    const app = new App()
    for (const name of ['a', 'b']) {
      const outer = new Blueprint(name, { urlPrefix: `/${name}` })
      outer.register(new Blueprint('same'))
      app.register(outer)
    }
    expect(app.routes()).toEqual([])
  })

  it('cannot be changed once they are registered', () => {
    const app = new App()
    const blueprint = new Blueprint('bp')
    app.register(blueprint)
    expect(codeOf(() => blueprint.get('/x', () => 'x'))).toBe('SETUP_FINISHED')
    expect(codeOf(() => blueprint.beforeRequest(() => {}))).toBe('SETUP_FINISHED')
    expect(codeOf(() => blueprint.register(new Blueprint('late')))).toBe('SETUP_FINISHED')
  })

  it('cannot be registered inside of themselves, directly or in a circle', () => {
    const [one, two] = [new Blueprint('one'), new Blueprint('two')]
    const register = (): void => {
      one.register(two)
      two.register(one)
      new App().register(one)
    }
    expect(codeOf(() => one.register(one))).toBe('BLUEPRINT_CIRCLE')
    expect(codeOf(register)).toBe('BLUEPRINT_CIRCLE')
  })

  it('cannot be registered once the app has started', async () => {
    await using app = new App()
    await app.start()
    expect(codeOf(() => app.register(new Blueprint('late')))).toBe('SETUP_FINISHED')
  })

  it('clash over a path, and both endpoints are named', () => {
    const app = new App()
    const one = new Blueprint('one')
    const two = new Blueprint('two')
    one.get('/x', { endpoint: 'x' }, () => 'x')
    two.get('/x', { endpoint: 'x' }, () => 'x')
    app.register(one)
    expect(() => app.register(two)).toThrow(/"one\.x".*"two\.x"/s)
  })

  it('of two apps do not meet', async () => {
    const blueprint = new Blueprint('bp')
    blueprint.get('/', (c) => c.app.name)
    await using one = new App({ name: 'one' })
    await using two = new App({ name: 'two' })
    one.register(blueprint)
    two.register(blueprint, { urlPrefix: '/two' })
    const asked = await Promise.all([
      one.fetch(new Request('http://localhost/')),
      two.fetch(new Request('http://localhost/two/')),
    ])
    expect(await Promise.all(asked.map((response) => response.text()))).toEqual(['one', 'two'])
  })

  it('need a rootPath for a folder', () => {
    expect(codeOf(() => new App().register(new Blueprint('bp', { staticFolder: 'static' })))).toBe(
      'ROOT_PATH_MISSING',
    )
  })

  it('put their template folders behind that of the app, in the order of their registration', () => {
    const app = new App({ rootPath: '/app', staticFolder: false })
    const outer = new Blueprint('outer', { rootPath: '/outer' })
    outer.register(new Blueprint('inner', { rootPath: '/inner', templateFolder: 'pages' }))
    app.register(outer)
    app.register(new Blueprint('none', { rootPath: '/none', templateFolder: false }))
    expect(app.templates.folders).toEqual([
      { path: '/app/templates', blueprint: undefined },
      { path: '/outer/templates', blueprint: 'outer' },
      { path: '/inner/pages', blueprint: 'outer.inner' },
    ])
  })

  it('give their context processors after those of the app, from the outside in', () => {
    const app = new App()
    const outer = new Blueprint('outer')
    const inner = new Blueprint('inner')
    app.contextProcessor(() => ({ from: 'app' }))
    outer.contextProcessor(() => ({ from: 'outer' }))
    inner.contextProcessor(() => ({ from: 'inner' }))
    outer.register(inner)
    app.register(outer)
    const from = (blueprints: readonly string[]): unknown[] =>
      app.templates.processors(blueprints).map((process) => process())
    expect(from(['outer.inner', 'outer'])).toEqual([{ from: 'app' }, { from: 'outer' }, { from: 'inner' }])
    expect(from([])).toEqual([{ from: 'app' }])
  })
})

describeMatrix('blueprints', (bench) => {
  const text = async (path: string): Promise<string> => (await bench().fetch(path)).text()

  it('answer below their prefix', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.get('/<int:id>', { endpoint: 'show' }, ({ params }) => String(params.id + 1))
    bench().app.register(blueprint)
    expect([await text('/bp/1'), (await bench().fetch('/1')).status]).toEqual(['2', 404])
  })

  it('take the prefix that they are registered with before their own', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/own' })
    blueprint.get('/x', () => 'x')
    bench().app.register(blueprint, { urlPrefix: '/given' })
    expect([(await bench().fetch('/given/x')).status, (await bench().fetch('/own/x')).status]).toEqual([
      200, 404,
    ])
  })

  it('join their prefixes when nested', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/outer' })
    const inner = new Blueprint('inner', { urlPrefix: '/inner' })
    inner.get('/x', (c) => ({ endpoint: c.endpoint, blueprint: c.blueprint, blueprints: c.blueprints }))
    outer.register(inner, { urlPrefix: '/given' })
    bench().app.register(outer)
    expect(await (await bench().fetch('/outer/given/x')).json()).toEqual({
      endpoint: 'outer.inner.GET /x',
      blueprint: 'outer.inner',
      blueprints: ['outer.inner', 'outer'],
    })
  })

  it('have variables in their prefix', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/<lang>' })
    blueprint.get('/<int:id>', { endpoint: 'show' }, ({ params }) => ({ ...params }))
    bench().app.register(blueprint)
    expect(await (await bench().fetch('/de/7')).json()).toEqual({ lang: 'de', id: 7 })
  })

  it('answer under each name that they are registered with', async () => {
    const blueprint = new Blueprint('bp')
    blueprint.get('/x', { endpoint: 'x' }, (c) => c.endpoint ?? '')
    bench().app.register(blueprint, { urlPrefix: '/a' })
    bench().app.register(blueprint, { urlPrefix: '/b', name: 'again' })
    expect([await text('/a/x'), await text('/b/x')]).toEqual(['bp.x', 'again.x'])
  })

  it('lead each of their registrations to itself: by route, by name, across blueprints', async () => {
    const shop = new Blueprint('shop')
    const items = new Blueprint('items', { urlPrefix: '/items' })
    const orders = new Blueprint('orders', { urlPrefix: '/orders' })
    const item = items.get('/<int:id>', { endpoint: 'show' }, () => ({
      order: order.url(),
      home: home.url(),
    }))
    const order = orders.get('/', { endpoint: 'list' }, (): object => ({ item: item.url({ id: 1 }) }))
    const home = shop.get('/', { endpoint: 'home' }, (): object => ({
      item: item.url({ id: 7 }),
      byName: urlFor('.items.show', { id: 7 }),
    }))
    shop.register(items)
    shop.register(orders)
    bench().app.register(shop, { urlPrefix: '/one' })
    bench().app.register(shop, { name: 'two', urlPrefix: '/two' })
    expect(JSON.parse(await text('/two/'))).toEqual({ item: '/two/items/7', byName: '/two/items/7' })
    expect(JSON.parse(await text('/two/items/1'))).toEqual({ order: '/two/orders/', home: '/two/' })
    expect(JSON.parse(await text('/two/orders/'))).toEqual({ item: '/two/items/1' })
    expect(JSON.parse(await text('/one/'))).toEqual({ item: '/one/items/7', byName: '/one/items/7' })
  })

  it('handle errors under each of their names', async () => {
    const blueprint = new Blueprint('bp')
    blueprint.errorHandler(404, (_, c) => `none in ${c.blueprint ?? 'app'}`)
    bench().app.register(blueprint, { urlPrefix: '/a' })
    bench().app.register(blueprint, { urlPrefix: '/b', name: 'again' })
    expect([await text('/a/x'), await text('/b/x')]).toEqual(['none in bp', 'none in again'])
  })

  it('give their urlDefaults as parameters', async () => {
    const blueprint = new Blueprint('bp', { urlDefaults: { theme: 'light', lang: 'en' } })
    blueprint.get('/x', { defaults: { lang: 'de' } }, ({ params }) => ({ ...params }))
    bench().app.register(blueprint)
    bench().app.register(blueprint, { name: 'dark', urlPrefix: '/dark', urlDefaults: { theme: 'dark' } })
    expect(JSON.parse(await text('/x'))).toEqual({ theme: 'light', lang: 'de' })
    expect(JSON.parse(await text('/dark/x'))).toEqual({ theme: 'dark', lang: 'de' })
  })

  it('give the blueprints inside them their urlDefaults, which may have others', async () => {
    const outer = new Blueprint('outer', { urlDefaults: { theme: 'light', lang: 'en' } })
    const inner = new Blueprint('inner', { urlDefaults: { lang: 'de' } })
    inner.get('/x', ({ params }) => ({ ...params }))
    outer.register(inner)
    bench().app.register(outer)
    expect(JSON.parse(await text('/x'))).toEqual({ theme: 'light', lang: 'de' })
  })

  it('own the 404 below a prefix with variables, the longest one first', async () => {
    const outer = new Blueprint('outer', { urlPrefix: '/<lang>' })
    const inner = new Blueprint('inner', { urlPrefix: '/admin' })
    outer.errorHandler(404, (_, c) => c.blueprint ?? '')
    outer.register(inner)
    bench().app.register(outer)
    expect([await text('/de/x'), await text('/de/admin/x'), await text('/de/administrator')]).toEqual([
      'outer',
      'outer.inner',
      'outer',
    ])
  })

  it('without a prefix own no path: its 404 belongs to the app', async () => {
    const blueprint = new Blueprint('bp')
    blueprint.errorHandler(404, () => 'blueprint')
    blueprint.get('/x', { endpoint: 'x' }, () => abort(404))
    bench().app.register(blueprint)
    bench().app.errorHandler(404, () => 'app')
    expect([await text('/x'), await text('/y')]).toEqual(['blueprint', 'app'])
  })

  it('answer the very prefix by an empty path', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.get('', { endpoint: 'index' }, (): string => urlFor('.index'))
    bench().app.register(blueprint)
    expect([await text('/bp'), (await bench().fetch('/bp/')).status]).toEqual(['/bp', 404])
  })

  it('may use converters of their own in prefix and path', async () => {
    const day = defineConverter({ pattern: /\d{4}-\d\d-\d\d/ })
    const path = definePaths({ day })
    const blueprint = new Blueprint('bp', { urlPrefix: path('/<day:from>') })
    blueprint.get(path('/<day:to>'), { endpoint: 'range' }, ({ params }) => ({ ...params }))
    bench().app.register(blueprint)
    expect(JSON.parse(await text('/2026-01-01/2026-02-01'))).toEqual({ from: '2026-01-01', to: '2026-02-01' })
    expect((await bench().fetch('/today/2026-02-01')).status).toBe(404)
  })

  it('run their hooks under each of their names', async () => {
    const blueprint = new Blueprint('bp')
    let count = 0
    blueprint.beforeRequest(() => void (count += 1))
    blueprint.get('/x', () => 'x')
    bench().app.register(blueprint, { urlPrefix: '/a' })
    bench().app.register(blueprint, { urlPrefix: '/b', name: 'again' })
    await text('/a/x')
    await text('/b/x')
    expect(count).toBe(2)
  })

  it('answer only the subdomain that they ask for', async () => {
    bench().app.config.fromObject({ serverName: 'example.com' })
    const api = new Blueprint('api', { subdomain: 'api' })
    api.get('/', () => 'api')
    bench().app.register(api)
    bench().app.get('/', () => 'www')
    expect((await bench().raw('/', { headers: { host: 'api.example.com' } })).body).toBe('api')
    expect((await bench().raw('/', { headers: { host: 'example.com' } })).body).toBe('www')
  })

  it('M01: guard every spelling of the paths below their prefix', async () => {
    const admin = new Blueprint('admin', { urlPrefix: '/admin' })
    admin.beforeRequest(() => new Response('guarded', { status: 403 }))
    admin.get('/x', () => 'secret')
    bench().app.register(admin)
    bench().app.get('/', () => 'home')
    for (const path of ['/admin/x', '/%61dmin/x', '/admi%6e/x', '/admin/none', '/admin/', '/admin']) {
      expect([path, (await bench().raw(path)).status]).toEqual([path, 403])
    }
    expect((await bench().raw('/%2561dmin/x')).status).toBe(404)
  })

  it('M08: own their prefix as a whole segment', async () => {
    const blueprint = new Blueprint('caf\u00e9', { urlPrefix: '/caf\u00e9' })
    blueprint.errorHandler(404, () => 'mine')
    blueprint.get('/x', () => 'x')
    bench().app.register(blueprint)
    bench().app.errorHandler(404, () => 'not mine')
    const paths = ['/caf%C3%A9', '/caf%C3%A9/', '/caf%C3%A9/y', '/caf%C3%A9-public', '/caf%C3%A9x/y', '/x']
    const bodies = await Promise.all(paths.map(async (path) => (await bench().raw(path)).body))
    expect(bodies).toEqual(['mine', 'mine', 'mine', 'not mine', 'not mine', 'not mine'])
    expect((await bench().raw('/caf%C3%A9/x')).body).toBe('x')
  })
})
