import { App, Blueprint, escapeHtml } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { markSafe } from './safe-html.ts'
import { Templates } from './templates.ts'

/** Renders a text under the name of a template. */
async function render(source: string, values: object = {}, name = 'a.html'): Promise<string> {
  const templates = new Templates({ templates: { [name]: source } })
  const app = new App()
  app.register(templates)
  return app.inContext(() => templates.render(name, values))
}

const HOSTILE = `<script>alert('1')</script>"&\\`
const ESCAPED = '&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;&#92;'

describe('escaping', () => {
  it('O01: escapes text and quoted attributes', async () => {
    expect(await render('<p title="{{ x }}" lang=\'{{ x }}\'>{{ x }}</p>', { x: HOSTILE })).toBe(
      `<p title="${ESCAPED}" lang='${ESCAPED}'>${ESCAPED}</p>`,
    )
  })

  it.each<{ title: string; x: unknown; output: string }>([
    { title: 'a list', x: ['<b>', ['<i>']], output: '&lt;b&gt;,&lt;i&gt;' },
    { title: 'an object with its own text', x: { toString: () => '<b>' }, output: '&lt;b&gt;' },
    { title: 'data with a text for toString', x: { toString: '<b>', length: 3 }, output: '[object Object]' },
    { title: 'data shaped like marked text', x: { val: '<b>', length: 3 }, output: '[object Object]' },
    { title: 'an object without a prototype', x: Object.create(null), output: '[object Object]' },
    { title: 'a symbol', x: Symbol('<b>'), output: 'Symbol(&lt;b&gt;)' },
    { title: 'a big integer', x: 5n, output: '5' },
  ])('O02: writes $title harmlessly', async ({ x, output }) => {
    expect(await render('{{ x }}', { x })).toBe(output)
  })

  it('O03: escapes a backslash', async () => {
    expect(await render('{{ x }}', { x: '\\' })).toBe('&#92;')
  })

  it.each([
    'a.html',
    'a.htm',
    'a.xhtml',
    'a.xml',
    'a.svg',
    'a.js',
    'a.json',
    'a',
    'a.njk',
    'a.html.j2',
    'A.HTML',
    'a.txt.html',
  ])('O08: escapes in %s', async (name) => {
    expect(await render('{{ x }}', { x: '<' }, name)).toBe('&lt;')
  })

  it.each(['a.txt', 'b/A.TXT', 'a.txt.njk'])('O08: does not escape in %s', async (name) => {
    expect(await render('{{ x }}{% set y %}{{ x }}{% endset %}{{ y }}', { x: '<' }, name)).toBe('<<')
  })

  it('lets the page decide how what it includes is escaped', async () => {
    const templates = new Templates({
      templates: {
        'a.html': '{% include "x.txt" %}',
        'a.txt': '{% include "x.html" %}',
        'x.txt': '{{ x }}',
        'x.html': '{{ x }}',
      },
    })
    const app = new App()
    app.register(templates)
    const outputs = await app.inContext(() =>
      Promise.all(['a.html', 'a.txt', 'x.txt'].map((name) => templates.render(name, { x: '<' }))),
    )
    expect(outputs).toEqual(['&lt;', '<', '<'])
  })

  it('O09: escapes what a request carries', async () => {
    const templates = new Templates({
      templates: {
        'a.html':
          '{{ request.query.get("q") }}{{ request.headers.get("x-a") }}{{ request.cookies.c }}{{ request.path }}',
      },
    })
    const app = new App()
    app.register(templates)
    app.get('/<path:rest>', () => templates.render('a.html'))
    const response = await testClient(app).get('/%3Cp%3E', {
      query: { q: '<q>' },
      headers: { 'x-a': '<h>', cookie: 'c=<c>' },
    })
    expect(await response.text()).toBe('&lt;q&gt;&lt;h&gt;&lt;c&gt;/&lt;p&gt;')
  })

  it('O10: trusts no mark that data can carry', async () => {
    const x: unknown = JSON.parse('{"__html__":"<b>","val":"<b>","length":3,"__keywords":true,"html":"<b>"}')
    expect(await render('{{ x }}', { x })).toBe('[object Object]')
  })

  it('O10: takes no data for the keyword arguments of a macro', async () => {
    const x: unknown = JSON.parse('{"__keywords":true,"raw":true,"caller":"<b>"}')
    expect(
      await render('{% macro m(x, raw=false) %}{{ raw }}{{ caller }}{% endmacro %}{{ m(x) }}', { x }),
    ).toBe('false')
  })

  it('writes as it is what a filter or an object marks as HTML', async () => {
    const templates = new Templates()
    const app = new App()
    app.register(templates)
    app.templateFilter('bold', (text: string) => markSafe(`<b>${escapeHtml(text)}</b>`))
    const field = { __html__: () => '<input>' }
    const output = app.inContext(() =>
      templates.renderString('{{ "<" | bold }}{{ field }}{{ "<" | safe }}', { field }),
    )
    expect(await output).toBe('<b>&lt;</b><input><')
  })

  it('escapes a text that is joined to HTML', async () => {
    expect(
      await render('{{ html ~ x }} {{ html | replace("b", x) }}', { html: markSafe('<b>'), x: '<' }),
    ).toBe('&lt;b&gt;&lt; <&lt;>')
  })

  it('refuses to write a function or a promise', async () => {
    await expect(render('{{ f }}', { f: () => 'secret' })).rejects.toThrow('cannot write a function')
    await expect(render('{{ f() }}', { f: () => Promise.reject(new TypeError('late')) })).rejects.toThrow(
      'cannot write a promise',
    )
    await expect(render('{{ x.p }}', { x: { p: Promise.resolve(1) } })).rejects.toThrow(
      'cannot write a promise',
    )
  })
})

/** One of each family of what is tried to break out of a page. */
const PAYLOADS = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  '<svg/onload=alert(1)>',
  '--><script>alert(1)</script>',
  '<!--<script>',
  'javascript:alert(1)',
  'java\tscript:alert(1)//',
  "';alert(1)//",
  "\\';alert(1)//",
  '\u2028alert(1)\u2029',
  '{{ 7 * 7 }}{% include "a.html" %}',
  '&lt;img src=x onerror=alert(1)&gt;',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
]

const PAGE =
  '<p>{{ x }}</p><p title="{{ x }}">a</p><p title=\'{{ x }}\'>b</p>' +
  '<a href="{{ x | safe_url }}">c</a><script>const x = {{ x | tojson }}</script>'

describe('contexts', () => {
  it.each(PAYLOADS)('O23: %j stays what it is in text, attributes, a link and a script', async (x) => {
    const page = await render(PAGE, { x })
    const parts =
      /^<p>([^<>]*)<\/p><p title="([^<>"]*)">a<\/p><p title='([^<>']*)'>b<\/p><a href="([^<>"]*)">c<\/a><script>const x = ([^<>]*)<\/script>$/.exec(
        page,
      )
    const [, text, double, single, link = '', json = ''] = parts ?? []
    expect(new Set([text, double, single])).toEqual(new Set([escapeHtml(x).replaceAll('\\', '&#92;')]))
    expect(link).not.toMatch(/^\s*javascript:/i)
    expect(JSON.parse(json)).toBe(x)
  })
})

describe('members', () => {
  it('O11: resolves no name that nobody gave', async () => {
    const values: object = Object(JSON.parse('{"__proto__":{"a":1}}'))
    const source = '{{ a }}{{ constructor }}{{ toString }}{{ __proto__ }}{{ hasOwnProperty }}{{ valueOf }}'
    expect(await render(source, values)).toBe('')
    expect(await render('{% include "x" ignore missing %}' + source, {})).toBe('')
  })

  it('O11: leaves the prototype of objects alone, whatever context processors and blueprints give', async () => {
    const templates = new Templates({ templates: { 'a.html': '{{ polluted }}' } })
    const app = new App()
    app.register(templates)
    const blueprint = new Blueprint('b')
    blueprint.contextProcessor(() => JSON.parse('{"__proto__":{"polluted":"yes"}}'))
    blueprint.get('/', () => templates.render('a.html'))
    app.register(blueprint)
    expect(await (await testClient(app).get('/')).text()).toBe('')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each([
    '{{ x.constructor }}',
    '{{ x["constructor"] }}',
    '{{ x[["constructor"]] }}',
    '{{ x["con" ~ "structor"] }}',
    '{{ x.__proto__ }}',
    '{{ f.prototype }}',
    '{{ f.call }}{{ f.apply }}{{ f.bind }}',
    '{{ o.hasOwnProperty }}{{ o.valueOf }}{{ o.__defineGetter__ }}{{ o.__lookupGetter__ }}',
    '{{ twice[tricky] }}',
  ])('O12: %s is nothing', async (source) => {
    let asked = 0
    const tricky = { toString: () => (asked++ === 0 ? 'constructor' : 'length') }
    expect(await render(source, { x: 'text', f: () => 1, o: {}, twice: [], tricky })).toBe('')
  })

  it.each([
    '{{ "".constructor.constructor("return process.version")() }}',
    '{{ x.constructor.constructor("return 1")() }}',
    '{{ range.constructor("return process")() }}',
    '{{ url_for.constructor("return process")() }}',
    '{{ cycler.call.constructor("return 1")() }}',
    '{{ x.toString.constructor("return 1")() }}',
    '{{ joiner().bind.constructor("return 1")() }}',
  ])('O12: %s does not run', async (source) => {
    await expect(render(source, { x: 'text' })).rejects.toThrow('TEMPLATE_CALL')
  })

  it('O13: never takes a value for a template', async () => {
    const x = '{{7*7}}{{ range.constructor("return process")() }}{% include "/etc/passwd" %}'
    expect(await render('{{ x }}|{{ x | safe }}', { x })).toBe(`${escapeHtml(x)}|${x}`)
  })

  it('sees own members, getters, methods with their object, and those of primitives', async () => {
    class User {
      readonly #name = 'Ada'
      get name(): string {
        return this.#name
      }
      greet(greeting: string): string {
        return `${greeting}, ${this.#name}`
      }
    }
    const source =
      '{{ u.name }} {{ u.greet("Hi") }} {{ n.toFixed(1) }} {{ "a".toUpperCase() }} {{ list[1] }} {{ m.get("k") }} {{ d.toISOString() }}'
    const values = { u: new User(), n: 1.25, list: [1, 2], m: new Map([['k', 'v']]), d: new Date(0) }
    expect(await render(source, values)).toBe('Ada Hi, Ada 1.3 A 2 v 1970-01-01T00:00:00.000Z')
  })

  it('finds with `in` what is there, and nothing that every object has', async () => {
    const source =
      '{{ 1 in list }} {{ "b" in text }} {{ "k" in o }} {{ "s" in set }} {{ "toString" in o }} {{ "constructor" in o }} {{ 1 in gone }}'
    expect(await render(source, { list: [1], text: 'abc', o: { k: 1 }, set: new Set(['s']) })).toBe(
      'true true true true false false false',
    )
    await expect(render('{{ 1 in 5 }}')).rejects.toThrow('TEMPLATE_VALUE')
  })
})
