import type { App } from '@micro/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { unclosedTags } from './unclosed-tags.ts'
import { openBlog, Visitor } from './open-blog.ts'

let app: App
let visitor: Visitor

beforeEach(async () => {
  app = openBlog()
  visitor = new Visitor(app)
  await visitor.join('ada')
})
afterEach(() => app.stop())

it('is an Atom feed with an id and a date for itself and for each entry', async () => {
  const address = await visitor.publish({ title: 'Tides', body: 'They *come*.', tags: 'sea' })
  const response = await visitor.client.get('/feed.atom')
  const feed = await response.text()
  expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
  expect(feed).toMatch(
    /^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/,
  )
  expect(feed).toContain('<id>http://localhost/feed.atom</id>')
  expect(feed).toContain(`<id>http://localhost${address}</id>`)
  expect(feed.match(/<updated>\d{4}-\d\d-\d\dT[\d:.]+Z<\/updated>/g)).toHaveLength(2)
  expect(feed).toContain('<category term="sea"/>')
  expect(feed).toContain('<content type="html">&lt;p&gt;They &lt;em&gt;come&lt;/em&gt;.&lt;/p&gt;')
  expect(unclosedTags(feed)).toEqual([])
})

it('stays XML, whatever a title or a text holds', async () => {
  await visitor.publish({
    title: ']]></title> & <b>\u0000\u0008\uFFFE"\'',
    body: 'A \u000B & </content> <br> &#8;&#xFFFE; <img src="https://a.example/&#8;" alt="&#11;">',
  })
  const feed = await visitor.read('/feed.atom')
  expect(feed).toContain('<title>]]&gt;&lt;/title&gt; &amp; &lt;b&gt;')
  // oxlint-disable-next-line no-control-regex -- what XML cannot hold. XML 1.0 §2.2
  expect(feed).not.toMatch(/[\u0000-\u0008\u000B\uFFFE]/)
  expect(unclosedTags(feed)).toEqual([])
})

it('is valid with nothing in it', async () => {
  const feed = await visitor.read('/feed.atom')
  expect(feed).toContain('<updated>1970-01-01T00:00:00.000Z</updated>')
  expect(unclosedTags(feed)).toEqual([])
})
