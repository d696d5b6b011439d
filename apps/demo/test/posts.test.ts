import type { App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorBeside, openBlog, Visitor } from './open-blog.ts'

let app: App
let ada: Visitor
let grace: Visitor
let stranger: Visitor

beforeEach(async () => {
  app = openBlog()
  ada = new Visitor(app)
  grace = new Visitor(app)
  stranger = new Visitor(app)
  await ada.join('ada')
  await grace.join('grace')
})
afterEach(() => app.stop())

describe('writing', () => {
  it('is for those who are logged in', async () => {
    expect((await stranger.client.get('/posts/new')).status).toBe(303)
    const response = await stranger.submit('/login', { title: 'Mine', body: 'All mine' }, '/posts/new')
    expect(response.status).toBe(401)
  })

  it('publishes Markdown as a page that everybody can read', async () => {
    const address = await ada.publish({
      title: 'Tides',
      body: 'They *come*.\n\n## And go',
      tags: 'Sea, the moon, sea',
    })
    expect(address).toMatch(/^\/posts\/\d+$/)
    const page = await stranger.read(address)
    expect(page).toContain('<h1>Tides</h1>')
    expect(page).toContain('<p>They <em>come</em>.</p>')
    expect(page).toContain('<h2>And go</h2>')
    expect(page).toContain('href="/tags/the-moon"')
    expect(page.match(/href="\/tags\/sea"/g)).toHaveLength(1)
    expect(page).not.toContain('/edit')
    expect(await ada.read(address)).toContain(`href="${address}/edit"`)
  })

  it('shows errors beside the fields and keeps what was typed', async () => {
    const form = { title: '', body: 'Half a <thought>', tags: 'a, b, c, d, e, f', action: 'save' }
    const response = await ada.submit('/posts/new', form)
    const page = await response.text()
    expect(response.status).toBe(422)
    expect(errorBeside(page, 'title')).toBe('Give the post a title.')
    expect(errorBeside(page, 'tags')).toBe('Five tags are enough.')
    expect(page).toContain('Half a &lt;thought&gt;')
    expect(page).toContain('value="a, b, c, d, e, f"')
  })

  it.each(['save', 'preview'])('refuses to %s what is nested without end', async (action) => {
    const form = { title: 'Deep', body: '> '.repeat(15_000), tags: '', action }
    const response = await ada.submit('/posts/new', form)
    expect(response.status).toBe(422)
    expect(errorBeside(await response.text(), 'body')).toContain('too many levels deep')
  })

  it('shows a preview and publishes nothing', async () => {
    const response = await ada.submit('/posts/new', {
      title: 'Soon',
      body: 'Not **yet**',
      tags: '',
      action: 'preview',
    })
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain('<strong>yet</strong>')
    expect(page).toContain('Not **yet**')
    expect(await stranger.read('/')).not.toContain('Soon')
  })

  it('shows what an attacker writes as text', async () => {
    const body = '<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n[x](javascript:alert(3))'
    const address = await ada.publish({ title: '<script>alert(0)</script>', body })
    for (const path of [address, '/', '/authors/ada']) {
      const page = await stranger.read(path)
      expect(page).not.toMatch(/<script|<[^>]*onerror|javascript:/i)
    }
    const page = await stranger.read(address)
    expect(page).toContain('<h1>&lt;script&gt;alert(0)&lt;/script&gt;</h1>')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })
})

describe('editing', () => {
  it('changes the post, its tags and the date of the change', async () => {
    const address = await ada.publish({ title: 'Draft', tags: 'one' })
    expect(await ada.read(`${address}/edit`)).toContain('value="Draft"')
    const response = await ada.submit(`${address}/edit`, {
      title: 'Final',
      body: 'Better',
      tags: 'two',
      action: 'save',
    })
    expect(response.headers.get('location')).toBe(address)
    const page = await stranger.read(address)
    expect(page).toContain('<h1>Final</h1>')
    expect(page).toContain('/tags/two')
    expect(page).not.toContain('/tags/one')
  })

  it('is refused to anybody else', async () => {
    const address = await ada.publish({ title: 'Mine' })
    const asked = await grace.client.get(`${address}/edit`)
    expect(asked.status).toBe(403)
    expect(await asked.text()).toContain('Only its author can change a post.')
    const sent = await grace.submit('/posts/new', { title: 'Yours', body: 'x', tags: '' }, `${address}/edit`)
    expect(sent.status).toBe(403)
    expect(await stranger.read(address)).toContain('<h1>Mine</h1>')
  })
})

describe('deleting', () => {
  it('asks first, then takes the post and its comments away', async () => {
    const address = await ada.publish({ title: 'Short-lived' })
    await grace.submit(address, { body: 'A pity' }, `${address}/comments`)
    expect(await ada.read(`${address}/delete`)).toContain('1 comment')
    const response = await ada.submit(`${address}/delete`, {})
    expect(response.status).toBe(303)
    expect((await stranger.client.get(address)).status).toBe(404)
    expect(await ada.read('/')).toContain('“Short-lived” is deleted.')
  })

  it('is refused to anybody else', async () => {
    const address = await ada.publish({ title: 'Mine' })
    expect((await grace.submit(address, {}, `${address}/delete`)).status).toBe(403)
    expect((await stranger.client.get(address)).status).toBe(200)
  })
})

describe('comments', () => {
  it('are added by people who are logged in, and are plain text', async () => {
    const address = await ada.publish({ title: 'Tides' })
    const response = await grace.submit(address, { body: '<b>Bold</b>\nmove' }, `${address}/comments`)
    expect(response.headers.get('location')).toMatch(/^\/posts\/\d+#comment-\d+$/)
    const page = await stranger.read(address)
    expect(page).toContain('&lt;b&gt;Bold&lt;/b&gt;\nmove')
    expect(page).toContain('1 comment')
    expect(page).toContain('Log in</a> to add one')
    const refused = await stranger.submit('/login', { body: 'Me too' }, `${address}/comments`)
    expect(refused.status).toBe(401)
  })

  it('need words', async () => {
    const address = await ada.publish({ title: 'Tides' })
    const response = await grace.submit(address, { body: '   ' }, `${address}/comments`)
    expect(response.status).toBe(422)
    expect(errorBeside(await response.text(), 'body')).toBe('Write something first.')
  })

  it('are deleted by whoever wrote them, and by nobody else', async () => {
    const address = await ada.publish({ title: 'Tides' })
    const added = await grace.submit(address, { body: 'Regret' }, `${address}/comments`)
    const id = /#comment-(\d+)$/.exec(added.headers.get('location') ?? '')?.[1]
    expect((await ada.submit(address, {}, `/comments/${id}/delete`)).status).toBe(403)
    expect((await grace.submit(address, {}, `/comments/${id}/delete`)).status).toBe(303)
    expect(await stranger.read(address)).not.toContain('Regret')
  })
})

describe('forms from elsewhere', () => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue()
  })
  afterEach(() => vi.restoreAllMocks())

  it('F01: are refused without a token, whoever is logged in', async () => {
    const response = await ada.client.post('/posts/new', { form: { title: 'Forged', body: 'x', tags: '' } })
    expect(response.status).toBe(403)
    expect(await stranger.read('/')).not.toContain('Forged')
  })

  it('are refused with the token of somebody else', async () => {
    const form = { title: 'Forged', body: 'x', tags: '', csrf_token: await grace.token('/posts/new') }
    expect((await ada.client.post('/posts/new', { form })).status).toBe(403)
  })

  it('are refused when the browser says that they come from another site', async () => {
    const form = { title: 'Forged', body: 'x', tags: '', csrf_token: await ada.token('/posts/new') }
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      expect((await ada.client.post('/posts/new', { form, headers })).status).toBe(403)
    }
  })
})
