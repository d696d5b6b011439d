import { mkdtemp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { abort, App, Blueprint, type Logger, MicroError, type Settings } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TemplatesOptions } from './templates-options.ts'
import { Templates } from './templates.ts'

type Texts = Readonly<Record<string, string>>

/** Errors that a test causes on purpose need no log. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** An app with templates given as texts, and a way to render one in it. */
function appWith(texts: Texts, options: Partial<TemplatesOptions> = {}, config: Settings = {}) {
  const templates = new Templates()
  const app = new App({ config, logger: silent })
  app.register(templates, { templates: texts, ...options })
  const render = (name: string, values?: object): Promise<string> =>
    app.inContext(() => templates.render(name, values))
  return { app, templates, render }
}

async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Error)
  return error instanceof Error ? error : new Error('no error')
}

describe('rendering', () => {
  it('renders a template with its values', async () => {
    const { render } = appWith({ 'a.html': 'Hello, {{ name }}!' })
    expect(await render('a.html', { name: 'Ada' })).toBe('Hello, Ada!')
  })

  it('answers a handler that returns it as a page', async () => {
    const { app, templates } = appWith({ 'a.html': '<p>{{ name }}</p>' })
    app.get('/<name>', ({ params }) => templates.render('a.html', { name: params.name }))
    const response = await testClient(app).get('/Ada')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toBe('<p>Ada</p>')
  })

  it('extends, includes and imports', async () => {
    const { render } = appWith({
      'layout.html': '<title>{% block title %}Site{% endblock %}</title>{% block body %}{% endblock %}',
      'part.html': '[{{ name }}]',
      'forms.html':
        '{% macro field(name, type="text") %}<input name="{{ name }}" type="{{ type }}">{% endmacro %}',
      'page.html':
        '{% extends "layout.html" %}{% import "forms.html" as forms %}{% from "forms.html" import field %}' +
        '{% block title %}{{ super() }} - page{% endblock %}' +
        '{% block body %}{% include "part.html" %}{{ forms.field("a") }}{{ field("b", type="date") }}{% endblock %}',
    })
    expect(await render('page.html', { name: 'Ada' })).toBe(
      '<title>Site - page</title>[Ada]<input name="a" type="text"><input name="b" type="date">',
    )
  })

  it('shows the names of a page to what it imports only with context', async () => {
    const { render } = appWith({
      'm.html': '{% macro m() %}[{{ x }}]{% endmacro %}',
      'a.html': '{% import "m.html" as m %}{{ m.m() }}{% import "m.html" as n with context %}{{ n.m() }}',
    })
    expect(await render('a.html', { x: 1 })).toBe('[][1]')
  })

  it('includes in loops and conditions, each time in its place', async () => {
    const { render } = appWith({
      'item.html': '<li>{{ item }}/{{ loop.index }}</li>',
      'list.html':
        '<ul>{% for item in items %}{% if item %}{% include "item.html" %}{% endif %}{% endfor %}</ul>{{ items | length }}',
    })
    expect(await render('list.html', { items: ['a', '', 'b'] })).toBe('<ul><li>a/1</li><li>b/3</li></ul>3')
  })

  it('keeps what an included template sets inside of it', async () => {
    const { render } = appWith({
      'a.html': '{% set x = 1 %}{% include "b.html" %}{{ x }}',
      'b.html': '{% set x = 2 %}{{ x }}',
    })
    expect(await render('a.html')).toBe('21')
  })

  it('takes the first of several names that exists', async () => {
    const { app, templates, render } = appWith({
      'b.html': 'b',
      'i.html': '{% include ["x.html", "b.html"] %}',
    })
    expect(await app.inContext(() => templates.render(['a.html', 'b.html']))).toBe('b')
    expect(await render('i.html')).toBe('b')
  })

  it('ignores an included template that is missing only when told to', async () => {
    const { render } = appWith({
      'a.html': 'a{% include "x.html" ignore missing %}b',
      'b.html': '{% include "x.html" %}',
    })
    expect(await render('a.html')).toBe('ab')
    expect(await failureOf(render('b.html'))).toMatchObject({ code: 'TEMPLATE_FAILED' })
  })

  it('awaits values that are promises, and fails as they fail', async () => {
    const { render } = appWith({ 'a.html': '{{ a }}{{ b }}' })
    expect(await render('a.html', { a: Promise.resolve('A'), b: 'B' })).toBe('AB')
    const late = Promise.reject(new TypeError('late'))
    expect(
      await failureOf(render('a.html', { a: Promise.reject(new TypeError('no')), late })),
    ).toBeInstanceOf(TypeError)
  })

  it('renders templates that are texts, however many', async () => {
    const { app, templates } = appWith({})
    const outputs = await app.inContext(() =>
      Promise.all(Array.from({ length: 150 }, (_, i) => templates.renderString(`${i}={{ x }}`, { x: '<' }))),
    )
    expect(outputs).toEqual(Array.from({ length: 150 }, (_, i) => `${i}=&lt;`))
  })

  it('gives a reply its media type by the name of the template, and its status', async () => {
    const { app, templates } = appWith({
      'feed.atom.njk': '<feed>{{ x }}</feed>',
      'a.txt': '{{ x }}',
      'e.html': 'e',
    })
    app.get('/feed', () => templates.renderReply('feed.atom.njk', { x: '&' }))
    app.get('/text', () => templates.renderReply('a.txt', { x: '&' }))
    app.get('/gone', () => templates.renderReply('e.html', {}, { status: 410, headers: { 'x-a': 'b' } }))
    const client = testClient(app)
    const feed = await client.get('/feed')
    expect([feed.headers.get('content-type'), await feed.text()]).toEqual([
      'application/atom+xml; charset=utf-8',
      '<feed>&amp;</feed>',
    ])
    const text = await client.get('/text')
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', '&'])
    const gone = await client.get('/gone')
    expect([gone.status, gone.headers.get('x-a')]).toEqual([410, 'b'])
  })

  it('does not escape a captured block twice, and lets an empty one be false', async () => {
    const { render } = appWith({
      'a.html':
        '{% set b %}<b>{{ x }}</b>{% endset %}{{ b }}{% set e %}{% endset %}{{ "full" if e else "empty" }}',
    })
    expect(await render('a.html', { x: '<' })).toBe('<b>&lt;</b>empty')
  })

  it('calls a macro by place and by name, with its caller', async () => {
    const { render } = appWith({
      'a.html':
        '{% macro m(a, b, c="C", d="D") %}{{ a }}{{ b }}{{ c }}{{ d }}{{ caller() if caller }}{% endmacro %}' +
        '{{ m(1, 2) }} {{ m(1, b=3, d=4) }} {{ m(1, 2, 5, 6) }} {{ m(b=1, a=2) }} {% call m(1, 2) %}!{% endcall %}',
    })
    expect(await render('a.html')).toBe('12CD 13C4 1256 21CD 12CD!')
  })

  it('writes nothing for what is undefined, unless told to be strict', async () => {
    const texts = { 'a.html': 'a{{ missing }}{{ missing.member }}b' }
    expect(await appWith(texts).render('a.html')).toBe('ab')
    const error = await failureOf(appWith(texts, { strictUndefined: true }).render('a.html'))
    expect(error).toMatchObject({ code: 'TEMPLATE_FAILED', cause: { code: 'TEMPLATE_VALUE' } })
  })

  it('takes options from the object, the configuration and register, the latter first', async () => {
    const templates = new Templates({
      trimBlocks: true,
      templates: { 'a.html': '{% if true %}\na{% endif %}\n' },
    })
    const plain = new App()
    plain.register(templates)
    expect(await plain.inContext(() => templates.render('a.html'))).toBe('a')
    const configured = new App({ config: { templates: { trimBlocks: false } } })
    configured.register(templates)
    expect(await configured.inContext(() => templates.render('a.html'))).toBe('\na\n')
    const registered = new App({ config: { templates: { trimBlocks: false } } })
    registered.register(templates, { trimBlocks: true })
    expect(await registered.inContext(() => templates.render('a.html'))).toBe('a')
  })
})

describe('names', () => {
  it('prefers values over context processors, inner blueprints over outer ones, and globals last', async () => {
    const { app, templates } = appWith({ 'a.html': '{{ a }} {{ b }} {{ c }} {{ d }}' })
    app.templateGlobal('a', 'global')
    app.templateGlobal('b', 'global')
    app.templateGlobal('c', 'global')
    app.templateGlobal('d', 'global')
    app.contextProcessor(() => ({ b: 'app', c: 'app', d: 'app' }))
    const outer = new Blueprint('outer', { urlPrefix: '/outer' })
    outer.contextProcessor(async () => ({ c: 'outer', d: 'outer' }))
    outer.get('/', () => templates.render('a.html', { d: 'value' }))
    app.register(outer)
    const client = testClient(app)
    expect(await (await client.get('/outer/')).text()).toBe('global app outer value')
    expect(await app.inContext(() => templates.render('a.html'))).toBe('global app app app')
  })

  it("knows url_for with Flask's keyword arguments", async () => {
    const { app, templates } = appWith({
      'a.html':
        "{{ url_for('.show', id=7, page=2, _anchor='c') }} {{ url_for('blog.show', id=7, _external=true) }} {{ url_for('home') }}",
    })
    app.get('/', { endpoint: 'home' }, () => 'home')
    const blog = new Blueprint('blog', { urlPrefix: '/blog' })
    blog.get('/<int:id>', { endpoint: 'show' }, () => templates.render('a.html'))
    app.register(blog)
    const response = await testClient(app).get('/blog/1')
    expect(await response.text()).toBe('/blog/7?page=2#c http://localhost/blog/7 /')
  })

  it('knows request, config and what is written True, False and None, also in an imported macro', async () => {
    const { app, templates } = appWith(
      {
        'm.html':
          '{% macro m() %}{{ request.path }} {{ request.query.get("q") }} {{ config.site }}{% endmacro %}',
        'a.html': '{% from "m.html" import m %}{{ m() }} {{ True }}{{ False }}{{ None }}',
      },
      {},
      { site: 'Micro' },
    )
    app.get('/here', () => templates.render('a.html'))
    expect(await (await testClient(app).get('/here', { query: { q: '<' } })).text()).toBe(
      '/here &lt; Micro truefalse',
    )
    expect(await app.inContext(() => templates.renderString('{{ request.path }}.'))).toBe('.')
  })

  it('hands keyword arguments to a plain function as a plain object', async () => {
    const { app, render } = appWith({ 'a.html': '{{ f("x", a=1, b="<") }}{{ o.m(c=2) }}{{ 1 | g(d=3) }}' })
    const calls: unknown[][] = []
    const spy = (...args: unknown[]): string => {
      calls.push(args)
      return ''
    }
    app.templateGlobal('f', spy)
    app.templateFilter('g', spy)
    await render('a.html', { o: { m: spy } })
    expect(calls).toStrictEqual([['x', { a: 1, b: '<' }], [{ c: 2 }], [1, { d: 3 }]])
    expect(calls.flat().map((arg) => JSON.stringify(arg))).toEqual([
      '"x"',
      '{"a":1,"b":"<"}',
      '{"c":2}',
      '1',
      '{"d":3}',
    ])
  })

  it('knows filters and tests of the app, before those of its own', async () => {
    const { app, render } = appWith({
      'a.html': '{{ "a" | twice }} {{ "a" | upper }} {{ 4 is square }} {{ 4 is even }}',
    })
    app.templateFilter('twice', (text: string) => text + text)
    app.templateFilter('upper', () => 'mine')
    app.templateTest('square', (n: number) => Number.isInteger(Math.sqrt(n)))
    expect(await render('a.html')).toBe('aa mine true true')
  })

  it('keeps two apps with one Templates apart', async () => {
    const templates = new Templates()
    const made = ['one', 'two'].map((name) => {
      const app = new App()
      app.register(templates, { templates: { 'a.html': `${name} {{ who }} {{ "x" | f }}` } })
      app.templateGlobal('who', name)
      app.templateFilter('f', () => name)
      return app
    })
    const outputs = await Promise.all(made.map((app) => app.inContext(() => templates.render('a.html'))))
    expect(outputs).toEqual(['one one one', 'two two two'])
  })

  it('O21: never mixes the values of a thousand renderings at once', async () => {
    const { app, templates } = appWith({
      'l.html': '{% block b %}{% endblock %}',
      'i.html': '{{ marker }}',
      'a.html':
        '{% extends "l.html" %}{% block b %}{{ marker }} {{ processed }} {% include "i.html" %} {{ request.query.get("m") }} {{ marker | wait }}{% endblock %}',
    })
    app.templateFilter('wait', async (marker: string) => {
      await new Promise((done) => setTimeout(done, Math.random() * 5))
      return marker
    })
    app.get('/', (c) => {
      const marker = c.request.query.get('m')
      return templates.render('a.html', { marker })
    })
    app.contextProcessor(async () => {
      await new Promise((done) => setTimeout(done, Math.random() * 5))
      return { processed: 'p' }
    })
    const client = testClient(app)
    const markers = Array.from({ length: 1000 }, (_, i) => `m${i}`)
    const pages = await Promise.all(
      markers.map(async (m) => (await client.get('/', { query: { m } })).text()),
    )
    expect(pages).toEqual(markers.map((m) => `${m} p ${m} ${m} ${m}`))
  })
})

describe('folders', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'templates-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  async function put(path: string, text: string): Promise<string> {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    return file
  }

  function appAt(config: Settings = {}) {
    const templates = new Templates()
    const app = new App({ rootPath: root, config, logger: silent })
    app.register(templates)
    return { app, templates, render: (name: string) => app.inContext(() => templates.render(name)) }
  }

  it('finds templates beside the app, then in blueprints in the order of registration', async () => {
    await put('templates/a.html', 'app')
    for (const name of ['one', 'two']) {
      await put(`${name}/templates/a.html`, name)
      await put(`${name}/templates/b.html`, name)
    }
    await put('two/templates/two/c.html', 'two c')
    const { app, render } = appAt()
    app.register(new Blueprint('one', { rootPath: join(root, 'one') }))
    app.register(new Blueprint('two', { rootPath: join(root, 'two') }))
    expect([await render('a.html'), await render('b.html'), await render('two/c.html')]).toEqual([
      'app',
      'one',
      'two c',
    ])
  })

  it('names the folders when there is no such template', async () => {
    const error = await failureOf(appAt().render('a.html'))
    expect(error).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    expect(error.message).toContain(`"a.html" in ${join(root, 'templates')}`)
  })

  it.each([
    '../secret.html',
    '/etc/passwd',
    String.raw`..\secret.html`,
    'a.html\0',
    '../templates2/s.html',
    'x/../../secret.html',
    './a.html',
    '',
    '.',
    'sub',
  ])('O14: has no template %j', async (name) => {
    await put('secret.html', 'secret')
    await put('templates2/s.html', 'secret')
    await put('templates/a.html', 'a')
    await put('templates/x/b.html', 'b')
    await put('templates/sub/c.html', 'c')
    expect(await failureOf(appAt().render(name))).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    await put('templates/i.html', `{% include name %}`)
    const { app, templates } = appAt()
    const included = failureOf(app.inContext(() => templates.render('i.html', { name })))
    expect(await included).toMatchObject({ code: 'TEMPLATE_FAILED', cause: { code: 'TEMPLATE_NOT_FOUND' } })
  })

  it('O14: does not follow a link out of its folder, and follows one within', async () => {
    const secret = await put('secret.html', 'secret')
    const inside = await put('templates/a.html', 'a')
    await symlink(secret, join(root, 'templates/out.html'))
    await symlink(inside, join(root, 'templates/in.html'))
    await put('elsewhere/b.html', 'secret')
    await symlink(join(root, 'elsewhere'), join(root, 'templates/dir'))
    await symlink(await put('templates2/s.html', 'secret'), join(root, 'templates/sibling.html'))
    const { render } = appAt()
    expect(await failureOf(render('out.html'))).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    expect(await failureOf(render('dir/b.html'))).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    expect(await failureOf(render('sibling.html'))).toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    expect(await render('in.html')).toBe('a')
  })

  it('O14: answers 500 without a word of the file', async () => {
    await put('secret.html', 'the secret')
    const { app, templates } = appAt()
    app.get('/', (c) => templates.render(c.request.query.get('t') ?? ''))
    const response = await testClient(app, { raiseErrors: false }).get('/', {
      query: { t: '../secret.html' },
    })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/secret|templates/)
  })

  it('reads a file again when it has changed in debug, and only then', async () => {
    const debug = appAt({ debug: true })
    const production = appAt()
    const file = await put('templates/a.html', 'old')
    await put('templates/p.html', '{% include "a.html" %}')
    expect([await debug.render('p.html'), await production.render('p.html')]).toEqual(['old', 'old'])
    await put('templates/a.html', 'new')
    await utimes(file, new Date(), new Date(Date.now() + 5000))
    expect([await debug.render('p.html'), await production.render('p.html')]).toEqual(['new', 'old'])
  })

  it('names the file and the line of an error in an included template', async () => {
    const file = await put('templates/part.html', 'one\ntwo\n{{ missing() }}\n')
    await put('templates/layout.html', '{% block b %}{% endblock %}\n\n{{ f() }}')
    await put('templates/page.html', '{% include "part.html" %}')
    await put('templates/child.html', '{% extends "layout.html" %}{% block b %}{% endblock %}')
    const { render } = appAt()
    const error = await failureOf(render('page.html'))
    expect(error).toMatchObject({ code: 'TEMPLATE_FAILED', cause: { code: 'TEMPLATE_CALL' } })
    expect(error.message).toContain(
      `${file}:3 failed: [TEMPLATE_CALL] \`missing\` cannot be called: it is not defined.`,
    )
    expect((await failureOf(render('child.html'))).message).toContain('layout.html:3 failed')
  })
})

describe('errors', () => {
  it('names the line of what cannot be read', async () => {
    const { render } = appWith({
      'a.html': 'one\n{% if %}',
      'b.html': '{% include "a.html" %}',
      'c.html': 'x{% nope %}',
    })
    const error = await failureOf(render('a.html'))
    expect(error).toMatchObject({ code: 'TEMPLATE_SYNTAX' })
    expect(error.message).toContain('a.html:2 cannot be read')
    expect(await failureOf(render('b.html'))).toMatchObject({ code: 'TEMPLATE_SYNTAX' })
    expect((await failureOf(render('c.html'))).message).toContain('unknown block tag: nope')
  })

  it('keeps the error of a function as the cause, with the line of the call or filter', async () => {
    const { app, render } = appWith({
      'a.html': '\n{{ f() }}',
      'b.html': '\n\n{{ 1 | g }}',
      'c.html': '\n{% for x in y.z.w() %}{% endfor %}',
    })
    const cause = new RangeError('too far')
    const bad = (): never => {
      throw cause
    }
    app.templateGlobal('f', bad)
    app.templateFilter('g', bad)
    const call = await failureOf(render('a.html'))
    expect(call).toBeInstanceOf(MicroError)
    expect(call.cause).toBe(cause)
    expect(call.message).toContain('a.html:2 failed: RangeError: too far')
    expect((await failureOf(render('b.html'))).message).toContain('b.html:3 failed')
    expect((await failureOf(render('c.html'))).message).toContain('c.html:2 failed')
  })

  it('T13: lets abort() in a template function be the reply', async () => {
    const { app, templates } = appWith({
      'a.html': '{{ f() }}',
      'b.html': '{{ 1 | g }}',
      'i.html': '{% include "a.html" %}',
    })
    app.templateGlobal('f', () => abort(403))
    app.templateFilter('g', async () => abort(404))
    app.get('/a', () => templates.render('i.html'))
    app.get('/b', () => templates.render('b.html'))
    const client = testClient(app)
    expect([(await client.get('/a')).status, (await client.get('/b')).status]).toEqual([403, 404])
  })

  it('O15: answers 500 that says nothing, and names the template in debug', async () => {
    const texts = { 'a.html': '{% include "gone.html" %}' }
    for (const debug of [false, true]) {
      const { app, templates } = appWith(texts, {}, { debug })
      app.get('/', () => templates.render('a.html'))
      const response = await testClient(app, { raiseErrors: false }).get('/', {
        headers: { accept: 'text/html' },
      })
      expect(response.status).toBe(500)
      expect((await response.text()).includes('gone.html')).toBe(debug)
    }
  })

  it.each([
    '{{ x | nofilter }}',
    '{{ x is notest }}',
    '{% extends "gone.html" %}',
    '{% import "gone.html" as g %}',
    '{{ super() }}',
  ])('O15: fails for %j', async (text) => {
    expect(await failureOf(appWith({ 'a.html': text }).render('a.html'))).toMatchObject({
      code: 'TEMPLATE_FAILED',
    })
  })

  it('O16: escapes a hostile template name on the debug page', async () => {
    const { app, templates } = appWith({}, {}, { debug: true })
    app.get('/', () => templates.render('<script>{{ 1 }}</script>.html'))
    const response = await testClient(app, { raiseErrors: false }).get('/', {
      headers: { accept: 'text/html' },
    })
    const page = await response.text()
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain('<script>')
  })

  it.each<{ title: string; texts: Texts }>([
    { title: 'a self-include', texts: { 'a.html': '{% include "a.html" %}' } },
    {
      title: 'a mutual extends',
      texts: { 'a.html': '{% extends "b.html" %}', 'b.html': '{% extends "a.html" %}' },
    },
    {
      title: 'a mutual import',
      texts: { 'a.html': '{% import "b.html" as b %}', 'b.html': '{% import "a.html" as a %}' },
    },
    {
      title: 'a macro that calls itself',
      texts: { 'a.html': '{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}' },
    },
  ])('O17: fails soon for $title, and goes on', async ({ texts }) => {
    const { app, templates, render } = appWith(texts)
    const started = performance.now()
    expect(await failureOf(render('a.html'))).toMatchObject({ code: 'TEMPLATE_FAILED' })
    expect(performance.now() - started).toBeLessThan(2000)
    expect(await app.inContext(() => templates.renderString('{{ 1 + 1 }}'))).toBe('2')
  })
})
