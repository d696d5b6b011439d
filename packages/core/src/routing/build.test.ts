import { describe, expect, it } from 'vitest'

import { MicroError } from '../ground/errors.ts'
import { buildUrl, type ChoiceOptions, type UrlInput } from './build.ts'
import { defineConverter } from './converter.ts'
import { definePaths } from './paths.ts'
import { Router } from './router.ts'
import { createRule, type RuleOptions } from './rule.ts'

type RuleInput = RuleOptions & { readonly path: string }

/** A router whose rules all have the endpoint `page`. */
function pages(...rules: readonly (string | RuleInput)[]): Router<string> {
  const router = new Router<string>()
  for (const rule of rules) {
    const { path, ...options } = typeof rule === 'string' ? { path: rule } : rule
    router.add(path, path, { endpoint: 'page', ...options })
  }
  return router
}

function url(path: string, values: UrlInput = {}, options: ChoiceOptions = {}): string {
  return pages(path).build('page', values, options).url
}

function errorOf(action: () => unknown): MicroError {
  try {
    action()
  } catch (error) {
    if (error instanceof MicroError) return error
    throw error
  }
  throw new TypeError('Nothing was thrown')
}

describe('the URL of a rule', () => {
  it.each([
    ['/', {}, '/'],
    ['/about/', {}, '/about/'],
    ['/café', {}, '/caf%C3%A9'],
    ['/a b?', {}, '/a%20b%3F'],
    ['/100%', {}, '/100%25'],
    ['/users/<name>', { name: 'bob' }, '/users/bob'],
    ['/users/<name>', { name: 5 }, '/users/5'],
    ['/users/<int:id>', { id: 42 }, '/users/42'],
    ['/users/<int:id>', { id: '42' }, '/users/42'],
    ['/v<int:major>.<int:minor>', { major: 1, minor: 2 }, '/v1.2'],
    ['/y/<int(fixedDigits=4):year>', { year: 7 }, '/y/0007'],
    ['/x/<float:f>', { f: 1e-7 }, '/x/0.0000001'],
    ['/f/<path:p>', { p: 'a b/c?/d%2F' }, '/f/a%20b/c%3F/d%252F'],
    ['/f/<path:p>', { p: 'a//b/' }, '/f/a//b/'],
    ['/<any(en, de):lang>', { lang: 'de' }, '/de'],
    ['/<uuid:id>', { id: 'A8098C1A-F86E-11DA-BD1A-00112444BE1E' }, '/A8098C1A-F86E-11DA-BD1A-00112444BE1E'],
    ['/u/<x>', { x: "!$&'()*+,:;=@-._~" }, "/u/!$&'()*+,:;=@-._~"],
    ['/<constructor>', { constructor: 'x' }, '/x'],
  ])('%s with %j is %s', (path, values, expected) => {
    expect(url(path, values)).toBe(expected)
  })

  it.each([
    ['//evil', '/i/%2F%2Fevil'],
    ['?a', '/i/%3Fa'],
    ['#', '/i/%23'],
    ['a\nb', '/i/a%0Ab'],
    ['日本 😀', '/i/%E6%97%A5%E6%9C%AC%20%F0%9F%98%80'],
    ['a\\b', '/i/a%5Cb'],
    ['a%2Fb', '/i/a%252Fb'],
  ])('M16: makes one encoded segment of %j', (value, expected) => {
    expect(url('/i/<x>', { x: value })).toBe(expected)
  })

  it.each([
    ['M16: nothing', '/i/<x>', { x: undefined }],
    ['M16: null', '/i/<x>', { x: null }],
    ['M16: a step up', '/i/<x>', { x: '../x' }],
    ['an inherited property', '/i/<toString>', {}],
    ['an empty text', '/i/<x>', { x: '' }],
    ['a dot', '/i/<x>', { x: '.' }],
    ['two dots', '/i/<x>', { x: '..' }],
    ['two dots behind a slash', '/i/<x>', { x: 'a/..' }],
    ['two dots behind a backslash', '/i/<x>', { x: 'a\\..' }],
    ['dots of two values', '/i/<any("."):x><any("."):y>', { x: '.', y: '.' }],
    ['half a surrogate pair', '/i/<x>', { x: '\uD800' }],
    ['a NUL', '/i/<x>', { x: 'a\0b' }],
    ['a text for a number', '/i/<int:x>', { x: 'a' }],
    ['a fraction for a whole number', '/i/<int:x>', { x: 1.5 }],
    ['a negative number without a sign', '/i/<int:x>', { x: -1 }],
    ['a number that is none', '/i/<float:x>', { x: Number.NaN }],
    ['a number beyond its limit', '/i/<int(max=5):x>', { x: 6 }],
    ['a choice that is none', '/i/<any(a, b):x>', { x: 'c' }],
    ['a path that starts with a slash', '/i/<path:x>', { x: '/a' }],
    ['a path with dot segments', '/i/<path:x>', { x: 'a/../b' }],
    ['a path that ends with the slash of its rule', '/i/<path:x>/', { x: 'a/' }],
    ['values that could not be told apart', '/i/<x>-<y>', { x: 'a', y: 'b-c' }],
    ['paths that could not be told apart', '/i/<path:x>/to/<path:y>', { x: 'a/to/b', y: 'c' }],
  ])('cannot hold %s', (_, path, values) => {
    expect(errorOf(() => url(path, values)).code).toBe('URL_VALUES')
  })

  it('cannot hold a slash at the start of a rest that any converter takes', () => {
    const rest = defineConverter({ multiSegment: true })
    const rule = createRule(definePaths({ rest })('/a/<rest:x>'), 'target', { endpoint: 'a' })
    expect(errorOf(() => buildUrl(rule, { x: '/b' })).code).toBe('URL_VALUES')
  })

  it('says which value its variable does not take', () => {
    expect(errorOf(() => url('/<any(html, json):format>', { format: 'xml' })).message).toContain(
      '"xml" is no value of <any(html, json):format>',
    )
  })

  it('holds what its own converter writes', () => {
    const day = defineConverter({
      pattern: /\d{4}-\d\d-\d\d/,
      parse: (text) => new Date(`${text}T00:00:00Z`),
      format: (date) => date.toISOString().slice(0, 10),
    })
    const router = new Router<string>()
    router.add(definePaths({ day })('/<day:on>'), 'day', { endpoint: 'day' })
    expect(router.build('day', { on: new Date('2026-05-06T12:00:00Z') }).url).toBe('/2026-05-06')
  })

  it('is one of a rule that was never added, too', () => {
    const rule = createRule('/users/<int:id>', 'target', { endpoint: 'user' })
    expect(buildUrl(rule, { id: 1 }, { query: { tab: 'posts' }, anchor: 'top' }).url).toBe(
      '/users/1?tab=posts#top',
    )
  })
})

describe('the query of a URL', () => {
  it.each([
    [{ q: '1+2' }, '/?q=1%2B2'],
    [{ q: 'a b&c=d' }, '/?q=a+b%26c%3Dd'],
    [{ q: '' }, '/?q='],
    [{ q: undefined, r: null }, '/'],
    [{ tag: ['a', null, 'b', undefined] }, '/?tag=a&tag=b'],
    [{ tag: [] }, '/'],
    [{ page: 2, all: true }, '/?page=2&all=true'],
  ])('gets the values that are no variables: %j', (values, expected) => {
    expect(url('/', values)).toBe(expected)
  })

  it('does not take an inherited property for a value against a default', () => {
    expect(pages({ path: '/', defaults: { constructor: 'x' } }).build('page').url).toBe('/')
  })

  it('does not get the defaults of the rule', () => {
    expect(pages({ path: '/', defaults: { page: 1 } }).build('page', { page: 1, sort: 'name' }).url).toBe(
      '/?sort=name',
    )
  })

  it('may be given apart', () => {
    expect(url('/<x>', { x: 'a', y: 1 }, { query: { x: 'b', z: [1, 2] } })).toBe('/a?y=1&x=b&z=1&z=2')
  })
})

describe('the anchor of a URL', () => {
  it.each([
    ['x y', '/#x%20y'],
    ['a#b?c/d%', '/#a%23b?c/d%25'],
    ['é', '/#%C3%A9'],
    ['', '/#'],
  ])('%j is encoded', (anchor, expected) => {
    expect(url('/', {}, { anchor })).toBe(expected)
  })
})

describe('which rule makes the URL', () => {
  const list: readonly RuleInput[] = [{ path: '/list/', defaults: { page: 1 } }, { path: '/list/<int:page>' }]

  it.each([
    [{}, '/list/'],
    [{ page: 1 }, '/list/'],
    [{ page: '1' }, '/list/'],
    [{ page: 2 }, '/list/2'],
  ])('with a default, for %j it is %s', (values, expected) => {
    for (const rules of [list, list.toReversed()])
      expect(pages(...rules).build('page', values).url).toBe(expected)
  })

  it('is the one with more of the values', () => {
    for (const paths of [
      ['/', '/<a>', '/<a>/<b>'],
      ['/<a>/<b>', '/<a>', '/'],
    ]) {
      const router = pages(...paths)
      expect(router.build('page', { a: 1, b: 2 }).url).toBe('/1/2')
      expect(router.build('page', { a: 1 }).url).toBe('/1')
      expect(router.build('page', { b: 2 }).url).toBe('/?b=2')
    }
  })

  it('is the one with more defaults where they take the same', () => {
    const router = pages(
      { path: '/<lang>/', defaults: { page: 1 } },
      { path: '/', defaults: { lang: 'en', page: 1 } },
      '/<lang>/<int:page>',
    )
    expect(router.build('page', { lang: 'en', page: 1 }).url).toBe('/')
    expect(router.build('page', { lang: 'de', page: 1 }).url).toBe('/de/')
    expect(router.build('page', { lang: 'de', page: 3 }).url).toBe('/de/3')
  })

  it('is not an alias', () => {
    expect(pages({ path: '/old', alias: true }, '/new').build('page').url).toBe('/new')
    expect(pages('/new', { path: '/old/<x>', alias: true }).build('page', { x: 1 }).url).toBe('/new?x=1')
  })

  it('is the one that was added first where nothing else differs', () => {
    expect(pages('/first', '/second').build('page').url).toBe('/first')
  })

  it('answers the method, or GET, or else any', () => {
    const router = pages({ path: '/post', methods: ['POST'] }, { path: '/get' })
    expect(router.build('page').url).toBe('/get')
    expect(router.build('page', {}, { method: 'post' }).url).toBe('/post')
    expect(pages({ path: '/post', methods: ['POST'] }).build('page').url).toBe('/post')
  })

  it('is one of the same host, if there is one', () => {
    const router = pages({ path: '/', host: 'a.test' }, { path: '/', host: 'b.test' })
    expect(router.build('page').domain).toBe('a.test')
    expect(router.build('page', {}, { domain: 'b.test' }).domain).toBe('b.test')
    expect(router.build('page', {}, { domain: 'c.test' }).domain).toBe('a.test')
  })
})

describe('the host of a URL', () => {
  it('is what the rule asks for, filled in', () => {
    const router = pages({ path: '/<int:id>', host: '<tenant>.App.test:8080' })
    expect(router.build('page', { tenant: 'Acme', id: 1 })).toMatchObject({
      url: '/1',
      domain: 'acme.app.test:8080',
    })
  })

  it('is left open by a rule of any host', () => {
    expect(pages('/').build('page').domain).toBeUndefined()
  })

  it.each(['evil.test/', 'a:1', 'a@b', 'a b', 'a?', 'a#', 'a\\'])('cannot be made with %j', (tenant) => {
    const router = pages({ path: '/', host: '<tenant>.app.test' })
    expect(errorOf(() => router.build('page', { tenant })).code).toBe('URL_VALUES')
  })
})

describe('what a URL that cannot be built is told', () => {
  it('the nearest endpoint', () => {
    const router = new Router<string>()
    router.add('/', '', { endpoint: 'blog.show' })
    expect(errorOf(() => router.build('blog.shwo'))).toMatchObject({
      code: 'UNKNOWN_ENDPOINT',
      fix: 'Did you mean "blog.show"?',
    })
    expect(errorOf(() => router.build('something.else')).fix).toContain('Add a route')
  })

  it('the values that were forgotten', () => {
    expect(errorOf(() => url('/<a>/<b>', { a: 1 }))).toMatchObject({
      code: 'URL_VALUES',
      fix: 'Did you forget to specify "b"?',
    })
    expect(errorOf(() => url('/<a>/<b>')).fix).toBe('Did you forget to specify "a", "b"?')
  })

  it('the methods that its rules have', () => {
    expect(errorOf(() => url('/', {}, { method: 'POST' })).fix).toBe(
      'Did you mean to use GET, HEAD, OPTIONS?',
    )
  })

  it('that a value is against the default', () => {
    const router = pages({ path: '/', defaults: { page: 1 } })
    expect(errorOf(() => router.build('page', { page: 2 })).message).toContain('differs from the default')
  })
})
