import { describe, expect, it } from 'vitest'

import { defineConverter } from './converter.ts'
import type { Match } from './match.ts'
import { definePaths } from './paths.ts'
import { Router } from './router.ts'

function hostRouter(): Router<string> {
  const router = new Router<string>()
  router.add('/', 'any', { endpoint: 'any' })
  router.add('/', 'main', { endpoint: 'main', host: 'app.test' })
  router.add('/', 'tenant', { endpoint: 'tenant', host: '<tenant>.app.test' })
  router.add('/', 'api', { endpoint: 'api', host: 'API.app.test' })
  router.add('/<int:id>', 'item', { endpoint: 'item', host: '<any(en, de):lang>.app.test' })
  router.add('/both', 'get', { endpoint: 'both' })
  router.add('/both', 'post', { endpoint: 'post', host: 'app.test', methods: ['POST'] })
  return router
}

function show(match: Match<string>): string {
  return match.kind === 'found' ? `${match.rule.target} ${JSON.stringify(match.params)}` : match.kind
}

describe('rules of a host', () => {
  it.each([
    ['the host itself', 'app.test', '/', 'main {}'],
    ['the host itself, before one with variables', 'api.app.test', '/', 'api {}'],
    ['a host with variables', 'acme.app.test', '/', 'tenant {"tenant":"acme"}'],
    ['a host with several labels in a variable', 'a.b.app.test', '/', 'tenant {"tenant":"a.b"}'],
    ['any other host', 'other.test', '/', 'any {}'],
    ['no host', undefined, '/', 'any {}'],
    ['variables in host and path', 'de.app.test', '/5', 'item {"lang":"de","id":5}'],
    ['a converter that refuses the host', 'fr.app.test', '/5', 'not-found'],
    ['a path that only rules of any host have', 'app.test', '/both', 'get {}'],
    ['a host that ends alike', 'evilapp.test', '/', 'any {}'],
  ])('are found for %s', (_, host, path, expected) => {
    expect(show(hostRouter().match('GET', path, host))).toBe(expected)
  })

  it('are not found for another host', () => {
    const router = new Router<string>()
    router.add('/', 'main', { endpoint: 'main', host: 'app.test' })
    expect(router.match('GET', '/', 'other.test').kind).toBe('not-found')
    expect(router.match('GET', '/').kind).toBe('not-found')
  })

  it('count for what is allowed, on their host', () => {
    expect(hostRouter().match('DELETE', '/both', 'app.test')).toMatchObject({
      allowed: ['GET', 'HEAD', 'OPTIONS', 'POST'],
    })
    expect(hostRouter().match('OPTIONS', '/both', 'other.test')).toMatchObject({
      allowed: ['GET', 'HEAD', 'OPTIONS'],
    })
  })

  it('may be of a subdomain, also of none', () => {
    const router = new Router<string>()
    router.add('/', 'main', { endpoint: 'main', subdomain: '' })
    router.add('/', 'user', { endpoint: 'user', subdomain: '<user>' })
    expect(show(router.match('GET', '/', ''))).toBe('main {}')
    expect(show(router.match('GET', '/', 'bob'))).toBe('user {"user":"bob"}')
  })

  it('are told apart by what their converters are, not by their names', () => {
    const router = new Router<string>()
    for (const kind of ['a', 'b']) {
      const path = definePaths({ kind: defineConverter({ pattern: new RegExp(kind) }) })
      router.add(path('/'), kind, { endpoint: kind, host: '<kind:x>.test' })
    }
    expect(show(router.match('GET', '/', 'a.test'))).toBe('a {"x":"a"}')
    expect(show(router.match('GET', '/', 'b.test'))).toBe('b {"x":"b"}')
  })

  it('share the tree of a host that reads the same', () => {
    const router = hostRouter()
    expect(() => router.add('/', 'x', { endpoint: 'x', host: '<name>.app.test' })).toThrow('ROUTE_CONFLICT')
  })
})
