import { describe, expect, it } from 'vitest'

import { MicroError } from '../ground/errors.ts'
import { defineConverter } from './converter.ts'
import type { Match } from './match.ts'
import { definePaths } from './paths.ts'
import { Router } from './router.ts'
import type { RuleOptions } from './rule.ts'

/** A router whose endpoints are the paths themselves. */
function routerOf(...paths: readonly string[]): Router<string> {
  const router = new Router<string>()
  for (const path of paths) router.add(path, path, { endpoint: path })
  return router
}

/** The path of the rule that was found and its parameters, or what else became of the request. */
function show(match: Match<string>): string {
  if (match.kind !== 'found') return match.kind
  const params = Object.entries(match.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [match.rule.path, ...params].join(' ')
}

function get(router: Router<string>, path: string): string {
  return show(router.match('GET', path))
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action()
  } catch (error) {
    return error instanceof MicroError ? error.code : String(error)
  }
  return undefined
}

describe('finding a rule', () => {
  it.each([
    ['/', '/', '/'],
    ['/about', '/about', '/about'],
    ['/about', '/About', 'not-found'],
    ['/about', '/abou', 'not-found'],
    ['/about', '/about2', 'not-found'],
    ['/about', '/about/team', 'not-found'],
    ['/about', '/about\n', 'not-found'],
    ['/a.b', '/axb', 'not-found'],
    ['/café', '/café', '/café'],
    ['/100%', '/100%25', '/100%'],
    ['/a+b', '/a+b', '/a+b'],
    ['/users/<name>', '/users/bob', '/users/<name> name="bob"'],
    ['/users/<name>', '/users/', 'not-found'],
    ['/users/<name>', '/users', 'not-found'],
    ['/users/<name>', '/users/bob/x', 'not-found'],
    ['/users/<name>', '/users/日本', '/users/<name> name="日本"'],
    ['/users/<int:id>', '/users/42', '/users/<int:id> id=42'],
    ['/users/<int:id>', '/users/x', 'not-found'],
    ['/users/<int:id>/posts', '/users/42/posts', '/users/<int:id>/posts id=42'],
    ['/<a>/<b>/<c>', '/1/2/3', '/<a>/<b>/<c> a="1" b="2" c="3"'],
    ['/v<int:major>.<int:minor>', '/v1.22', '/v<int:major>.<int:minor> major=1 minor=22'],
    ['/file-<name>.txt', '/file-a.txt', '/file-<name>.txt name="a"'],
    ['/file-<name>.txt', '/file-.txt', 'not-found'],
    ['/<int:id>-<slug>', '/5-my-post', '/<int:id>-<slug> id=5 slug="my-post"'],
    ['/f/<path:p>', '/f/a/b.txt', '/f/<path:p> p="a/b.txt"'],
    ['/f/<path:p>', '/f/a//b', '/f/<path:p> p="a//b"'],
    ['/f/<path:p>', '/f/a/', '/f/<path:p> p="a/"'],
    ['/f/<path:p>', '/f/', 'not-found'],
    ['/f/<path:p>/edit', '/f/a/b/edit', '/f/<path:p>/edit p="a/b"'],
    ['/f/<path:p>/edit', '/f/edit', 'not-found'],
    ['/f/<path:a>/to/<path:b>', '/f/x/y/to/z', '/f/<path:a>/to/<path:b> a="x/y" b="z"'],
    ['/f/<path:p>:raw', '/f/a/b:raw', '/f/<path:p>:raw p="a/b"'],
  ])('%s, asked for %s: %s', (rule, path, expected) => {
    expect(get(routerOf(rule), path)).toBe(expected)
  })

  it('is the same record each time for a rule without variables', () => {
    const router = routerOf('/about')
    expect(router.match('GET', '/about')).toBe(router.match('GET', '/about'))
  })

  it('hands back what was added', () => {
    const router = new Router<{ readonly view: string }>()
    const target = { view: 'home' }
    router.add('/', target, { endpoint: 'home' })
    const match = router.match('GET', '/')
    expect(match.kind === 'found' && match.rule.target).toBe(target)
  })

  it('M05: decodes what is left encoded once, in values only', () => {
    const router = routerOf('/i/<value>')
    expect(get(router, '/i/a%2Fb')).toBe('/i/<value> value="a/b"')
    expect(get(router, '/i/a%252Fb')).toBe('/i/<value> value="a%2Fb"')
    expect(get(router, '/i/100%25')).toBe('/i/<value> value="100%"')
  })

  it('M04: never splits a segment at an encoded slash', () => {
    expect(get(routerOf('/admin/<x>'), '/admin%2Fx')).toBe('not-found')
    expect(get(routerOf('/f/<path:p>'), '/f/a%2Fb')).toBe('not-found')
    expect(get(routerOf('/f/<path:p>/<name>'), '/f/a/b%2Fc')).toBe('/f/<path:p>/<name> p="a" name="b/c"')
    expect(get(routerOf('/f/<path:p>/<name>'), '/f/a%2Fb/c')).toBe('not-found')
    expect(get(routerOf('/f/<x>-<y>'), '/f/a%2Fb-c%25')).toBe('/f/<x>-<y> x="a/b" y="c%"')
  })

  it('M06: path refuses dot segments', () => {
    const router = routerOf('/f/<path:p>')
    for (const path of ['/f/..', '/f/../x', '/f/a/../b', '/f/a/.'])
      expect(get(router, path)).toBe('not-found')
  })

  it('never gives a converter nothing, or a rest that starts with a slash', () => {
    const anything = defineConverter({ multiSegment: true })
    const empty = defineConverter({})
    const path = definePaths({ anything, empty })
    const router = new Router<string>()
    router.add(path('/e/<empty:x>/e'), 'empty', { endpoint: 'empty' })
    router.add(path('/a/<anything:x>'), 'anything', { endpoint: 'anything' })
    expect(get(router, '/e//e')).toBe('not-found')
    expect(router.match('GET', '/a//evil')).toMatchObject({ kind: 'redirect', location: '/a/evil' })
  })

  it('M07: parameters named like inherited properties are their values, others are missing', () => {
    const router = routerOf('/<__proto__>/<constructor>')
    const match = router.match('GET', '/a/b')
    if (match.kind !== 'found') throw new TypeError(match.kind)
    expect(Object.keys(match.params)).toEqual(['__proto__', 'constructor'])
    for (const name of Object.getOwnPropertyNames(Object.prototype)) {
      expect(name in match.params).toBe(name === '__proto__' || name === 'constructor')
    }
  })

  it('M09: tells letter case apart', () => {
    expect(get(routerOf('/admin/x'), '/ADMIN/x')).toBe('not-found')
    expect(get(routerOf('/admin/x'), '/admin/X')).toBe('not-found')
  })

  it('M10: takes a question mark in a value as text', () => {
    expect(get(routerOf('/<value>'), '/a?b')).toBe('/<value> value="a?b"')
  })

  it('M11: answers 8 kB and 2,000 segments at once', () => {
    const router = routerOf('/<a>/<b>/<c>', '/<path:a>/x/<path:b>/y/<path:c>/z', '/<a>/<path:rest>/end')
    const long = `/${'a/'.repeat(2000)}b`
    router.match('GET', long)
    const start = performance.now()
    expect(get(router, long)).toBe('not-found')
    expect(get(router, `/${'x'.repeat(8000)}`)).toBe('not-found')
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('Y02: answers 50 kB of separators at once', () => {
    const slug = defineConverter({ pattern: /[a-z]+(?:-[a-z]+)*/ })
    const router = routerOf('/<a>-<b>-<int:c>')
    router.add(definePaths({ slug })('/s/<slug:s>'), 'slug', { endpoint: 'slug' })
    const dashes = '-'.repeat(50_000)
    router.match('GET', `/${dashes}`)
    const start = performance.now()
    expect(get(router, `/${dashes}`)).toBe('not-found')
    expect(get(router, `/s/${'a-'.repeat(25_000)}`)).toBe('not-found')
    expect(performance.now() - start).toBeLessThan(500)
  })
})

/** Each list is registered in every order. */
function orders(paths: readonly string[]): readonly (readonly string[])[] {
  if (paths.length < 2) return [paths]
  return paths.flatMap((path) =>
    orders(paths.filter((other) => other !== path)).map((rest) => [path, ...rest]),
  )
}

describe('which rule comes first', () => {
  it.each([
    [['/users/me', '/users/<name>'], '/users/me', '/users/me'],
    [['/users/<int:id>', '/users/<name>'], '/users/5', '/users/<int:id> id=5'],
    [['/users/<int:id>', '/users/<name>'], '/users/bob', '/users/<name> name="bob"'],
    [['/<path:p>', '/<name>'], '/a', '/<name> name="a"'],
    [['/<path:p>', '/<name>'], '/a/b', '/<path:p> p="a/b"'],
    [['/<path:p>', '/<a>/<b>'], '/a/b', '/<a>/<b> a="a" b="b"'],
    [['/<path:p>', '/<path:p>/edit'], '/a/edit', '/<path:p>/edit p="a"'],
    [['/<name>', '/u-<name>'], '/u-bob', '/u-<name> name="bob"'],
    [['/<name>', '/u-<name>', '/user-<name>'], '/user-bob', '/user-<name> name="bob"'],
    [['/<name>', '/<name>.txt'], '/a.txt', '/<name>.txt name="a"'],
    [['/<int:n>', '/<int(max=5):n>'], '/4', '/<int(max=5):n> n=4'],
    [['/<int:n>', '/<float:f>', '/<s>'], '/1.5', '/<float:f> f=1.5'],
    [['/a/<x>', '/<x>/b'], '/a/b', '/a/<x> x="b"'],
    [['/a/<x>/c', '/<x>/b'], '/a/b', '/<x>/b x="a"'],
    [['/a/b/c', '/a/<x>/d', '/<x>/b/e'], '/a/b/e', '/<x>/b/e x="a"'],
    [['/a/b/c', '/a/<x>/d', '/<path:p>'], '/a/b/x', '/<path:p> p="a/b/x"'],
    [['/ab', '/<name>'], '/abc', '/<name> name="abc"'],
    [['/abc', '/<name>'], '/ab', '/<name> name="ab"'],
    [['/abc/d', '/<name>/e'], '/abc/e', '/<name>/e name="abc"'],
    [['/<int:a>/x', '/<b>/y'], '/1/y', '/<b>/y b="1"'],
  ])('of %j, %s is for %s', (paths, path, expected) => {
    for (const order of orders(paths)) expect(get(routerOf(...order), path)).toBe(expected)
  })

  it('is the next one where a converter refuses the value', () => {
    const router = routerOf('/m/<int(max=5):n>', '/m/<s>')
    expect(get(router, '/m/5')).toBe('/m/<int(max=5):n> n=5')
    expect(get(router, '/m/9')).toBe('/m/<s> s="9"')
  })

  it('is decided by the weight of a custom converter', () => {
    const early = defineConverter({ weight: 10 })
    const late = defineConverter({ weight: 150 })
    const path = definePaths({ early, late })
    const router = routerOf('/<int:n>', '/<s>')
    router.add(path('/<early:e>'), 'early', { endpoint: 'early' })
    router.add(path('/<late:l>'), 'late', { endpoint: 'late' })
    expect(get(router, '/1')).toBe('/<early:e> e="1"')
  })

  it('tells converters of one name in two tables apart', () => {
    const even = definePaths({ kind: defineConverter({ pattern: /[02468]/ }) })
    const odd = definePaths({ kind: defineConverter({ pattern: /[13579]/ }) })
    const router = new Router<string>()
    router.add(even('/<kind:even>'), 'even', { endpoint: 'even' })
    router.add(odd('/<kind:odd>'), 'odd', { endpoint: 'odd' })
    expect(get(router, '/2')).toBe('/<kind:even> even="2"')
    expect(get(router, '/3')).toBe('/<kind:odd> odd="3"')
  })
})

function methodsRouter(): Router<string> {
  const router = routerOf('/read')
  router.add('/both', 'get', { endpoint: 'get' })
  router.add('/both', 'post', { endpoint: 'post', methods: ['post', 'PUT'] })
  return router
}

describe('methods', () => {
  it('answers GET when nothing else is said, and HEAD with it', () => {
    expect(show(methodsRouter().match('HEAD', '/read'))).toBe('/read')
    expect(methodsRouter().match('POST', '/read').kind).toBe('method-not-allowed')
  })

  it('tells rules of one path apart, in any letter case of the list', () => {
    const match = methodsRouter().match('PUT', '/both')
    expect(match.kind === 'found' && match.rule.endpoint).toBe('post')
  })

  it('gives HEAD to a rule that lists it', () => {
    for (const first of ['head', 'get']) {
      const router = new Router<string>()
      const add = (name: string): unknown => router.add('/', name, { endpoint: name, methods: [name] })
      for (const name of first === 'head' ? ['head', 'get'] : ['get', 'head']) add(name)
      const match = router.match('HEAD', '/')
      expect(match.kind === 'found' && match.rule.endpoint).toBe('head')
    }
  })

  it('N01: says what is allowed when only the method is wrong', () => {
    expect(methodsRouter().match('DELETE', '/read')).toEqual({
      kind: 'method-not-allowed',
      allowed: ['GET', 'HEAD', 'OPTIONS'],
    })
    expect(methodsRouter().match('DELETE', '/both')).toMatchObject({
      allowed: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'],
    })
  })

  it('says what is allowed by every rule that has the path', () => {
    const router = routerOf('/users/<name>')
    router.add('/users/me', 'me', { endpoint: 'me', methods: ['PUT'] })
    router.add('/<path:p>', 'any', { endpoint: 'any', methods: ['PATCH'], automaticOptions: false })
    expect(router.match('DELETE', '/users/me')).toMatchObject({
      allowed: ['GET', 'HEAD', 'OPTIONS', 'PATCH', 'PUT'],
    })
    expect(show(router.match('GET', '/users/me'))).toBe('/users/<name> name="me"')
  })

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'QUERY', 'M-SEARCH', 'FOO'])(
    'N04, N07: does not allow %s',
    (method) => {
      expect(methodsRouter().match(method, '/read').kind).toBe('method-not-allowed')
      expect(methodsRouter().match(method, '/missing').kind).toBe('not-found')
    },
  )

  it.each(['constructor', '__proto__', 'toString', ''])('N06: does not know the method %j', (method) => {
    expect(methodsRouter().match(method, '/read').kind).toBe('method-not-allowed')
  })

  it('N03: answers OPTIONS itself, with the methods of every rule that has the path', () => {
    const match = methodsRouter().match('OPTIONS', '/both')
    expect(match).toMatchObject({ kind: 'options', allowed: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'] })
  })

  it('does not answer OPTIONS for a path that no rule has', () => {
    expect(methodsRouter().match('OPTIONS', '/missing').kind).toBe('not-found')
  })

  it('leaves OPTIONS to a rule that lists it', () => {
    for (const method of ['OPTIONS', 'options']) {
      const router = routerOf('/own')
      router.add('/own', 'own', { endpoint: 'own', methods: [method] })
      const match = router.match('OPTIONS', '/own')
      expect(match.kind === 'found' && match.rule.endpoint).toBe('own')
    }
  })

  it('prefers the automatic answer of a better path to the OPTIONS of a worse one', () => {
    const router = routerOf('/users')
    router.add('/<path:any>', 'any', { endpoint: 'any', methods: ['OPTIONS'] })
    expect(router.match('OPTIONS', '/users').kind).toBe('options')
    expect(router.match('OPTIONS', '/other').kind).toBe('found')
  })

  it('does not answer OPTIONS where that is switched off', () => {
    const router = new Router<string>()
    router.add('/', 'home', { endpoint: 'home', automaticOptions: false })
    expect(router.match('OPTIONS', '/')).toEqual({ kind: 'method-not-allowed', allowed: ['GET', 'HEAD'] })
  })
})

function adding(options: RuleOptions): () => unknown {
  return () => new Router<string>().add('/x/<a>', 'x', { endpoint: 'x', ...options })
}

describe('what is refused when a rule is added', () => {
  it('M17: a path and method that another rule has, naming both', () => {
    const router = new Router<string>()
    router.add('/users/<id>', 'a', { endpoint: 'users.show' })
    expect(() => router.add('/users/<name>', 'b', { endpoint: 'accounts.show', owner: 'accounts' })).toThrow(
      'GET /users/<name> already belongs to "users.show", so "accounts.show of accounts" cannot have it.',
    )
    expect(codeOf(() => router.add('/users/<name>', 'b', { endpoint: 'b' }))).toBe('ROUTE_CONFLICT')
  })

  it('M17: nothing of a rule that was refused is left', () => {
    const router = routerOf('/a')
    expect(codeOf(() => router.add('/a', 'b', { endpoint: 'b', methods: ['POST', 'GET'] }))).toBe(
      'ROUTE_CONFLICT',
    )
    expect(router.match('POST', '/a').kind).toBe('method-not-allowed')
    expect(router.rules).toHaveLength(1)
    expect(codeOf(() => router.build('b'))).toBe('UNKNOWN_ENDPOINT')
  })

  it.each([
    ['another method', '/users', { methods: ['POST'] }],
    ['another converter', '/<int:x>', {}],
    ['another argument', '/<string(length=3):x>', {}],
    ['a slash at the end', '/users/', {}],
    ['another host', '/users', { host: 'api.test' }],
    ['only URLs', '/users', { buildOnly: true }],
  ])('not a rule that differs by %s', (_, path, options) => {
    const router = routerOf('/users', '/<x>')
    expect(codeOf(() => router.add(path, 'b', { endpoint: 'b', ...options }))).toBeUndefined()
  })

  it.each([
    ['no method', { methods: [] }, 'ROUTE_METHODS'],
    ['a method that is no token', { methods: ['GET POST'] }, 'ROUTE_METHODS'],
    ['a host and a subdomain', { host: 'a.test', subdomain: 'a' }, 'ROUTE_OPTIONS'],
    ['an alias with redirectTo', { alias: true, redirectTo: '/' }, 'ROUTE_OPTIONS'],
    ['an alias that never matches', { alias: true, buildOnly: true }, 'ROUTE_OPTIONS'],
    ['redirectTo without a slash', { redirectTo: 'https://evil.test' }, 'ROUTE_OPTIONS'],
    ['redirectTo with an unknown variable', { redirectTo: '/y/<b>' }, 'ROUTE_OPTIONS'],
    ['a variable that its host has too', { host: '<a>.test' }, 'DUPLICATE_PARAMETER'],
  ])('M17: %s', (_, options, code) => {
    expect(codeOf(adding(options))).toBe(code)
  })

  it('M17: methods that are no list', () => {
    // @ts-expect-error -- a text would be read letter by letter
    expect(codeOf(adding({ methods: 'GET' }))).toBe('ROUTE_METHODS')
  })
})

describe('adding rules', () => {
  it('may go on after the first match', () => {
    const router = routerOf('/a')
    expect(get(router, '/b')).toBe('not-found')
    router.add('/b', 'b', { endpoint: 'b' })
    expect(get(router, '/b')).toBe('/b')
  })

  it('stays cheap for ten thousand of them', () => {
    const router = new Router<number>()
    const start = performance.now()
    for (let n = 0; n < 10_000; n++) {
      router.add(n % 2 ? `/a${n}/<int:id>/x` : `/a${n % 100}/<b>-${n}/y`, n, { endpoint: `e${n}` })
    }
    // Ten times what it takes; adding by looking through all others would take a hundred times as long.
    expect(performance.now() - start).toBeLessThan(3000)
    expect(router.match('GET', '/a9999/5/x')).toMatchObject({ kind: 'found', params: { id: 5 } })
    expect(router.match('GET', '/a98/x-9998/y')).toMatchObject({ kind: 'found', params: { b: 'x' } })
  })

  it('lists them in the order in which they came', () => {
    expect(routerOf('/b', '/a', '/<x>').rules.map(({ path }) => path)).toEqual(['/b', '/a', '/<x>'])
  })

  it('lets a converter use the router while it matches', () => {
    const router = routerOf('/<int:a>/<int:b>')
    const nested = defineConverter({
      parse: (text) => (router.match('GET', '/8/9').kind === 'found' ? text : undefined),
      format: String,
    })
    router.add(definePaths({ nested })('/n/<x>/<nested:y>'), 'n', { endpoint: 'n' })
    expect(get(router, '/n/1/2')).toBe('/n/<x>/<nested:y> x="1" y="2"')
  })
})
