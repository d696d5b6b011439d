import { describe, expect, it } from 'vitest'
import { toHtml, toSummary } from './markdown.ts'

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
