import type { App } from '@micro/core'
import { testClient, type TestResponse } from '@micro/core/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBlog, passwordOf, Visitor } from './open-blog.ts'

let app: App
let ada: Visitor
let address: string

beforeEach(async () => {
  app = openBlog()
  ada = new Visitor(app)
  await ada.join('ada')
  address = await ada.publish({ title: 'Tides', body: 'They *come* and go.', tags: 'sea' })
})
afterEach(() => app.stop())

/** A change sent by a program that has a token of somebody. What it would like to read does not matter. */
async function send(visitor: Visitor, method: string, path: string, json?: unknown): Promise<TestResponse> {
  const headers = { accept: 'text/html', authorization: `Bearer ${await tokenOf(visitor)}` }
  return testClient(app).request(method, path, { headers, ...(json === undefined ? {} : { json }) })
}

/** A token as the settings page shows it. */
async function tokenOf(visitor: Visitor): Promise<string> {
  const page = await (await visitor.submit('/settings', {}, '/settings/token')).text()
  return /<code>([\w.-]+)<\/code>/.exec(page)?.[1] ?? ''
}

describe('reading', () => {
  it('gives a list without the texts', async () => {
    const response = await testClient(app).get('/api/posts')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      page: 1,
      pages: 1,
      perPage: 20,
      total: 1,
      items: [
        {
          title: 'Tides',
          summary: 'They come and go.',
          tags: ['sea'],
          author: { username: 'ada', name: 'Ada' },
          url: `http://localhost${address}`,
        },
      ],
    })
  })

  it('gives a post with its text, written and rendered', async () => {
    const post = await (await testClient(app).get(`/api${address}`)).json()
    expect(post).toMatchObject({ body: 'They *come* and go.', html: '<p>They <em>come</em> and go.</p>\n' })
  })

  it('pages, searches and filters', async () => {
    for (const title of ['Second', 'Third']) await ada.publish({ title })
    const client = testClient(app)
    const page = await (await client.get('/api/posts', { query: { page: 2, per_page: 2 } })).json()
    expect(page).toMatchObject({ page: 2, pages: 2, total: 3, items: [{ title: 'Tides' }] })
    expect(await (await client.get('/api/posts', { query: { q: 'third' } })).json()).toMatchObject({
      total: 1,
    })
    expect(await (await client.get('/api/posts', { query: { tag: 'sea' } })).json()).toMatchObject({
      total: 1,
    })
    expect(await (await client.get('/api/posts', { query: { author: 'nobody' } })).json()).toMatchObject({
      total: 0,
    })
  })

  it('answers with problem details where there is nothing, even to a browser', async () => {
    for (const path of ['/api/posts/999', '/api/nothing']) {
      const response = await testClient(app).get(path, { headers: { accept: 'text/html' } })
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ title: 'Not Found', status: 404 })
    }
  })
})

describe('writing', () => {
  it('creates a post and says where it is', async () => {
    const response = await send(ada, 'POST', '/api/posts', {
      title: 'By a program',
      body: 'Beep',
      tags: ['Robots'],
    })
    expect(response.status).toBe(201)
    const post = await (await testClient(app).get(response.headers.get('location') ?? '')).json()
    expect(post).toMatchObject({ title: 'By a program', tags: ['robots'], author: { username: 'ada' } })
  })

  it('changes what is sent and leaves the rest', async () => {
    const response = await send(ada, 'PATCH', `/api${address}`, { title: 'High tide' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      title: 'High tide',
      body: 'They *come* and go.',
      tags: ['sea'],
    })
  })

  it('deletes a post', async () => {
    expect((await send(ada, 'DELETE', `/api${address}`)).status).toBe(204)
    expect((await testClient(app).get(`/api${address}`)).status).toBe(404)
  })

  it('says which fields are wrong', async () => {
    const response = await send(ada, 'POST', '/api/posts', { title: '', tags: 'sea' })
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        { in: 'body', pointer: '#/title', message: 'Give the post a title.' },
        { in: 'body', pointer: '#/tags', message: 'Tags are a list of texts.' },
      ]),
    })
  })

  it('needs a token', async () => {
    const json = { title: 'Mine', body: 'x' }
    for (const headers of [{}, { authorization: 'Bearer made-up' }]) {
      const response = await testClient(app).post('/api/posts', { json, headers })
      expect(response.status).toBe(401)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('takes no cookie, so that no other site can use that of a visitor', async () => {
    const response = await ada.client.delete(`/api${address}`, {
      headers: { origin: 'https://evil.example' },
    })
    expect(response.status).toBe(401)
    expect((await testClient(app).get(`/api${address}`)).status).toBe(200)
  })

  it('ends with the password under which the token was made', async () => {
    const headers = { authorization: `Bearer ${await tokenOf(ada)}` }
    const password = 'a brand new password'
    const form = { current: passwordOf('ada'), password, repeated: password }
    await ada.submit('/settings', form, '/settings/password')
    expect((await testClient(app).delete(`/api${address}`, { headers })).status).toBe(401)
  })

  it('is refused for a post of somebody else', async () => {
    const grace = new Visitor(app)
    await grace.join('grace')
    for (const method of ['PATCH', 'DELETE']) {
      const response = await send(grace, method, `/api${address}`, { title: 'Mine now' })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ detail: 'Only its author can change a post.' })
    }
  })
})
