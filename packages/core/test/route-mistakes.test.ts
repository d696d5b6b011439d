import { App, type AppSetup, Blueprint, MicroError } from '@micro/core'
import { describe, expect, it } from 'vitest'

/** The codes of what registering throws: `'none'` when it goes through. */
function codeOf(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof MicroError ? error.code : `not a MicroError: ${String(error)}`
  }
}

const codeFor = (set: (app: App) => unknown): string => codeOf(() => set(new App()))

const both = (): string => 'both'

describe('mistakes in routes', () => {
  it.each<readonly [string, string, (app: App) => unknown]>([
    ['M17: a path without a leading slash', 'ROUTE_SYNTAX', (app) => app.get('users', () => 'x')],
    ['M17: a variable that is not closed', 'ROUTE_SYNTAX', (app) => app.get('/<id', () => 'x')],
    ['M17: an unknown converter', 'UNKNOWN_CONVERTER', (app) => app.get('/<nope:id>', () => 'x')],
    ['M17: two variables of one name', 'DUPLICATE_PARAMETER', (app) => app.get('/<id>/<id>', () => 'x')],
    [
      'an argument that a converter does not take',
      'CONVERTER_ARGUMENT',
      (app) => app.get('/<int(low=1):id>', () => 'x'),
    ],
    // @ts-expect-error -- what a program without types could pass
    ['M17: no handler', 'ROUTE_HANDLER', (app) => app.get('/')],
    // @ts-expect-error -- as above
    ['M17: a handler that is no function', 'ROUTE_HANDLER', (app) => app.get('/', 'text')],
    // @ts-expect-error -- as above
    ['M17: null for a handler', 'ROUTE_HANDLER', (app) => app.route('/', {}, null)],
    [
      'options without a handler that need one',
      'ROUTE_HANDLER',
      // @ts-expect-error -- as above
      (app) => app.route('/', { methods: ['GET'] }),
    ],
    // @ts-expect-error -- as above
    ['methods that are a text', 'ROUTE_METHODS', (app) => app.route('/', { methods: 'GET' }, () => 'x')],
    ['an empty path', 'ROUTE_SYNTAX', (app) => app.get('', () => 'x')],
    [
      'redirectTo to another site',
      'ROUTE_OPTIONS',
      (app) => app.route('/', { redirectTo: 'https://a.test/' }),
    ],
    [
      'redirectTo with a variable that the path does not have',
      'ROUTE_OPTIONS',
      (app) => app.route('/<a>', { redirectTo: '/<b>' }),
    ],
    ['no methods', 'ROUTE_METHODS', (app) => app.route('/', { methods: [] }, () => 'x')],
    ['an endpoint with a dot', 'ENDPOINT_NAME', (app) => app.get('/', { endpoint: 'a.b' }, () => 'x')],
    ['an endpoint without a name', 'ENDPOINT_NAME', (app) => app.get('/', { endpoint: '' }, () => 'x')],
    [
      'an alias that is redirected',
      'ROUTE_OPTIONS',
      // @ts-expect-error -- an alias has a handler, and a route with redirectTo has none
      (app) => app.route('/', { alias: true, redirectTo: '/x' }),
    ],
    [
      'a host and a subdomain',
      'ROUTE_OPTIONS',
      (app) => app.get('/', { host: 'a.test', subdomain: 'b' }, () => 'x'),
    ],
  ])('refuses %s', (_, code, set) => {
    expect(codeFor(set)).toBe(code)
  })

  it('M17: refuses a second route of the same path and method, naming both', () => {
    const app = new App()
    app.get('/users/<id>', { endpoint: 'one' }, () => 'x')
    expect(() => app.get('/users/<name>', { endpoint: 'two' }, () => 'y')).toThrow(/GET .*"one".*"two"/s)
  })

  it('M17: refuses another handler for an endpoint', () => {
    const code = codeFor((app) => {
      app.get('/a', { endpoint: 'same' }, () => 'a')
      app.get('/b', { endpoint: 'same' }, () => 'b')
    })
    expect(code).toBe('ENDPOINT_TAKEN')
  })

  it('names an endpoint by the function, the option, or methods and path', () => {
    const app = new App()
    const unnamed = app.post('/c/<int:id>', () => 'x')
    expect([app.get('/a', both).endpoint, app.get('/b', { endpoint: 'b' }, both).endpoint]).toEqual([
      'both',
      'b',
    ])
    expect(unnamed.endpoint).toBe('POST /c/<int:id>')
  })

  it('takes routes without a handler for an endpoint that has one', () => {
    const app = new App()
    app.route('/old', { redirectTo: '/a', endpoint: 'both' })
    app.get('/a', both)
    app.route('/older', { redirectTo: '/a', endpoint: 'both' })
    expect(codeOf(() => app.get('/b', { endpoint: 'both' }, () => 'another'))).toBe('ENDPOINT_TAKEN')
    expect(app.routes().map(({ path }) => path)).toEqual(['/old', '/a', '/older'])
  })

  it('M17: says of two handlers for the same requests that they clash, and not their names', () => {
    const app = new App()
    app.get('/', () => 'one')
    expect(codeOf(() => app.get('/', () => 'two'))).toBe('ROUTE_CONFLICT')
  })

  it('M17: names the owners of both routes when extensions add them', () => {
    const app = new App()
    const add = (name: string): void => {
      const blueprint = new Blueprint(name)
      blueprint.get('/healthz', { endpoint: 'x' }, () => 'fine')
      app.register({ name, initApp: (each: AppSetup) => each.register(blueprint) })
    }
    add('one')
    expect(() => add('two')).toThrow(/"one\.x of one".*"two\.x of two"/s)
  })

  it('takes the same handler twice for one endpoint', () => {
    const code = codeFor((app) => {
      app.get('/a', both)
      app.get('/b', both)
    })
    expect(code).toBe('none')
  })
})
