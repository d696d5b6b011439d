import type { App } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../src/extensions.ts'
import { openBlog, Visitor } from './open-blog.ts'

let app: App
let visitor: Visitor

beforeEach(async () => {
  app = openBlog()
  visitor = new Visitor(app)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await app.stop()
})

it('has a page for what is not there', async () => {
  const response = await visitor.client.get('/nowhere')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('Low water. Nothing here.')
})

it('has a page for what broke, and says nothing of it', async () => {
  await app.inContext(() => db.schema.dropTable('comments').execute())
  const log = vi.spyOn(console, 'error').mockReturnValue()
  const client = testClient(app, { headers: { accept: 'text/html' }, raiseErrors: false })
  const response = await client.get('/')
  const page = await response.text()
  expect(response.status).toBe(500)
  expect(page).toContain('Something broke on our side.')
  expect(page).not.toMatch(/comments|sqlite|select|\.ts/i)
  expect(log.mock.lastCall?.[0]).toContain('no such table: comments')
})

it('lets a page load nothing from elsewhere and run no script', async () => {
  const { headers } = await visitor.client.get('/')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})

it('serves its style sheet, and nothing outside of its folder', async () => {
  const sheet = await visitor.client.get('/static/style.css')
  expect(sheet.headers.get('content-type')).toContain('text/css')
  expect((await visitor.client.get('/static/..%2fapp.ts')).status).toBe(404)
})

it('has no script in any page', async () => {
  await visitor.join('ada')
  const address = await visitor.publish({ title: 'Tides' })
  for (const path of [
    '/',
    address,
    '/tags',
    '/authors',
    '/search',
    '/posts/new',
    '/settings',
    `${address}/edit`,
  ]) {
    expect(await visitor.read(path)).not.toMatch(/<script|\son\w+=/i)
  }
})
