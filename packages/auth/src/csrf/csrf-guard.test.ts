import { Blueprint } from '@micro/core'
import { testClient, type TestClient, type TestRequest } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { COOKIE, type Line, sessionApp } from '../../test/session-app.ts'
import type { SessionsSetup } from '../session/sessions.ts'
import { csrfToken } from './csrf-token.ts'

interface Guarded {
  readonly client: TestClient
  readonly lines: readonly Line[]
  /** How often the handler ran. */
  readonly runs: () => number
}

/** An app whose /act changes something, and a client that says nothing of itself. */
function guarded(setup: SessionsSetup = {}): Guarded {
  const { app, sessions, lines } = sessionApp(setup)
  let count = 0
  const act = (): string => {
    count++
    return 'done'
  }
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']
  app.route('/act', { methods, endpoint: 'act' }, act)
  app.get('/form', () => ({ token: csrfToken() }))
  app.post('/login', () => {
    sessions.regenerate()
    return 'in'
  })
  app.post('/logout', () => {
    sessions.clear()
    return 'out'
  })
  const api = new Blueprint('api', { urlPrefix: '/api' })
  api.post('/act', { endpoint: 'act' }, act)
  app.register(api)
  return { client: testClient(app, { raiseErrors: false }), lines, runs: () => count }
}

async function tokenOf(client: TestClient): Promise<string> {
  const page = await client.get('/form')
  const shown: unknown = await page.json()
  return typeof shown === 'object' && shown !== null && 'token' in shown ? String(shown.token) : ''
}

async function statusOf(client: TestClient, request: TestRequest): Promise<number> {
  return (await client.post('/act', request)).status
}

describe('a request that may change something', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'F01: by %s that says nothing of where it comes from is refused',
    async (method) => {
      const { client, runs } = guarded()
      const response = await client.request(method, '/act')
      expect(response.status).toBe(403)
      expect(response.headers.has('set-cookie')).toBe(false)
      expect(runs()).toBe(0)
    },
  )

  it.each(['same-origin', 'none'])('F02: is let through with Sec-Fetch-Site: %s', async (site) => {
    const { client, runs } = guarded()
    expect(await statusOf(client, { headers: { 'sec-fetch-site': site } })).toBe(200)
    expect(runs()).toBe(1)
  })

  it.each(['cross-site', 'same-site', 'garbage', 'same-origin, same-origin', 'SAME-ORIGIN', ''])(
    'F03, F04: is refused with Sec-Fetch-Site: %s',
    async (site) => {
      const { client, runs } = guarded()
      expect(await statusOf(client, { headers: { 'sec-fetch-site': site } })).toBe(403)
      expect(runs()).toBe(0)
    },
  )

  it('F03: is let through from a trusted origin, and from no other', async () => {
    const { client } = guarded({ csrfTrustedOrigins: ['https://accounts.example'] })
    const from = (origin: string): Promise<number> =>
      statusOf(client, { headers: { 'sec-fetch-site': 'cross-site', origin } })
    expect(await from('https://accounts.example')).toBe(200)
    expect(await from('https://evil.example')).toBe(403)
    expect(await from('https://accounts.example.evil')).toBe(403)
  })

  it('is let through from its own origin', async () => {
    const { client } = guarded()
    expect(await statusOf(client, { headers: { origin: 'http://localhost' } })).toBe(200)
  })

  it.each([
    'null',
    'http://localhost.evil',
    'https://localhost',
    'http://localhost:8080',
    'http://localhost.',
    'http://LOCALHOST',
    'http://localhost, http://localhost',
    '',
  ])('F05: is refused with Origin: %s', async (origin) => {
    const { client } = guarded()
    expect(await statusOf(client, { headers: { origin } })).toBe(403)
  })

  it.each(['GET', 'HEAD', 'OPTIONS', 'QUERY'])(
    'F12: is not what %s makes, so that is not checked',
    async (method) => {
      const { client } = guarded()
      const { status } = await client.request(method, '/act', { headers: { 'sec-fetch-site': 'cross-site' } })
      expect(status).toBeLessThan(300)
    },
  )

  it('is 404 where no route answers, and 405 where none takes the method', async () => {
    const { client } = guarded()
    expect((await client.post('/nowhere')).status).toBe(404)
    expect((await client.post('/form')).status).toBe(405)
  })

  it('F16: is refused with a page that says little, and logged without the token', async () => {
    const { client, lines } = guarded()
    await tokenOf(client)
    const headers = {
      accept: 'text/plain',
      'x-csrf-token': 'guess',
      cookie: `${COOKIE}=${client.cookies.get(COOKIE)}`,
    }
    const response = await client.post('/act', { headers })
    expect(await response.text()).toBe('403 Forbidden\nThe request does not come from this site')
    expect(lines).toMatchObject([{ level: 'warn', fields: { path: '/act', missing: 'token' } }])
    expect(JSON.stringify(lines)).not.toContain('guess')
  })

  it('is not checked when the app says so', async () => {
    const { client } = guarded({ csrf: false })
    expect(await statusOf(client, {})).toBe(200)
  })
})

describe('exemptions', () => {
  it('F13: are for the endpoint or blueprint named, and no bearer token makes one', async () => {
    const headers = { authorization: 'Bearer abc' }
    expect((await guarded().client.post('/api/act', { headers })).status).toBe(403)
    expect((await guarded({ csrfExempt: ['api'] }).client.post('/api/act')).status).toBe(200)
    expect((await guarded({ csrfExempt: ['api.act'] }).client.post('/api/act')).status).toBe(200)
    expect((await guarded({ csrfExempt: ['api'] }).client.post('/act')).status).toBe(403)
    expect((await guarded({ csrfExempt: ['act'] }).client.post('/api/act')).status).toBe(403)
  })
})

describe('a token', () => {
  it('lets through in a form, urlencoded or multipart, and in a header', async () => {
    const { client, runs } = guarded()
    const token = await tokenOf(client)
    expect(await statusOf(client, { form: { csrf_token: token } })).toBe(200)
    expect(await statusOf(client, { multipart: { csrf_token: token } })).toBe(200)
    expect(await statusOf(client, { headers: { 'x-csrf-token': token } })).toBe(200)
    expect(await statusOf(client, { headers: { 'x-csrftoken': token }, json: {} })).toBe(200)
    expect(runs()).toBe(4)
  })

  it('F02: is not needed by a browser that says where it comes from, and does not help one from elsewhere', async () => {
    const { client } = guarded()
    const token = await tokenOf(client)
    const headers = { 'sec-fetch-site': 'cross-site', 'x-csrf-token': token }
    expect(await statusOf(client, { headers })).toBe(403)
  })

  it('F06: of another session is refused', async () => {
    const made = guarded()
    const token = await tokenOf(made.client)
    made.client.cookies.delete()
    await tokenOf(made.client)
    expect(await statusOf(made.client, { form: { csrf_token: token } })).toBe(403)
  })

  it('F06, F08, D18: from before a login is refused after it, and one from before a logout as well', async () => {
    const { client } = guarded()
    for (const path of ['/login', '/logout']) {
      const token = await tokenOf(client)
      const response = await client.post(path, { form: { csrf_token: token } })
      expect(response.status).toBe(200)
      expect(await statusOf(client, { form: { csrf_token: token } })).toBe(403)
      await tokenOf(client)
      expect(await statusOf(client, { form: { csrf_token: token } })).toBe(403)
    }
  })

  it.each([
    ['empty', { form: { csrf_token: '' } }],
    ['a list by another name', { form: { 'csrf_token[]': 'x' } }],
    ['a number in JSON', { json: { csrf_token: 7 } }],
    ['nowhere', {}],
    ['in a body that is no form', { body: 'csrf_token=x' }],
    ['in broken multipart', { body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
  ])('F07, F09: that is %s is refused', async (_, request) => {
    const { client, runs } = guarded()
    await tokenOf(client)
    expect(await statusOf(client, request)).toBe(403)
    expect(runs()).toBe(0)
  })

  it('F14: in the query is refused', async () => {
    const { client } = guarded()
    const token = await tokenOf(client)
    expect((await client.post(`/act?csrf_token=${token}`)).status).toBe(403)
  })

  it.each(['text/plain', 'application/json; x=multipart/form-data', 'text/plain;,application/json', 'x/y'])(
    'F09, F11: is asked for whatever the type %s says',
    async (type) => {
      const { client } = guarded()
      const token = await tokenOf(client)
      const request = { body: `csrf_token=${token}`, headers: { 'content-type': type } }
      expect(await statusOf(client, request)).toBe(403)
    },
  )

  it('F09: is found in a form whose type is written in capitals', async () => {
    const { client } = guarded()
    const token = await tokenOf(client)
    const headers = { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' }
    expect(await statusOf(client, { body: `csrf_token=${token}`, headers })).toBe(200)
  })

  it.each([
    ['F10: is asked for with a method override in a form', { form: { _method: 'GET' } }],
    [
      'F10: is asked for with a method override in the header',
      { headers: { 'x-http-method-override': 'GET' } },
    ],
  ])('%s', async (_, request) => {
    expect(await statusOf(guarded().client, request)).toBe(403)
  })

  it('F17: is missed without reading a body that is over the limit', async () => {
    const { app } = sessionApp({}, { maxBodySize: 1000 })
    app.post('/upload', () => 'done')
    app.get('/form', () => ({ token: csrfToken() }))
    const client = testClient(app, { raiseErrors: false })
    await client.get('/form')
    const body = 'x'.repeat(100_000)
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await client.post('/upload', { body, headers })).status).toBe(403)
  })

  it('F17: is missed without reading any body when the session has no secret', async () => {
    const { app } = sessionApp()
    app.post('/upload', () => 'done')
    await app.start()
    const body = new ReadableStream(
      { pull: () => Promise.reject(new TypeError('The body was read')) },
      { highWaterMark: 0 },
    )
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const response = await app.fetch(
      new Request('http://localhost/upload', { method: 'POST', body, headers, duplex: 'half' }),
    )
    expect(response.status).toBe(403)
  })
})
