import { describe, expect, it } from 'vitest'

import type { Match } from './match.ts'
import { Router } from './router.ts'
import type { RuleOptions } from './rule.ts'

type RuleInput = RuleOptions & { readonly path: string; readonly endpoint?: string }

function routerOf(...rules: readonly (string | RuleInput)[]): Router<string> {
  const router = new Router<string>()
  for (const rule of rules) {
    const { path, endpoint = path, ...options } = typeof rule === 'string' ? { path: rule } : rule
    router.add(path, path, { endpoint, ...options })
  }
  return router
}

/** `'→ /x'` for a redirect, the rule's path and parameters for a match, else what became of it. */
function show(match: Match<string>): string {
  if (match.kind === 'redirect') return `→ ${match.location}`
  return match.kind === 'found' ? `${match.rule.path} ${JSON.stringify(match.params)}` : match.kind
}

function ask(router: Router<string>, path: string, method = 'GET'): string {
  return show(router.match(method, path))
}

describe('the last slash', () => {
  it('is added by a redirect when the rule has it', () => {
    expect(routerOf('/d/').match('GET', '/d')).toMatchObject({
      kind: 'redirect',
      status: 308,
      location: '/d/',
    })
  })

  it('is not taken away when the rule does not have it', () => {
    expect(ask(routerOf('/d'), '/d/')).toBe('not-found')
  })

  it('is added only for a method that the rule allows; else the path is not known', () => {
    expect(ask(routerOf('/d/'), '/d', 'POST')).toBe('not-found')
    expect(ask(routerOf('/d/'), '/d/', 'POST')).toBe('method-not-allowed')
    expect(ask(routerOf({ path: '/d/', methods: ['POST'] }), '/d', 'POST')).toBe('→ /d/')
  })

  it('is never asked for by OPTIONS, so that a preflight request is answered', () => {
    expect(routerOf('/d/').match('OPTIONS', '/d')).toMatchObject({
      kind: 'options',
      allowed: ['GET', 'HEAD', 'OPTIONS'],
    })
    expect(ask(routerOf({ path: '/d/', methods: ['OPTIONS'] }), '/d', 'OPTIONS')).toBe('/d/ {}')
  })

  it('is added behind variables', () => {
    expect(ask(routerOf('/u/<int:id>/'), '/u/5')).toBe('→ /u/5/')
    expect(ask(routerOf('/f/<path:p>/'), '/f/a/b')).toBe('→ /f/a/b/')
    expect(ask(routerOf('/f/<path:p>/'), '/f/a/b/')).toBe('/f/<path:p>/ {"p":"a/b"}')
  })

  it('is added to a path that goes on elsewhere', () => {
    expect(ask(routerOf('/d/', '/d/x', '/d/<y>'), '/d')).toBe('→ /d/')
    expect(ask(routerOf('/d/x'), '/d')).toBe('not-found')
  })

  it('tells a leaf and a branch of one name apart', () => {
    const router = routerOf('/p', '/p/')
    expect(ask(router, '/p')).toBe('/p {}')
    expect(ask(router, '/p/')).toBe('/p/ {}')
  })

  it('tells a leaf and a branch apart by method', () => {
    const router = routerOf({ path: '/p', methods: ['POST'] }, '/p/')
    expect(ask(router, '/p', 'POST')).toBe('/p {}')
    expect(ask(router, '/p')).toBe('→ /p/')
  })

  it('comes before a variable that would take the segment', () => {
    expect(ask(routerOf('/d/', '/<x>'), '/d')).toBe('→ /d/')
  })

  it('keeps encoded characters encoded, once', () => {
    expect(ask(routerOf('/u/<x>/'), '/u/a%2Fb%25 é?')).toBe('→ /u/a%2Fb%25%20%C3%A9%3F/')
  })

  it('does not matter to a rule that is not strict about it', () => {
    const router = routerOf(
      { path: '/leaf', strictSlashes: false },
      { path: '/branch/', strictSlashes: false },
    )
    expect(ask(router, '/leaf')).toBe('/leaf {}')
    expect(ask(router, '/leaf/')).toBe('/leaf {}')
    expect(ask(router, '/branch')).toBe('/branch/ {}')
    expect(ask(router, '/branch/')).toBe('/branch/ {}')
    expect(ask(router, '/leaf/', 'POST')).toBe('method-not-allowed')
    expect(ask(router, '/branch', 'POST')).toBe('method-not-allowed')
    expect(ask(router, '/leaf//')).toBe('→ /leaf/')
  })

  it('belongs to the value of a path variable at the end of such a rule', () => {
    const router = routerOf({ path: '/f/<path:p>', strictSlashes: false })
    expect(ask(router, '/f/a/')).toBe('/f/<path:p> {"p":"a/"}')
  })

  it('chooses between a strict and a loose rule', () => {
    const router = routerOf({ path: '/p', strictSlashes: false }, '/p/')
    expect(ask(router, '/p')).toBe('/p {}')
    expect(ask(router, '/p/')).toBe('/p/ {}')
  })

  it('is never two slashes to such a rule', () => {
    expect(ask(routerOf({ path: '/', strictSlashes: false }), '//')).toBe('→ /')
  })

  it('may be ignored after a variable too', () => {
    const router = routerOf({ path: '/u/<x>', strictSlashes: false })
    expect(ask(router, '/u/a/')).toBe('/u/<x> {"x":"a"}')
    expect(ask(router, '/u/')).toBe('not-found')
  })
})

describe('runs of slashes', () => {
  it.each([
    ['/a/b', '//a///b', '→ /a/b'],
    ['/a/b/', '/a//b', '→ /a/b/'],
    ['/a/b/', '/a//b//', '→ /a/b/'],
    ['/p/<path:x>', '/p//x', '→ /p/x'],
    ['/p/<path:x>', '/p/x//y', '/p/<path:x> {"x":"x//y"}'],
    ['/p/<path:x>/', '/p/x//', '→ /p/x/'],
    ['/u/<x>', '/u//a', '→ /u/a'],
    ['/', '//', '→ /'],
    ['/a', '//b', 'not-found'],
  ])('%s, asked for %s: %s', (rule, path, expected) => {
    expect(ask(routerOf(rule), path)).toBe(expected)
  })

  it('M02, I08: are redirected to a path with one slash at its start', () => {
    expect(ask(routerOf('/<path:x>'), '//evil.test/a')).toBe('→ /evil.test/a')
  })

  it('are redirected only for a method that the rule allows, and never for OPTIONS', () => {
    expect(ask(routerOf('/a'), '//a', 'POST')).toBe('not-found')
    expect(ask(routerOf('/a'), '//a', 'OPTIONS')).toBe('options')
  })

  it('are what they are for a rule that says so', () => {
    const router = routerOf({ path: '/a/b', mergeSlashes: false }, { path: '/x//y', mergeSlashes: false })
    expect(ask(router, '/a//b')).toBe('not-found')
    expect(ask(router, '/x//y')).toBe('/x//y {}')
    expect(ask(router, '/x/y')).toBe('not-found')
  })

  it('in a rule count as one', () => {
    expect(ask(routerOf('/x//y'), '/x/y')).toBe('/x//y {}')
  })
})

describe('defaults', () => {
  const list = [
    { path: '/list/', endpoint: 'list', defaults: { page: 1 } },
    { path: '/list/<int:page>', endpoint: 'list' },
  ]

  it('are parameters', () => {
    expect(ask(routerOf(...list), '/list/')).toBe('/list/ {"page":1}')
    expect(ask(routerOf({ path: '/<a>', defaults: { b: 2 } }), '/x')).toBe('/<a> {"b":2,"a":"x"}')
  })

  it('are parameters without a prototype that nobody can change', () => {
    const match = routerOf(...list).match('GET', '/list/')
    if (match.kind !== 'found') throw new TypeError(match.kind)
    expect(Object.getPrototypeOf(match.params)).toBeNull()
    expect(Object.isFrozen(match.params)).toBe(true)
  })

  it('redirect a URL that spells them out', () => {
    for (const rules of [list, list.toReversed()]) {
      expect(ask(routerOf(...rules), '/list/1')).toBe('→ /list/')
      expect(ask(routerOf(...rules), '/list/2')).toBe('/list/<int:page> {"page":2}')
    }
  })

  it('redirect step by step to the rule with most of them', () => {
    const router = routerOf(
      { path: '/', endpoint: 'i', defaults: { lang: 'en', page: 1 } },
      { path: '/<lang>/', endpoint: 'i', defaults: { page: 1 } },
      { path: '/<lang>/<int:page>', endpoint: 'i' },
    )
    expect(ask(router, '/en/1')).toBe('→ /')
    expect(ask(router, '/de/1')).toBe('→ /de/')
    expect(ask(router, '/de/2')).toBe('/<lang>/<int:page> {"lang":"de","page":2}')
  })

  it('do not redirect to a rule of another endpoint or method, and never OPTIONS', () => {
    expect(ask(routerOf({ path: '/l/', defaults: { page: 1 } }, '/l/<int:page>'), '/l/1')).toBe(
      '/l/<int:page> {"page":1}',
    )
    const [first, second] = list
    if (!first || !second) throw new TypeError('two rules')
    const posts = routerOf({ ...first, methods: ['POST'] }, { ...second, methods: ['GET', 'POST'] })
    expect(ask(posts, '/list/1')).toBe('/list/<int:page> {"page":1}')
    expect(ask(posts, '/list/1', 'POST')).toBe('→ /list/')
    expect(ask(routerOf(...list), '/list/1', 'OPTIONS')).toBe('options')
  })

  it('do not redirect to a rule that takes other parameters', () => {
    const router = routerOf(
      { path: '/all/', endpoint: 'l', defaults: { page: 1, lang: 'en' } },
      { path: '/<int:page>', endpoint: 'l' },
    )
    expect(ask(router, '/1')).toBe('/<int:page> {"page":1}')
  })

  it('redirect across hosts', () => {
    const router = routerOf(
      { path: '/', endpoint: 'i', host: 'en.test', defaults: { lang: 'en' } },
      { path: '/<lang>', endpoint: 'i', host: 'all.test' },
    )
    expect(router.match('GET', '/en', 'all.test')).toMatchObject({
      kind: 'redirect',
      location: '/',
      domain: 'en.test',
    })
  })
})

describe('an alias', () => {
  const rules = [
    { path: '/users/', endpoint: 'users', defaults: { page: 1 } },
    { path: '/users/<int:page>', endpoint: 'users' },
    { path: '/index', endpoint: 'users', defaults: { page: 1 }, alias: true },
    { path: '/members/<int:page>', endpoint: 'users', alias: true },
  ]

  it('redirects to the canonical rule with the same parameters', () => {
    expect(ask(routerOf(...rules), '/index')).toBe('→ /users/')
    expect(ask(routerOf(...rules), '/members/3')).toBe('→ /users/3')
    expect(ask(routerOf(...rules), '/members/1')).toBe('→ /users/')
  })

  it('answers itself when every rule is an alias', () => {
    const aliases = ['/a', '/b'].map((path) => ({ path, endpoint: 'e', alias: true }))
    expect(ask(routerOf(...aliases), '/b')).toBe('/b {}')
  })

  it('does not redirect OPTIONS', () => {
    expect(ask(routerOf(...rules), '/members/3', 'OPTIONS')).toBe('options')
  })
})

describe('redirectTo', () => {
  it('fills variables of the rule into a path', () => {
    const router = routerOf({ path: '/old/<int(fixedDigits=3):id>/<name>', redirectTo: '/new/<name>/<id>' })
    expect(ask(router, '/old/007/a%2Fb é')).toBe('→ /new/a%2Fb%20%C3%A9/007')
  })

  it('fills in defaults', () => {
    expect(ask(routerOf({ path: '/old', defaults: { to: 'a b' }, redirectTo: '/new/<to>' }), '/old')).toBe(
      '→ /new/a%20b',
    )
  })

  it('asks a function', () => {
    const router = routerOf({
      path: '/old/<int:id>',
      redirectTo: ({ id }) => `/new/${String(Number(id) + 1)}?x=é`,
    })
    expect(ask(router, '/old/1')).toBe('→ /new/2?x=%C3%A9')
  })

  it.each(['//evil.test/a', '\\\\evil.test/a', '/\t/evil.test/a', '\n//evil.test/a', 'evil.test/a'])(
    'I08: stays on this host for %j',
    (path) => {
      expect(ask(routerOf({ path: '/old', redirectTo: () => path }), '/old')).toBe('→ /evil.test/a')
    },
  )

  it('does not redirect OPTIONS or another method', () => {
    const router = routerOf({ path: '/old', redirectTo: '/new' })
    expect(ask(router, '/old', 'OPTIONS')).toBe('options')
    expect(ask(router, '/old', 'POST')).toBe('method-not-allowed')
    const own = routerOf({ path: '/old', methods: ['GET', 'OPTIONS'], redirectTo: '/new' })
    expect(ask(own, '/old', 'OPTIONS')).toBe('/old {}')
  })
})

describe('a rule for URLs only', () => {
  it('never matches', () => {
    const router = routerOf({ path: '/cdn/<path:file>', buildOnly: true })
    expect(ask(router, '/cdn/a.css')).toBe('not-found')
    expect(router.build('/cdn/<path:file>', { file: 'a.css' }).url).toBe('/cdn/a.css')
  })
})
