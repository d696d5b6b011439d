import { App, type BeforeHook, Blueprint, redirect, sessionContract } from '@micro/core'
import { testClient, type TestClient } from '@micro/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { COOKIE, type Line, recorder, SECRET } from '../../test/session-app.ts'
import { csrfToken } from '../csrf/csrf-token.ts'
import { memoryStore } from '../session/memory-store.ts'
import { Sessions, type SessionsSetup } from '../session/sessions.ts'
import { Auth } from './auth.ts'
import type { LoginRules } from './auth-setup.ts'

interface User {
  readonly id: number
  readonly name: string
  readonly password: string
}

interface Site {
  readonly app: App
  readonly auth: Auth<User>
  readonly sessions: Sessions
  readonly users: Map<string, User>
  readonly client: TestClient
  readonly lines: readonly Line[]
  /** Ids that users were loaded by. */
  readonly loaded: readonly string[]
}

interface SiteSetup extends Partial<Omit<LoginRules<User>, 'sessions'>> {
  readonly session?: SessionsSetup
  readonly options?: { readonly freshFor?: number; readonly loadTimeout?: number }
}

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

function site({ session, options, ...rules }: SiteSetup = {}): Site {
  const { logger, lines } = recorder()
  const users = new Map([['1', { id: 1, name: 'Ada', password: 'old' }]])
  const loaded: string[] = []
  const sessions = new Sessions(session)
  const auth = new Auth<User>({
    sessions,
    loadUser: (id) => {
      loaded.push(id)
      return users.get(id)
    },
    loginEndpoint: 'login',
    ...rules,
  })
  const app = new App({ name: 'site', logger, config: { secretKey: SECRET } })
  app.register(auth, options)
  app.register(sessions)
  app.get('/login', { endpoint: 'login' }, () => 'Who are you?')
  app.post('/login', async () => {
    const user = users.get('1')
    if (user !== undefined) await auth.login(user)
    return redirect(auth.nextUrl('/home'))
  })
  app.post('/logout', () => {
    auth.logout()
    return 'bye'
  })
  app.get('/me', { before: [auth.required] }, () => ({ name: auth.user().name }))
  app.get('/who', async () => ({ name: (await auth.currentUser())?.name ?? null }))
  const client = testClient(app, { raiseErrors: false, headers: { 'sec-fetch-site': 'same-origin' } })
  return { app, auth, sessions, users, client, lines, loaded }
}

/** What /who says to whoever sends this cookie. */
async function who({ app }: Site, cookie: string | undefined): Promise<unknown> {
  const response = await testClient(app).get('/who', { headers: { cookie: `${COOKIE}=${cookie}` } })
  return response.json()
}

async function loggedIn(setup?: SiteSetup): Promise<Site> {
  const made = site(setup)
  await made.client.post('/login')
  return made
}

/** A route that bearer tokens open, with those that were looked up. */
function api(): { readonly client: TestClient; readonly tokens: readonly string[] } {
  const tokens: string[] = []
  const { app, auth, users } = site({
    loadToken: (token) => {
      tokens.push(token)
      return token === 'good' ? users.get('1') : undefined
    },
  })
  app.get('/api', { before: [auth.bearer] }, () => ({ name: auth.user().name }))
  return { client: testClient(app, { raiseErrors: false }), tokens }
}

function failing(): never {
  throw new TypeError('The database is away')
}

/** What templates get besides what they are given. */
async function templateValues(app: App): Promise<object> {
  const values = {}
  for (const processor of app.templates.processors([])) Object.assign(values, await processor())
  return values
}

afterEach(() => vi.useRealTimers())

describe('auth.required', () => {
  it('lets through who is logged in, and gives the handler its user', async () => {
    const { client } = await loggedIn()
    expect(await (await client.get('/me')).json()).toEqual({ name: 'Ada' })
  })

  it('sends a browser to the login page, and tells it to come back', async () => {
    const { client } = site()
    const response = await client.get('/me?tab=a&b=%20', { headers: BROWSER })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/login?next=%2Fme%3Ftab%3Da%26b%3D%2520')
    expect(response.headers.get('vary')).toBe('Accept, Cookie')
  })

  it.each([
    ['a script', {}],
    ['one that takes anything', { accept: '*/*' }],
    ['one that wants JSON', { accept: 'application/json' }],
  ])('answers 401 to %s', async (_, headers) => {
    const response = await site().client.get('/me', { headers })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Cookie realm="app"')
  })

  it('answers 401 to a browser that sends something, and to every browser where there is no login page', async () => {
    const { app, auth, client } = site()
    app.post('/me', { before: [auth.required] }, () => 'changed')
    expect((await client.post('/me', { headers: BROWSER })).status).toBe(401)
    const bare = new App({ config: { secretKey: SECRET }, logger: recorder().logger })
    const sessions = new Sessions()
    const other = new Auth<User>({ sessions, loadUser: () => undefined })
    bare.register(sessions)
    bare.register(other)
    bare.get('/me', { before: [other.required] }, () => 'me')
    expect((await testClient(bare).get('/me', { headers: BROWSER })).status).toBe(401)
  })

  it('E11: runs before every handler of a blueprint, whatever the method', async () => {
    const { app, auth, client } = site()
    let runs = 0
    const handler = (): string => {
      runs++
      return 'ran'
    }
    const admin = new Blueprint('admin', { urlPrefix: '/admin' })
    admin.beforeRequest(auth.required)
    admin.route('/', { methods: ['GET', 'HEAD', 'POST', 'PURGE', 'OPTIONS'], endpoint: 'all' }, handler)
    admin.get('/stream', { endpoint: 'stream' }, function* () {
      runs++
      yield 'streamed'
    })
    app.register(admin)
    for (const method of ['GET', 'HEAD', 'POST', 'PURGE', 'OPTIONS']) {
      expect((await client.request(method, '/admin/')).status).toBe(401)
    }
    expect((await client.get('/admin/stream')).status).toBe(401)
    expect(runs).toBe(0)
  })

  it('E11: guards the static files of a blueprint, and knows who is logged in', async () => {
    const { app, auth, client } = site()
    const files = new Blueprint('files', {
      urlPrefix: '/files',
      rootPath: import.meta.dirname,
      staticFolder: '.',
    })
    files.beforeRequest(auth.required)
    app.register(files)
    expect((await client.get('/files/static/auth.ts')).status).toBe(401)
    await client.post('/login')
    expect((await client.get('/files/static/auth.ts')).status).toBe(200)
  })

  it('loads the user once a request, and not at all when nobody asks', async () => {
    const { client, loaded } = await loggedIn()
    await client.get('/login')
    expect(loaded).toEqual([])
    await client.get('/me')
    expect(loaded).toEqual(['1'])
  })
})

describe('auth.user', () => {
  it('says what to do where no guard has run', async () => {
    const { app, auth, client, lines } = site()
    app.get('/unguarded', { endpoint: 'unguarded' }, () => ({ name: auth.user().name }))
    expect((await client.get('/unguarded')).status).toBe(500)
    expect(String(lines[0]?.fields['err'])).toMatch(/\[USER_NOT_LOADED\].*"unguarded".*auth\.required/s)
  })

  it('is 401 where it was found out that nobody is logged in', async () => {
    const { app, auth, client } = site()
    app.get('/asked', async () => {
      await auth.currentUser()
      return { name: auth.user().name }
    })
    expect((await client.get('/asked')).status).toBe(401)
  })

  it('is the user that has just logged in', async () => {
    const { app, auth, users, client } = site()
    app.post('/in', async () => {
      const user = users.get('1')
      if (user !== undefined) await auth.login(user)
      return { name: auth.user().name }
    })
    expect(await (await client.post('/in')).json()).toEqual({ name: 'Ada' })
  })

  it('is nobody in the request that has just logged out', async () => {
    const { app, auth, client } = site()
    app.post('/out', async () => {
      const before = (await auth.currentUser())?.name
      auth.logout()
      return { before, after: (await auth.currentUser()) ?? null }
    })
    await client.post('/login')
    expect(await (await client.post('/out')).json()).toEqual({ before: 'Ada', after: null })
  })
})

describe('loading the user', () => {
  it.each([[undefined], [null]])(
    'E09: that gives %s is nobody, and takes the login out of the session',
    async (nobody) => {
      const made = await loggedIn({ loadUser: () => nobody })
      expect(await (await made.client.get('/who')).json()).toEqual({ name: null })
      expect(made.client.cookies.get(COOKIE)).toBeUndefined()
      expect((await made.client.get('/me')).status).toBe(401)
    },
  )

  it('E09: that throws is 500, each time', async () => {
    for (const loadUser of [failing, () => Promise.reject(new TypeError('away'))]) {
      const { client } = await loggedIn({ loadUser })
      expect((await client.get('/who')).status).toBe(500)
      expect((await client.get('/me')).status).toBe(500)
      expect(client.cookies.get(COOKIE)).toBeDefined()
    }
  })

  it('E09: that takes for ever is 503', async () => {
    const { client } = await loggedIn({ loadUser: () => new Promise(() => {}), options: { loadTimeout: 20 } })
    expect((await client.get('/me')).status).toBe(503)
  })

  it('E09: that fails does not fail the error page', async () => {
    const { app, client } = site({ loadUser: () => Promise.reject(new TypeError('away')) })
    app.errorHandler(500, () => templateValues(app))
    await client.post('/login')
    expect(await (await client.get('/me')).text()).toBe('{}')
  })

  it.each([[7], [['1']], [{ id: '1' }], [''], [true], [null]])(
    'E12: is not tried with the id %j',
    async (id) => {
      const { app, client, loaded } = site()
      app.get('/set', () => {
        app.service(sessionContract)?.current().set('_user_id', id)
        return 'set'
      })
      await client.get('/set')
      expect((await client.get('/me')).status).toBe(401)
      expect(loaded).toEqual([])
    },
  )

  it('E12: gets an id as it was given, never a part of a query', async () => {
    const { app, client, loaded } = site()
    app.get('/set', () => {
      app.service(sessionContract)?.current().set('_user_id', '1 OR 1=1')
      return 'set'
    })
    await client.get('/set')
    expect((await client.get('/me')).status).toBe(401)
    expect(loaded).toEqual(['1 OR 1=1'])
  })

  it('E08: listens to nothing in the query or body', async () => {
    const { client, loaded } = site()
    expect((await client.get('/me?userId=1&_user_id=1&is_admin=true')).status).toBe(401)
    await client.post('/who', { form: { userId: '1', role: 'admin' } })
    expect(loaded).toEqual([])
  })
})

describe('login', () => {
  it('D18: makes what was known of the session before worthless', async () => {
    for (const session of [{}, { store: memoryStore() }]) {
      const made = site({ session })
      made.app.get('/cart', () => {
        made.sessions.set('cart', ['book'])
        return { token: csrfToken() }
      })
      made.app.get('/token', () => ({ has: made.sessions.has('_csrf'), cart: made.sessions.get('cart') }))
      await made.client.get('/cart')
      const before = made.client.cookies.get(COOKIE)
      await made.client.post('/login')
      expect(made.client.cookies.get(COOKIE)).not.toBe(before)
      expect(await who(made, before)).toEqual({ name: null })
      expect(await (await made.client.get('/token')).json()).toEqual({ has: false, cart: ['book'] })
    }
  })

  it('is remembered when the browser was closed, if asked for', async () => {
    const { app, auth, users, client } = site({ session: { lifetime: 1000, idleLifetime: 1000 } })
    app.post('/in', async () => {
      const user = users.get('1')
      if (user !== undefined) await auth.login(user, { remember: true })
      return 'in'
    })
    expect((await client.post('/login')).headers.get('set-cookie')).not.toContain('Max-Age')
    expect((await client.post('/in')).headers.get('set-cookie')).toContain('Max-Age=1000')
  })

  it('refuses an empty text as the id of a user', async () => {
    const { auth, app, client, lines } = site({ userId: () => '' })
    app.post('/in', async () => {
      await auth.login({ id: 1, name: 'Ada', password: '' })
      return 'in'
    })
    expect((await client.post('/in')).status).toBe(500)
    expect(String(lines[0]?.fields['err'])).toContain('[USER_ID]')
  })

  it('needs `userId` for users that have no id', () => {
    const sessions = new Sessions()
    const make = (): unknown => [
      new Auth<{ email: string }>({ sessions, loadUser: () => undefined, userId: (user) => user.email }),
      // @ts-expect-error -- nobody says where the id is
      new Auth<{ email: string }>({ sessions, loadUser: () => undefined }),
    ]
    expect(make).toBeTypeOf('function')
  })

  it.each([
    ['/orders?page=2', '/orders?page=2'],
    ['//evil', '/home'],
    ['/\\evil', '/home'],
    ['/\t/evil', '/home'],
    ['/.//evil', '/home'],
    ['https://evil', '/home'],
    ['javascript:alert(1)', '/home'],
    ['', '/home'],
  ])('E13: with next=%s goes to %s', async (next, location) => {
    const response = await site().client.post('/login', { query: { next } })
    expect(response.headers.get('location')).toBe(location)
  })
})

describe('logout', () => {
  it('C15: empties the session', async () => {
    const { client } = await loggedIn()
    const response = await client.post('/logout')
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-session=; Max-Age=0;/)
    expect(await (await client.get('/who')).json()).toEqual({ name: null })
  })

  it('D17: with a store ends the session for whoever has its cookie', async () => {
    const made = await loggedIn({ session: { store: memoryStore() } })
    const copy = made.client.cookies.get(COOKIE)
    expect(await who(made, copy)).toEqual({ name: 'Ada' })
    await made.client.post('/logout')
    expect(await who(made, copy)).toEqual({ name: null })
  })

  it('D17: with an epoch that it changes ends every session of the user', async () => {
    let epoch = 1
    const made = await loggedIn({ sessionEpoch: () => epoch })
    const copy = made.client.cookies.get(COOKIE)
    expect(await who(made, copy)).toEqual({ name: 'Ada' })
    epoch++
    expect(await who(made, copy)).toEqual({ name: null })
  })
})

describe('a session whose user', () => {
  it('D19: is gone is anonymous', async () => {
    const { users, client } = await loggedIn()
    users.delete('1')
    expect((await client.get('/me')).status).toBe(401)
  })

  it('D19: has another password is anonymous, and does not show the old one', async () => {
    const made = await loggedIn({ sessionEpoch: (user) => user.password })
    const copy = made.client.cookies.get(COOKIE) ?? ''
    expect(await who(made, copy)).toEqual({ name: 'Ada' })
    expect(Buffer.from(copy.split('.')[1] ?? '', 'base64url').toString()).not.toContain('old')
    made.users.set('1', { id: 1, name: 'Ada', password: 'new' })
    expect(await who(made, copy)).toEqual({ name: null })
    await made.client.post('/login')
    expect(await (await made.client.get('/who')).json()).toEqual({ name: 'Ada' })
  })

  it('D19: logged in before epochs were asked for is anonymous', async () => {
    const before = await loggedIn()
    const after = site({ sessionEpoch: () => 1 })
    expect(await who(after, before.client.cookies.get(COOKIE))).toEqual({ name: null })
  })
})

describe('auth.only', () => {
  it('lets through whom the check is true of, and answers 403 to others and 401 to strangers', async () => {
    const { app, auth, users, client } = site()
    app.get(
      '/admin',
      { before: [auth.only(async (user) => Promise.resolve(user.name === 'Grace'))] },
      () => ({ name: auth.user().name }),
    )
    expect((await client.get('/admin')).status).toBe(401)
    await client.post('/login')
    expect((await client.get('/admin')).status).toBe(403)
    users.set('1', { id: 1, name: 'Grace', password: '' })
    expect(await (await client.get('/admin')).json()).toEqual({ name: 'Grace' })
  })
})

describe('auth.fresh', () => {
  it('E14: asks again for a login that was some time ago, remembered or not', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { app, auth, client } = site({ options: { freshFor: 60 } })
    app.get('/danger', { before: [auth.fresh] }, () => 'boom')
    await client.post('/login')
    expect((await client.get('/danger')).status).toBe(200)
    vi.setSystemTime(Date.now() + 61_000)
    expect((await client.get('/me')).status).toBe(200)
    expect((await client.get('/danger')).status).toBe(401)
    const page = await client.get('/danger', { headers: BROWSER })
    expect(page.headers.get('location')).toBe('/login?next=%2Fdanger')
    await client.post('/login')
    expect((await client.get('/danger')).status).toBe(200)
  })
})

describe('auth.bearer', () => {
  it.each(['Bearer good', 'bearer good', 'BEARER good'])(
    'takes `%s`, and touches no session',
    async (authorization) => {
      const response = await api().client.get('/api', { headers: { authorization } })
      expect(await response.json()).toEqual({ name: 'Ada' })
      expect(response.headers.has('vary')).toBe(false)
      expect(response.headers.has('set-cookie')).toBe(false)
    },
  )

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer  good',
    'Bearer a b',
    'Bearer goöd',
    'Basic Z29vZDpnb29k',
    'Basic !',
    'Bearergood',
    'Bearer,good',
    `Bearer ${'x'.repeat(8000)}`,
  ])('E06, E07: answers 401 to `%s` and does not ask whose it is', async (authorization) => {
    const { client, tokens } = api()
    const response = await client.get(
      '/api',
      authorization === undefined ? {} : { headers: { authorization } },
    )
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="app"')
    expect(tokens).toEqual([])
  })

  it('answers 401 to a token that nobody knows, and says that it is the token', async () => {
    const response = await api().client.get('/api', { headers: { authorization: 'Bearer bad' } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="app", error="invalid_token"')
  })

  it('says what is missing without a loader', async () => {
    const { app, auth, client, lines } = site()
    app.get('/api', { before: [auth.bearer] }, () => 'api')
    expect((await client.get('/api', { headers: { authorization: 'Bearer x' } })).status).toBe(500)
    expect(String(lines[0]?.fields['err'])).toContain('[BEARER_LOADER]')
  })
})

describe('registering', () => {
  it('needs the sessions, in whichever order', async () => {
    const sessions = new Sessions()
    const app = new App({ config: { secretKey: SECRET } })
    app.register(new Auth<User>({ sessions, loadUser: () => undefined }))
    await expect(app.start()).rejects.toThrow('[EXTENSION_REQUIRES]')
  })

  it('is for one login an app: two would take each other’s users for their own', () => {
    const { app, sessions } = site()
    expect(() => {
      app.register(new Auth<User>({ sessions, loadUser: () => undefined }))
    }).toThrow('[NAME_TAKEN]')
  })

  it('keeps two apps apart that share the objects', async () => {
    const { app, auth, sessions, client } = await loggedIn()
    const other = new App({ config: { secretKey: 'Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0Lm' } })
    other.register(sessions)
    other.register(auth)
    other.get('/who', async () => ({ name: (await auth.currentUser())?.name ?? null }))
    const headers = { cookie: `${COOKIE}=${client.cookies.get(COOKIE)}` }
    expect(await (await testClient(other).get('/who', { headers })).json()).toEqual({ name: null })
    expect(await (await testClient(app).get('/who', { headers })).json()).toEqual({ name: 'Ada' })
  })

  it('says nothing to templates outside of a request', async () => {
    const { app } = site()
    const values = await app.inContext(() => templateValues(app))
    expect(values).toStrictEqual({})
  })

  it('types guards as hooks', () => {
    const { auth } = site()
    const guards: readonly BeforeHook[] = [auth.required, auth.fresh, auth.bearer, auth.only(() => true)]
    expect(guards).toHaveLength(4)
  })
})
