import type { App } from '@micro/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../src/seed/seed.ts'
import { openBlog, Visitor } from './open-blog.ts'

let app: App
let visitor: Visitor

beforeAll(async () => {
  app = openBlog()
  await app.inContext(seed)
  visitor = new Visitor(app)
})
afterAll(() => app.stop())

/** Titles of the posts that a page lists, in its order. */
function titles(page: string): string[] {
  return [...page.matchAll(/<h2><a href="\/posts\/\d+">([^<]+)<\/a><\/h2>/g)].map(([, title = '']) => title)
}

describe('the front page', () => {
  it('lists the newest posts first, eight at a time', async () => {
    const [first, second] = [titles(await visitor.read('/')), titles(await visitor.read('/?page=2'))]
    expect(first).toHaveLength(8)
    expect(first[0]).toBe('What a foggy morning does to a support queue')
    expect(new Set([...first, ...second]).size).toBe(16)
  })

  it('ends where the posts end', async () => {
    const last = await visitor.read('/?page=4')
    expect(titles(last)).toEqual(['Hello from the pier'])
    expect(last).toContain('Page 4 of 4')
    expect(last).not.toContain('rel="next"')
  })

  it.each(['/?page=0', '/?page=-3', '/?page=999', '/?page=x', '/?page='])(
    'answers %s with a page that exists',
    async (path) => {
      expect(titles(await visitor.read(path)).length).toBeGreaterThan(0)
    },
  )
})

describe('tags', () => {
  it('have a page each', async () => {
    const page = await visitor.read('/tags/privacy')
    expect(titles(page)).toEqual(['Counting passengers without watching them'])
    expect(page).toContain('1 post<')
  })

  it('are listed with how often they are used', async () => {
    expect(await visitor.read('/tags')).toMatch(
      /href="\/tags\/accessibility">accessibility<\/a> <span>3 posts/,
    )
  })

  it('answers a tag that nobody uses with 404', async () => {
    const response = await visitor.client.get('/tags/%3Cb%3E')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Nothing is tagged “&lt;b&gt;”.')
  })
})

describe('search', () => {
  it('finds words in titles and texts, whatever their case', async () => {
    expect(titles(await visitor.read('/search?q=WET+glove'))).toContain(
      'Designing for a thumb in a wet glove',
    )
    expect(titles(await visitor.read('/search?q=postmaster'))).toEqual(['How we test a tide'])
  })

  it('wants all of the words', async () => {
    expect(titles(await visitor.read('/search?q=postmaster+glove'))).toEqual([])
  })

  it('takes % and _ as they are', async () => {
    expect(titles(await visitor.read('/search?q=p_stmaster'))).toEqual([])
    expect(titles(await visitor.read('/search?q=21+%25')).length).toBe(1)
  })

  it('shows what was searched for as text', async () => {
    const page = await visitor.read('/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E')
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;')
  })

  it('keeps the words from page to page', async () => {
    expect(await visitor.read('/search?q=the')).toMatch(/rel="next" href="\/search\?q=the&amp;page=2"/)
  })
})

describe('authors', () => {
  it('are listed with what they say of themselves', async () => {
    const page = await visitor.read('/authors')
    for (const name of ['Ingrid Solheim', 'Mateo Rivas', 'Priya Nair', 'Tomasz Wilk'])
      expect(page).toContain(name)
  })

  it('have a page with their posts', async () => {
    const page = await visitor.read('/authors/priya')
    expect(titles(page)).toContain('Colour is not a signal')
    expect(titles(page)).not.toContain('How we test a tide')
  })

  it('answers a name that nobody has with 404', async () => {
    expect((await visitor.client.get('/authors/nobody')).status).toBe(404)
  })
})

describe('the seed', () => {
  it('is sown once', async () => {
    expect(await app.inContext(seed)).toBe(false)
    expect(await visitor.read('/?page=4')).toContain('Page 4 of 4')
  })
})
