import { App, redirect } from '@micro/core'
import { testClient, type TestClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { recorder, sessionApp } from '../../test/session-app.ts'
import { flash, getFlashedMessages } from './flash.ts'
import { templateFlashedMessages } from './template-flashed-messages.ts'

/** An app that flashes three messages at /flash and gives at /show what the test asks for. */
function flashing(show: () => object): TestClient {
  const { app, client } = sessionApp()
  app.get('/flash', () => {
    flash('one')
    flash('two', 'error')
    flash('three', 'error')
    return redirect('/show')
  })
  app.get('/show', show)
  return client
}

async function shown(show: () => object): Promise<unknown> {
  const client = flashing(show)
  return (await client.get('/flash', { followRedirects: true })).json()
}

/** Keyword arguments as nunjucks hands them over. */
function keywords(given: object): object {
  return { ...given, __keywords: true }
}

describe('flash', () => {
  it('leaves messages for the next page, in order', async () => {
    expect(await shown(() => getFlashedMessages())).toEqual([
      { category: 'message', message: 'one' },
      { category: 'error', message: 'two' },
      { category: 'error', message: 'three' },
    ])
  })

  it('keeps the last 20, so that the cookie never fills up', async () => {
    const { app, client } = sessionApp()
    app.get('/flash', () => {
      for (let i = 0; i < 100; i++) flash(`message ${i}`)
      return redirect('/show')
    })
    app.get('/show', () => getFlashedMessages())
    const kept = await (await client.get('/flash', { followRedirects: true })).json()
    expect(kept).toHaveLength(20)
    expect(kept).toContainEqual({ category: 'message', message: 'message 99' })
  })

  it('shows them once', async () => {
    const client = flashing(() => getFlashedMessages())
    await client.get('/flash', { followRedirects: true })
    expect(await (await client.get('/show')).json()).toEqual([])
  })

  it('gives them again to who asks again in the same request', async () => {
    expect(await shown(() => [getFlashedMessages().length, getFlashedMessages().length])).toEqual([3, 3])
  })

  it('gives those of a category, and takes the others with them', async () => {
    const client = flashing(() => getFlashedMessages({ categories: ['error'] }).map(({ message }) => message))
    expect(await (await client.get('/flash', { followRedirects: true })).json()).toEqual(['two', 'three'])
    expect(await (await client.get('/show')).json()).toEqual([])
  })

  it('leaves what is flashed after they were taken for the page after', async () => {
    const client = flashing(() => {
      const before = getFlashedMessages().length
      flash('late')
      return { before, now: getFlashedMessages().length }
    })
    expect(await (await client.get('/flash', { followRedirects: true })).json()).toEqual({
      before: 3,
      now: 3,
    })
    expect(await (await client.get('/show')).json()).toEqual({ before: 1, now: 1 })
  })

  it('leaves no empty session behind', async () => {
    const client = flashing(() => getFlashedMessages())
    const response = await client.get('/flash', { followRedirects: true })
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0')
  })

  it('says what is missing in an app without sessions', async () => {
    const app = new App({ name: 'bare', logger: recorder().logger })
    app.get('/', () => {
      flash('lost')
      return 'ok'
    })
    await expect(testClient(app).get('/')).rejects.toThrow(
      '[SESSIONS_MISSING] `flash()` needs a session, and the app "bare" has none.',
    )
  })
})

describe('get_flashed_messages', () => {
  it.each([
    ['nothing', [], ['one', 'two', 'three']],
    [
      'with_categories=true',
      [keywords({ with_categories: true })],
      [
        ['message', 'one'],
        ['error', 'two'],
        ['error', 'three'],
      ],
    ],
    ['category_filter=["error"]', [keywords({ category_filter: ['error'] })], ['two', 'three']],
    ['category_filter=[]', [keywords({ category_filter: [] })], ['one', 'two', 'three']],
    ['true, ["message"]', [true, ['message']], [['message', 'one']]],
    [
      'true, category_filter=["message"]',
      [true, keywords({ category_filter: ['message'] })],
      [['message', 'one']],
    ],
  ])('takes %s as in Flask', async (_, args, expected) => {
    expect(await shown(() => templateFlashedMessages(...args))).toEqual(expected)
  })

  it('is known to templates', () => {
    const { app } = sessionApp()
    expect(app.templates.globals.get('get_flashed_messages')).toBe(templateFlashedMessages)
  })
})
