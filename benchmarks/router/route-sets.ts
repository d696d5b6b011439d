/** One route, in the spelling that every router here is given its own from: `:name` takes a segment, `*` all the rest. */
export interface BenchRoute {
  readonly method: string
  readonly path: string
}

/** A look-up and its right answer. */
export interface Case {
  readonly name: 'static' | 'one parameter' | 'deep' | 'wildcard' | 'miss' | 'wrong method'
  readonly method: string
  readonly path: string
  /** Path of the route that answers; `undefined` where none does. */
  readonly route: string | undefined
  readonly params: Readonly<Record<string, string>>
}

/** Routes, and what is looked up among them. */
export interface RouteSet {
  readonly name: string
  readonly routes: readonly BenchRoute[]
  readonly cases: readonly Case[]
}

/** A small API, as most apps have one. */
export const few: RouteSet = {
  name: '12 routes',
  routes: [
    ...[
      '/',
      '/users',
      '/users/:id',
      '/users/:id/posts',
      '/users/:id/posts/:post',
      '/posts',
      '/posts/:slug',
      '/about',
    ].map(get),
    get('/a/b/c/d/e/f/:g'),
    get('/files/*'),
    { method: 'POST', path: '/users' },
    { method: 'DELETE', path: '/users/:id' },
  ],
  cases: [
    hit('static', '/about', '/about'),
    hit('one parameter', '/users/42', '/users/:id', { id: '42' }),
    hit('deep', '/a/b/c/d/e/f/7', '/a/b/c/d/e/f/:g', { g: '7' }),
    hit('wildcard', '/files/css/site.css', '/files/*', { '*': 'css/site.css' }),
    miss('/nowhere/at/all'),
    wrongMethod('/posts'),
  ],
}

/** A thousand routes: static, with one and two parameters, deep ones and wildcards in equal parts. */
export const many: RouteSet = {
  name: '1,000 routes',
  routes: Array.from({ length: 200 }, (_, i) => [
    get(`/resource${i}/list`),
    get(`/resource${i}/item/:id`),
    get(`/resource${i}/item/:id/part/:part`),
    get(`/resource${i}/a/b/c/d/:e`),
    get(`/resource${i}/files/*`),
  ]).flat(),
  cases: [
    hit('static', '/resource150/list', '/resource150/list'),
    hit('one parameter', '/resource150/item/42', '/resource150/item/:id', { id: '42' }),
    hit('deep', '/resource150/a/b/c/d/7', '/resource150/a/b/c/d/:e', { e: '7' }),
    hit('wildcard', '/resource150/files/css/site.css', '/resource150/files/*', { '*': 'css/site.css' }),
    miss('/resource150/nowhere/at/all'),
    wrongMethod('/resource150/list'),
  ],
}

function get(path: string): BenchRoute {
  return { method: 'GET', path }
}

function hit(name: Case['name'], path: string, route: string, params: Case['params'] = {}): Case {
  return { name, method: 'GET', path, route, params }
}

function miss(path: string): Case {
  return { name: 'miss', method: 'GET', path, route: undefined, params: {} }
}

function wrongMethod(path: string): Case {
  return { name: 'wrong method', method: 'PATCH', path, route: undefined, params: {} }
}
