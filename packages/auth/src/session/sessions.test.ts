import { abort, App, Blueprint, currentApp, html, redirect, respond, sessionContract } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { base64url, decodeJwt, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  COOKIE,
  OTHER_SECRET,
  recorder,
  SECRET,
  sessionApp,
  type SessionApp,
} from '../../test/session-app.ts'
import { csrfToken } from '../csrf/csrf-token.ts'
import { getFlashedMessages } from '../flash/flash.ts'
import { KeyRing } from '../keys/key-ring.ts'
import { seconds } from '../tokens/clock.ts'
import { memoryStore } from './memory-store.ts'
import { Sessions, type SessionsSetup } from './sessions.ts'

const DAY = 86_400

/** An app whose paths do what their names say. */
function shop(setup: SessionsSetup = {}, config: Readonly<Record<string, unknown>> = {}): SessionApp {
  const made = sessionApp(setup, config)
  const { app, sessions } = made
  app.get('/plain', () => 'plain')
  app.get('/theme', () => ({ theme: sessions.get('theme') ?? null }))
  app.get('/set/<value>', ({ params }) => {
    sessions.set('theme', params.value)
    return 'set'
  })
  app.get('/clear', () => {
    sessions.clear()
    return 'cleared'
  })
  app.get('/regenerate', () => {
    sessions.regenerate()
    return 'regenerated'
  })
  return made
}

/** What the page at /theme says to whoever sends this cookie. */
async function themeOf({ app }: SessionApp, cookie: string): Promise<unknown> {
  const response = await testClient(app).get('/theme', { headers: { cookie: `${COOKIE}=${cookie}` } })
  return response.json()
}

/** A cookie as the app would make it, but for what the test changes. */
async function craft(more: object = {}): Promise<string> {
  const { primary } = await new KeyRing({ primary: SECRET, fallbacks: [] }).keys('session', 'sign')
  const now = seconds()
  const claims = {
    v: 1,
    jti: 'x',
    iat: now,
    exp: now + 60,
    start: now,
    keep: false,
    aud: 'session',
    data: { theme: 'crafted' },
  }
  return new SignJWT({ ...claims, ...more })
    .setProtectedHeader({ alg: 'HS256', typ: 'micro-session+jwt', kid: primary.id })
    .sign(primary.key)
}

/** A cookie from before the key was changed. */
async function oldCookie(): Promise<string> {
  const { client } = shop()
  await client.get('/set/dark')
  return client.cookies.get(COOKIE) ?? ''
}

afterEach(() => vi.useRealTimers())

describe.each([
  ['signed', {}],
  ['encrypted', { mode: 'encrypted' }],
  ['stored', { store: memoryStore() }],
] as const)('%s sessions', (_, setup) => {
  it('keep a value from one request to the next', async () => {
    const { client } = shop(setup)
    await client.get('/set/dark')
    expect(await (await client.get('/theme')).json()).toEqual({ theme: 'dark' })
  })

  it('set a cookie that scripts, other sites and plain HTTP do not get', async () => {
    const { client } = shop(setup)
    const field = (await client.get('/set/dark')).headers.get('set-cookie')
    expect(field).toMatch(/^__Host-session=[\w.-]+; Secure; HttpOnly; Path=\/; SameSite=Lax$/)
  })

  it('D25: are written once, not with every request', async () => {
    const { client } = shop(setup)
    await client.get('/set/dark')
    expect((await client.get('/theme')).headers.has('set-cookie')).toBe(false)
    expect((await client.get('/set/dark')).headers.has('set-cookie')).toBe(false)
  })

  it('C15: are deleted with the attributes that they were set with', async () => {
    const { client } = shop(setup)
    await client.get('/set/dark')
    const field = (await client.get('/clear')).headers.get('set-cookie')
    expect(field).toBe('__Host-session=; Max-Age=0; Secure; HttpOnly; Path=/; SameSite=Lax')
    expect(client.cookies.get(COOKIE)).toBeUndefined()
  })

  it('say nothing when an empty one is cleared', async () => {
    const { client } = shop(setup)
    expect((await client.get('/clear')).headers.has('set-cookie')).toBe(false)
  })

  it('notice what is changed inside of a value', async () => {
    const { app, sessions, client } = shop(setup)
    app.get('/new', () => {
      sessions.set('cart', [])
      return 'new'
    })
    app.get('/add/<item>', ({ params }) => {
      const cart = sessions.get('cart')
      if (Array.isArray(cart)) cart.push(params.item)
      return { cart }
    })
    await client.get('/new')
    await client.get('/add/a')
    expect(await (await client.get('/add/b')).json()).toEqual({ cart: ['a', 'b'] })
  })

  it('D07: end when they were not used for the idle lifetime', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { client } = shop({ ...setup, idleLifetime: 100, lifetime: DAY })
    await client.get('/set/dark')
    vi.setSystemTime(Date.now() + 99_000)
    expect(await (await client.get('/theme')).json()).toEqual({ theme: 'dark' })
    vi.setSystemTime(Date.now() + 99_000)
    expect(await (await client.get('/theme')).json()).toEqual({ theme: 'dark' })
    vi.setSystemTime(Date.now() + 101_000)
    expect(await (await client.get('/theme')).json()).toEqual({ theme: null })
  })

  it('D07: end a lifetime after they began, however much they are used', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { client } = shop({ ...setup, idleLifetime: 100, lifetime: 250 })
    await client.get('/set/dark')
    for (const theme of ['dark', 'dark', null]) {
      vi.setSystemTime(Date.now() + 90_000)
      expect(await (await client.get('/theme')).json()).toEqual({ theme })
    }
  })

  it('D18: get another cookie when they are regenerated, with the same values', async () => {
    const { client } = shop(setup)
    await client.get('/set/dark')
    const before = client.cookies.get(COOKIE)
    await client.get('/regenerate')
    expect(client.cookies.get(COOKIE)).not.toBe(before)
    expect(await (await client.get('/theme')).json()).toEqual({ theme: 'dark' })
  })

  it('C12: make a reply private that they were read for', async () => {
    const { client } = shop(setup)
    const { headers } = await client.get('/theme')
    expect(headers.get('vary')).toBe('Cookie')
    expect(headers.get('cache-control')).toBe('private')
  })

  it('C14: leave a reply alone that they were not read for', async () => {
    const { client } = shop(setup)
    await client.get('/set/dark')
    const { headers } = await client.get('/plain')
    expect(headers.has('vary')).toBe(false)
    expect(headers.has('cache-control')).toBe(false)
    expect(headers.has('set-cookie')).toBe(false)
  })

  it('forget a cookie that is worth nothing, and go on without it', async () => {
    const made = shop(setup)
    const response = await made.client.get('/plain', { headers: { cookie: `${COOKIE}=nonsense` } })
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-session=; Max-Age=0;/)
    expect(response.headers.get('vary')).toBe('Cookie')
    expect(made.lines).toMatchObject([{ level: 'debug', fields: { reason: 'malformed' } }])
    expect(JSON.stringify(made.lines)).not.toContain('nonsense')
  })
})

describe('reading a session', () => {
  const reads: Readonly<Record<string, (sessions: Sessions) => unknown>> = {
    get: (sessions) => sessions.get('a'),
    has: (sessions) => sessions.has('a'),
    keys: (sessions) => sessions.keys(),
    'delete of nothing': (sessions) => sessions.delete('a'),
    permanent: (sessions) => sessions.permanent,
    'the CSRF token': () => csrfToken(),
    flashes: () => getFlashedMessages(),
  }

  it.each(Object.keys(reads))('C12: varies the reply by cookie when it is by %s', async (name) => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      reads[name]?.(sessions)
      return 'read'
    })
    const { headers } = await client.get('/')
    expect(headers.get('vary')).toBe('Cookie')
    expect(headers.get('cache-control')).toBe('private')
  })

  it('keeps what the view said of caching when no cookie is set', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () =>
      respond(String(sessions.get('a')), { headers: { 'cache-control': 'public, max-age=60' } }),
    )
    expect((await client.get('/')).headers.get('cache-control')).toBe('public, max-age=60')
  })

  it.each([
    ['public', 'private'],
    ['public, max-age=60', 'private, max-age=60'],
    ['s-maxage=60, private', 'private'],
    ['max-age=60', 'private, max-age=60'],
  ])('C13: makes `Cache-Control: %s` `%s` when a cookie is set', async (said, sent) => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      sessions.set('a', 1)
      return respond('set', { headers: { 'cache-control': said } })
    })
    const { headers } = await client.get('/')
    expect(headers.has('set-cookie')).toBe(true)
    expect(headers.get('cache-control')).toBe(sent)
  })

  it('C13: leaves `no-store` as it is', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      sessions.set('a', 1)
      return respond('set', { headers: { 'cache-control': 'no-store' } })
    })
    expect((await client.get('/')).headers.get('cache-control')).toBe('no-store')
  })

  it('waits for nothing when this process knows the cookie', async () => {
    const { app, client } = shop()
    await client.get('/set/dark')
    const verify = vi.spyOn(crypto.subtle, 'verify')
    await client.get('/theme')
    await client.get('/theme')
    expect(verify).not.toHaveBeenCalled()
    verify.mockRestore()
    await app.stop()
  })

  it('in a hook that was added before the sessions says what to do', async () => {
    const sessions = new Sessions()
    const app = new App({ logger: recorder().logger, config: { secretKey: SECRET } })
    app.beforeRequest(() => void sessions.get('a'))
    app.register(sessions)
    app.get('/', () => 'ok')
    await expect(testClient(app).get('/', { headers: { cookie: `${COOKIE}=x` } })).rejects.toThrow(
      '[SESSION_NOT_READ]',
    )
  })

  it('works on the page of an error that came before its turn', async () => {
    const sessions = new Sessions()
    const app = new App({ logger: recorder().logger, config: { secretKey: SECRET } })
    app.beforeRequest(() => abort(503))
    app.register(sessions)
    app.errorHandler(503, async () => {
      for (const processor of app.templates.processors([])) await processor()
      return { theme: sessions.get('theme') }
    })
    expect(
      await (await testClient(app).get('/', { headers: { cookie: `${COOKIE}=${await craft()}` } })).json(),
    ).toEqual({
      theme: 'crafted',
    })
  })

  it('outside of a request says so', () => {
    expect(() => new Sessions().get('a')).toThrow('[NO_REQUEST]')
  })

  it('works for whoever knows the contract alone', async () => {
    const { app, client } = sessionApp()
    app.get('/', () => {
      const session = currentApp().service(sessionContract)?.current()
      const count = Number(session?.get('count') ?? 0) + 1
      session?.set('count', count)
      return { count }
    })
    await client.get('/')
    expect(await (await client.get('/')).json()).toEqual({ count: 2 })
  })
})

describe('writing a session', () => {
  it('C16: that is too large for a cookie is a 500 that says how large, and keeps the old cookie', async () => {
    const { app, sessions, client, lines } = sessionApp()
    app.get('/<int:size>', ({ params }) => {
      sessions.set('text', 'x'.repeat(params.size))
      return 'ok'
    })
    app.get('/size', () => ({ size: String(sessions.get('text')).length }))
    await client.get('/10')
    const response = await client.get('/4000')
    expect(response.status).toBe(500)
    expect(response.headers.has('set-cookie')).toBe(false)
    expect(String(lines[0]?.fields['err'])).toMatch(/\[SESSION_TOO_LARGE\].*: \d{4} bytes with its name/)
    expect(await (await client.get('/size')).json()).toEqual({ size: 10 })
  })

  it('C16: takes exactly 4096 bytes with the name, and no more', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/<int:size>', ({ params }) => {
      sessions.set('text', 'x'.repeat(params.size))
      return 'ok'
    })
    const sizes = new Map<number, number>()
    for (let size = 2700; size < 2900; size++) {
      const field = (await client.get(`/${size}`)).headers.get('set-cookie')
      if (field === null) continue
      sizes.set(size, field.slice(0, field.indexOf(';')).length)
    }
    const largest = Math.max(...sizes.values())
    expect(largest).toBeLessThanOrEqual(4096)
    expect(largest).toBeGreaterThan(4090)
  })

  it('has room on the server', async () => {
    const { app, sessions, client } = sessionApp({ store: memoryStore() })
    app.get('/set', () => {
      sessions.set('text', 'x'.repeat(10_000))
      return 'ok'
    })
    app.get('/size', () => ({ size: String(sessions.get('text')).length }))
    await client.get('/set')
    expect(await (await client.get('/size')).json()).toEqual({ size: 10_000 })
    expect(client.cookies.get(COOKIE)?.length).toBeLessThan(500)
  })

  it.each([
    ['a Date', () => new Date()],
    ['a bigint', () => 1n],
    ['NaN', () => NaN],
    ['a Map', () => new Map()],
  ])('D26: refuses %s when it is set, before the view has gone on', async (_, make) => {
    const { app, sessions, client, lines } = sessionApp()
    let wentOn = false
    app.get('/', () => {
      sessions.set('a', make())
      wentOn = true
      return 'ok'
    })
    expect((await client.get('/')).status).toBe(500)
    expect(wentOn).toBe(false)
    expect(String(lines[0]?.fields['err'])).toContain('[SESSION_VALUE]')
  })

  it('D26: refuses a value that was changed into something else later', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      const cart: unknown[] = []
      sessions.set('cart', cart)
      cart.push(new Date())
      return 'ok'
    })
    const response = await client.get('/')
    expect(response.status).toBe(500)
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'has no value named %s before one is set',
    async (name) => {
      const { app, sessions, client } = sessionApp()
      app.get('/', () => ({ has: sessions.has(name), value: sessions.get(name) ?? null }))
      expect(await (await client.get('/')).json()).toEqual({ has: false, value: null })
    },
  )

  it('D22: refuses a value named __proto__', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      sessions.set('__proto__', { evil: 1 })
      return 'ok'
    })
    expect((await client.get('/')).status).toBe(500)
  })

  it('C17: by two requests at once keeps the last answer, whole', async () => {
    const { app, sessions, client } = sessionApp()
    const waiting = new Map<string, () => void>()
    app.get('/<name>', async ({ params }) => {
      sessions.set('one', params.name)
      await new Promise<void>((resolve) => waiting.set(params.name, resolve))
      sessions.set('two', params.name)
      return 'ok'
    })
    const slow = client.get('/slow')
    const fast = client.get('/fast')
    await vi.waitFor(() => expect(waiting.size).toBe(2))
    waiting.get('fast')?.()
    await fast
    waiting.get('slow')?.()
    await slow
    const { data } = decodeJwt(client.cookies.get(COOKIE) ?? '')
    expect(data).toEqual({ one: 'slow', two: 'slow' })
  })

  it('happens on error pages too', async () => {
    const { app, sessions, client } = sessionApp()
    app.get('/', () => {
      sessions.set('a', 1)
      throw new TypeError('broken')
    })
    expect((await client.get('/')).headers.has('set-cookie')).toBe(true)
  })

  it('refreshes the cookie of a session in use, after a tenth of the idle lifetime', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { client } = shop({ idleLifetime: 100 })
    await client.get('/set/dark')
    vi.setSystemTime(Date.now() + 9000)
    expect((await client.get('/theme')).headers.has('set-cookie')).toBe(false)
    vi.setSystemTime(Date.now() + 1000)
    expect((await client.get('/theme')).headers.has('set-cookie')).toBe(true)
  })
})

describe('the cookie of a session', () => {
  it('outlives the browser when the session is permanent', async () => {
    const { app, sessions, client } = sessionApp({ idleLifetime: 500 })
    app.get('/', () => {
      sessions.set('a', 1)
      sessions.permanent = true
      return 'ok'
    })
    app.get('/read', () => ({ permanent: sessions.permanent }))
    expect((await client.get('/')).headers.get('set-cookie')).toContain('; Max-Age=500;')
    expect(await (await client.get('/read')).json()).toEqual({ permanent: true })
  })

  it('needs no HTTPS in debug, and then has a plain name', async () => {
    const { client } = shop({}, { debug: true })
    expect((await client.get('/set/dark')).headers.get('set-cookie')).toMatch(
      /^session=[\w.-]+; HttpOnly; Path=\/; SameSite=Lax$/,
    )
  })

  it('has the name, path and domain that the options say', async () => {
    const { client } = shop({ cookieName: 'sid', domain: 'localhost', path: '/', sameSite: 'strict' })
    const field = (await client.get('/set/dark')).headers.get('set-cookie')
    expect(field).toMatch(/^sid=[\w.-]+; Domain=localhost; Secure; HttpOnly; Path=\/; SameSite=Strict$/)
  })

  it('fails at start when browsers would drop it', async () => {
    const { app } = sessionApp({ sameSite: 'none', secure: false })
    await expect(app.start()).rejects.toThrow('[COOKIE_ATTRIBUTE]')
  })

  it('takes its options from the configuration, too', async () => {
    const { client } = shop({}, { sessions: { cookieName: 'sid' } })
    expect((await client.get('/set/dark')).headers.get('set-cookie')).toMatch(/^sid=/)
  })

  it.each([{ lifetime: 0 }, { mode: 'plain' }, { csrfTrustedOrigins: ['example.com'] }, { cookiename: 'x' }])(
    'refuses the options %j when they are registered',
    (options) => {
      expect(() => sessionApp({}, { sessions: options })).toThrow('[EXTENSION_OPTIONS]')
    },
  )
})

describe('a forged session', () => {
  it('is crafted right by this test, or the others would prove nothing', async () => {
    expect(await themeOf(shop(), await craft())).toEqual({ theme: 'crafted' })
  })

  it.each([
    ['of another release', { v: 2 }],
    ['without its beginning', { start: undefined }],
    ['with a list as data', { data: [] }],
    ['with no data', { data: undefined }],
    ['with null as data', { data: null }],
    ['with a text as data', { data: 'theme' }],
  ])('D22: %s is no session', async (_, more) => {
    expect(await themeOf(shop(), await craft(more))).toEqual({ theme: null })
  })

  it('D23: of another release is said once in the log', async () => {
    const made = shop()
    await themeOf(made, await craft({ v: 2 }))
    await themeOf(made, await craft({ v: 2, jti: 'y' }))
    expect(made.lines).toMatchObject([{ level: 'info' }])
  })

  it('D03: of another app is no session', async () => {
    const other = shop({}, { secretKey: OTHER_SECRET })
    await other.client.get('/set/dark')
    expect(await themeOf(shop(), other.client.cookies.get(COOKIE) ?? '')).toEqual({ theme: null })
  })

  it('D11: from a token for something else is no session', async () => {
    expect(await themeOf(shop(), await craft({ aud: 'reset' }))).toEqual({ theme: null })
  })

  it('D21: of 5 kB costs less than a millisecond', async () => {
    const made = shop()
    await themeOf(made, 'warm')
    const garbage = 'a'.repeat(5000)
    const costs = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const began = performance.now()
        expect(await themeOf(made, garbage)).toEqual({ theme: null })
        return performance.now() - began
      }),
    )
    expect(Math.min(...costs)).toBeLessThan(50)
  })
})

describe('changing the secret key', () => {
  it('D13, W04: logs nobody out while the old one is a fallback, and signs anew with the next write', async () => {
    const made = shop({}, { secretKey: OTHER_SECRET, secretKeyFallbacks: [SECRET] })
    made.client.cookies.set(COOKIE, await oldCookie())
    expect(await (await made.client.get('/theme')).json()).toEqual({ theme: 'dark' })
    await made.client.get('/set/light')
    const onlyNew = shop({}, { secretKey: OTHER_SECRET })
    expect(await themeOf(onlyNew, made.client.cookies.get(COOKIE) ?? '')).toEqual({ theme: 'light' })
  })

  it('D14: lets nobody in whom no key knows', async () => {
    const made = shop(
      {},
      { secretKey: OTHER_SECRET, secretKeyFallbacks: ['Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6'] },
    )
    expect(await themeOf(made, await oldCookie())).toEqual({ theme: null })
  })

  it('D16: without keeping the old one ends every session, and fails no request', async () => {
    expect(await themeOf(shop({}, { secretKey: OTHER_SECRET }), await oldCookie())).toEqual({ theme: null })
  })
})

describe('a session on the server', () => {
  it('D17: has ended for whoever has its cookie', async () => {
    const made = shop({ store: memoryStore() })
    await made.client.get('/set/dark')
    const copy = made.client.cookies.get(COOKIE) ?? ''
    await made.client.get('/clear')
    expect(await themeOf(made, copy)).toEqual({ theme: null })
  })

  it('D17: that is in the cookie alone has not, as documented', async () => {
    const made = shop()
    await made.client.get('/set/dark')
    const copy = made.client.cookies.get(COOKIE) ?? ''
    await made.client.get('/clear')
    expect(await themeOf(made, copy)).toEqual({ theme: 'dark' })
  })

  it('D20: stays ended when its token is spelled another way', async () => {
    const made = shop({ store: memoryStore() })
    await made.client.get('/set/dark')
    const copy = made.client.cookies.get(COOKIE) ?? ''
    const last = copy.at(-1) ?? ''
    // The last character of 256 bits has two unused ones: four spellings of the same signature.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const first = alphabet.indexOf(last) & ~3
    const spellings = [0, 1, 2, 3].map((bits) => copy.slice(0, -1) + (alphabet[first + bits] ?? ''))
    expect(await Promise.all(spellings.map((each) => themeOf(made, each)))).toContainEqual({ theme: 'dark' })
    await made.client.get('/clear')
    for (const each of spellings) expect(await themeOf(made, each)).toEqual({ theme: null })
  })

  it('D18: is not the one that a stranger knew, once it is regenerated', async () => {
    const made = shop({ store: memoryStore() })
    await made.client.get('/set/dark')
    const copy = made.client.cookies.get(COOKIE) ?? ''
    await made.client.get('/regenerate')
    expect(await themeOf(made, copy)).toEqual({ theme: null })
  })

  it('is not brought back by a request that was slower than the logout', async () => {
    const made = shop({ store: memoryStore() })
    let release: (() => void) | undefined
    made.app.get('/slow', async () => {
      made.sessions.set('late', true)
      await new Promise<void>((resolve) => (release = resolve))
      return 'ok'
    })
    await made.client.get('/set/dark')
    const copy = made.client.cookies.get(COOKIE) ?? ''
    const slow = testClient(made.app).get('/slow', { headers: { cookie: `${COOKIE}=${copy}` } })
    await vi.waitFor(() => expect(release).toBeDefined())
    await made.client.get('/clear')
    release?.()
    expect((await slow).headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await themeOf(made, copy)).toEqual({ theme: null })
  })

  it('is not shared by two apps that register the same object', async () => {
    const sessions = new Sessions({ store: memoryStore() })
    const [one, two] = [1, 2].map(() => {
      const app = new App({ config: { secretKey: SECRET } })
      app.register(sessions)
      app.get('/set', () => {
        sessions.set('theme', 'dark')
        return 'ok'
      })
      app.get('/theme', () => ({ theme: sessions.get('theme') ?? null }))
      return testClient(app)
    })
    await one?.get('/set')
    two?.cookies.set(COOKIE, one?.cookies.get(COOKIE) ?? '')
    expect(await (await two?.get('/theme'))?.json()).toEqual({ theme: null })
  })
})

describe('what a signed cookie shows', () => {
  it('is its values: whoever needs them hidden encrypts them', async () => {
    const { client } = shop()
    await client.get('/set/visible')
    const payload = new TextDecoder().decode(
      base64url.decode(client.cookies.get(COOKIE)?.split('.')[1] ?? ''),
    )
    expect(payload).toContain('visible')
  })
})

describe('static files', () => {
  it('have no session: no cookie is read for them', async () => {
    const sessions = new Sessions()
    const app = new App({ rootPath: import.meta.dirname, staticFolder: '.', config: { secretKey: SECRET } })
    app.register(sessions)
    const blueprint = new Blueprint('docs', {
      rootPath: import.meta.dirname,
      staticFolder: '.',
      urlPrefix: '/docs',
    })
    app.register(blueprint)
    let seen: unknown = 'not run'
    app.afterRequest(() => {
      seen = sessions.get('theme')
    })
    for (const path of ['/static/sessions.ts', '/docs/static/sessions.ts']) {
      seen = 'not run'
      const response = await testClient(app).get(path, { headers: { cookie: `${COOKIE}=${await craft()}` } })
      expect(response.status).toBe(200)
      expect(response.headers.has('set-cookie')).toBe(false)
      expect(seen).toBeUndefined()
    }
  })
})

describe('types', () => {
  it('of values are those of the type parameter', () => {
    const sessions = new Sessions<{ theme?: 'light' | 'dark' }>()
    const use = (): unknown => {
      const theme: 'light' | 'dark' | undefined = sessions.get('theme')
      // @ts-expect-error -- no such value
      sessions.get('colour')
      // @ts-expect-error -- no such theme
      sessions.set('theme', 'blue')
      // @ts-expect-error -- `delete` is for that
      sessions.set('theme', undefined)
      return [theme, html(''), redirect('/')]
    }
    expect(use).toBeTypeOf('function')
  })
})
