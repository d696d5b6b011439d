import { App, redirect, respond } from '@micro/core'
import { CookieJar, testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

describeMatrix('test client', (bench) => {
  it('sends JSON, forms, multipart and bodies as they are', async () => {
    bench().app.post('/', async ({ request }) => ({
      type: request.headers.get('content-type')?.split(';')[0] ?? null,
      text: (await request.text()).slice(0, 5),
    }))
    const sent = async (request: object): Promise<unknown> =>
      (await bench().fetch('/', { method: 'POST', ...request })).json()
    expect(await sent({ json: { a: 1 } })).toEqual({ type: 'application/json', text: '{"a":' })
    expect(await sent({ form: { a: [1, 'x y'] } })).toEqual({
      type: 'application/x-www-form-urlencoded',
      text: 'a=1&a',
    })
    expect(await sent({ multipart: { a: '1' } })).toMatchObject({ type: 'multipart/form-data' })
    expect(await sent({ body: new Uint8Array([104, 105]), headers: { 'content-type': 'text/x' } })).toEqual({
      type: 'text/x',
      text: 'hi',
    })
  })

  it('adds a query to that of the path', async () => {
    bench().app.get('/', ({ request }) => request.queryString)
    expect(await (await bench().fetch('/?a=1', { query: { b: ['x y', 2] } })).text()).toMatch(
      /^a=1&b=x(\+|%20)y&b=2$/,
    )
  })

  it('sends header fields of every request and of one', async () => {
    bench().app.get('/', ({ request }) => `${request.headers.get('x-every')} ${request.headers.get('x-one')}`)
    const client = await bench().client({ headers: { 'x-every': 'every', 'x-one': 'general' } })
    expect(await (await client.get('/', { headers: { 'x-one': 'one' } })).text()).toBe('every one')
  })

  it('keeps cookies as a browser does', async () => {
    bench().app.get('/set', () => respond('x').setCookie('a', '1').setCookie('deep', '2', { path: '/deep' }))
    bench().app.get('/forget', () => respond('x').deleteCookie('a'))
    bench().app.get('/<path:rest>', ({ request }) => Object.keys(request.cookies).join(','))
    const text = async (path: string): Promise<string> => (await bench().fetch(path)).text()
    await text('/set')
    expect([await text('/x'), await text('/deep/x'), await text('/deeper')]).toEqual(['a', 'deep,a', 'a'])
    await text('/forget')
    expect(await text('/x')).toBe('')
  })

  it('has cookies of its own', async () => {
    bench().app.get('/', ({ request }) => request.cookies['a'] ?? 'none')
    const [one, two] = [await bench().client(), await bench().client()]
    one.cookies.set('a', '1', (await one.get('/')).url)
    expect([await (await one.get('/')).text(), await (await two.get('/')).text()]).toEqual(['1', 'none'])
  })

  it('does not follow redirects until it is told to', async () => {
    bench().app.get('/', () => redirect('/there'))
    const response = await bench().fetch('/')
    expect([response.status, response.history]).toEqual([303, []])
  })

  it('follows redirects with their history, relative ones too', async () => {
    bench().app.get('/a/one', () => redirect('two'))
    bench().app.get('/a/two', () => redirect('/three?x=1', 307))
    bench().app.get('/three', ({ request }) => request.queryString)
    const response = await bench().fetch('/a/one', { followRedirects: true })
    expect([
      await response.text(),
      response.history.map(({ status }) => status),
      new URL(response.url).pathname,
    ]).toEqual(['x=1', [303, 307], '/three'])
  })

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [307, 'POST', 'POST body'],
    [308, 'PUT', 'PUT body'],
    [302, 'PUT', 'PUT body'],
  ] as const)('after %i a %s becomes %s', async (status, method, arrived) => {
    bench().app.route('/', { methods: ['POST', 'PUT'] }, () => redirect('/there', status))
    bench().app.route('/there', { methods: ['GET', 'POST', 'PUT'] }, async ({ request }) =>
      `${request.method} ${await request.text()}`.trim(),
    )
    const response = await bench().fetch('/', { method, body: 'body', followRedirects: true })
    expect(await response.text()).toBe(arrived)
  })

  it('takes cookies along on redirects', async () => {
    bench().app.get('/', () => redirect('/there').setCookie('a', '1'))
    bench().app.get('/there', ({ request }) => request.cookies['a'] ?? 'none')
    expect(await (await bench().fetch('/', { followRedirects: true })).text()).toBe('1')
  })

  it('says when redirects do not end', async () => {
    bench().app.get('/', () => redirect('/'))
    await expect(bench().fetch('/', { followRedirects: true })).rejects.toMatchObject({
      code: 'TEST_REQUEST',
    })
  })

  it('sends one body', async () => {
    await expect(bench().fetch('/', { method: 'POST', json: 1, form: {} })).rejects.toMatchObject({
      code: 'TEST_REQUEST',
    })
  })

  it('gives a body that can be read again', async () => {
    bench().app.get('/', () => ({ a: 1 }))
    const response = await bench().fetch('/')
    expect([
      await response.json(),
      await response.text(),
      (await response.bytes()).length,
      response.ok,
    ]).toEqual([{ a: 1 }, '{"a":1}', 7, true])
  })
})

describe('test client in memory', () => {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

  it('throws what a handler throws, so that the test fails there', async () => {
    await using app = new App({ logger: quiet })
    const error = new Error('broken')
    app.get('/', () => {
      throw error
    })
    await expect(testClient(app).get('/')).rejects.toBe(error)
    expect((await testClient(app, { raiseErrors: false }).get('/')).status).toBe(500)
  })

  it('does not throw what the app handles', async () => {
    await using app = new App({ logger: quiet })
    app.errorHandler(RangeError, () => 'handled')
    app.get('/', () => {
      throw new RangeError('x')
    })
    expect((await testClient(app).get('/')).status).toBe(500)
    expect((await testClient(app).get('/none')).status).toBe(404)
  })

  it('has an address, a host and a scheme', async () => {
    await using app = new App()
    app.get('/', ({ request }) => `${request.ip} ${request.url}`)
    expect(await (await testClient(app).get('/')).text()).toBe('127.0.0.1 http://localhost/')
    const client = testClient(app, { baseUrl: 'https://shop.example.com' })
    expect(await (await client.get('/', { ip: '10.0.0.1' })).text()).toBe(
      '10.0.0.1 https://shop.example.com/',
    )
  })

  it('waits until everything that the request opened is closed', async () => {
    await using app = new App()
    let closed = false
    app.get('/', (c) => {
      c.onDispose(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        closed = true
      })
      return 'x'
    })
    await testClient(app).get('/')
    expect(closed).toBe(true)
  })

  it('sends HEAD and OPTIONS', async () => {
    await using app = new App()
    app.get('/', () => 'x')
    const client = testClient(app)
    expect([(await client.head('/')).status, (await client.options('/')).status]).toEqual([200, 204])
  })
})

describe('cookie jar', () => {
  it('minds domain, path, secure and the end of a cookie', () => {
    const jar = new CookieJar()
    const url = 'https://www.example.com/a/b'
    for (const field of [
      'host=1',
      'site=2; Domain=example.com; Path=/',
      'secure=3; Secure; Path=/',
      'gone=4; Max-Age=0',
      'old=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ])
      jar.store(field, url)
    expect(jar.header('https://www.example.com/a/c')).toBe('host=1; site=2; secure=3')
    expect(jar.header('https://www.example.com/')).toBe('site=2; secure=3')
    expect(jar.header('http://www.example.com/a')).toBe('host=1; site=2')
    expect(jar.header('https://other.example.com/a')).toBe('site=2')
    expect(jar.header('https://notexample.com/a')).toBe('')
  })

  it('does not take a cookie for another site', () => {
    const jar = new CookieJar()
    jar.store('a=1; Domain=other.com', 'https://example.com/')
    expect(jar.header('https://other.com/')).toBe('')
  })

  it('can be read, set and emptied', () => {
    const jar = new CookieJar()
    jar.set('a', '1')
    jar.set('b', '2')
    expect([jar.get('a'), jar.get('none')]).toEqual(['1', undefined])
    jar.delete('a')
    expect(jar.header('http://localhost/')).toBe('b=2')
    jar.delete()
    expect(jar.header('http://localhost/')).toBe('')
  })
})
