import { describe, expect, it } from 'vitest'
import { isReadable, toHtml, toSummary } from './markdown.ts'

describe('toHtml', () => {
  it('renders what authors use', () => {
    expect(toHtml('# A\n\n- b\n\n```ts\nconst c = 1 < 2\n```')).toBe(
      '<h2>A</h2>\n<ul>\n<li>b</li>\n</ul>\n<pre><code class="language-ts">const c = 1 &lt; 2\n</code></pre>\n',
    )
  })

  it('lets a wide table scroll', () => {
    const html = toHtml('| a | b |\n|---|--:|\n| 1 | 2 |')
    expect(html).toMatch(/^<div class="table-scroll" tabindex="0"><table>/)
    expect(html).toContain('<td align="right">2</td>')
  })

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;'],
    ['<img src=x onerror=alert(1)>', '<img src="x" loading="lazy" />'],
    ['<img src="http://a.example/x.png">', '<img loading="lazy" />'],
    ['[a](javascript:alert(1))', '<a rel="noopener noreferrer">a</a>'],
    ['[a](JaVaScRiPt:alert(1))', '<a rel="noopener noreferrer">a</a>'],
    ['[a](data:text/html,x)', '<a rel="noopener noreferrer">a</a>'],
    ['<a href="//evil.example">a</a>', '<a rel="noopener noreferrer">a</a>'],
    ['<p style="position:fixed" onclick="x()" id="main">a</p>', '<p>a</p>'],
    ['<iframe src="https://a.example"></iframe>', '&lt;iframe'],
    ['<form action="/logout"><button>a</button></form>', '&lt;form'],
    ['<svg onload=alert(1)>', '&lt;svg'],
    ['<div class="flash">a</div>', '<div>a</div>'],
  ])('makes %s harmless', (markdown, html) => {
    expect(toHtml(markdown)).toContain(html)
    expect(toHtml(markdown)).not.toMatch(
      /<(script|iframe|form|svg|style)|<[^>]+\s(on\w+|style|id)=|href="(javascript|data)/i,
    )
  })
})

describe('toHtml, of a character that is written as an entity', () => {
  it.each([
    ['a&#8;b', '<p>ab</p>\n'],
    ['&#xB;&#xC;&#127;&#xFFFE;&#xFFFF;', '<p></p>\n'],
    [
      '<img src="https://a.example/&#8;x.png" alt="&#xC;">',
      '<img src="https://a.example/x.png" alt="" loading="lazy" />',
    ],
    ['<a href="java&#x7F;script:alert(1)">a</a>', '<p><a rel="noopener noreferrer">a</a></p>\n'],
    ['<a href="/&#xFFFE;/evil.example">a</a>', '<p><a rel="noopener noreferrer">a</a></p>\n'],
  ])('keeps of %s what a feed can hold', (markdown, html) => {
    expect(toHtml(markdown)).toBe(html)
  })
})

describe('isReadable', () => {
  it.each(['> > > a', '- a\n  - b\n    - c', '**a *b ~~c~~***', '| a |\n|---|\n| *b* |', ''])(
    'takes %j',
    (markdown) => expect(isReadable(markdown)).toBe(true),
  )

  it.each([
    ['quotes', '>'.repeat(50)],
    ['quotes beyond any stack', '>'.repeat(40_000)],
    ['lists', '- '.repeat(50)],
    ['both', '> - '.repeat(25)],
    ['emphasis', '*a **b '.repeat(50) + ' b** a*'.repeat(50)],
    ['emphasis in a table', `| a |\n|---|\n| ${'*a **b '.repeat(50) + ' b** a*'.repeat(50)} |`],
  ])('refuses %s without end', (_, markdown) => {
    expect(isReadable(`${markdown}a`)).toBe(false)
  })
})

describe('toSummary', () => {
  it('is the first paragraph, as plain text', () => {
    expect(toSummary('## Title\n\nSome *words*, a [link](/x)\nand `code`.\n\nMore')).toBe(
      'Some words, a link and code.',
    )
  })

  it('is empty when there is no paragraph', () => {
    expect(toSummary('# Only a title')).toBe('')
  })
})
