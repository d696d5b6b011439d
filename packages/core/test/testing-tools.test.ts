import {
  App,
  currentContext,
  defineKey,
  hasContext,
  now,
  sessionContract,
  type Session,
  type SessionProvider,
  urlFor,
} from '@micro/core'
import { fakeClock, inRequest, overSocket, sessionSuite, testClient, testLogger } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'

function shop(): App {
  const app = new App()
  app.get('/users/<int:id>', { endpoint: 'users_show' }, () => 'never')
  return app
}

describe('inRequest', () => {
  it('runs a function in the context of a request, routed and not answered', async () => {
    await using app = shop()
    const seen = await inRequest(app, '/users/7?tab=posts', (c) => ({
      params: c.params,
      endpoint: c.endpoint,
      tab: c.request.query.get('tab'),
      same: currentContext() === c,
      url: urlFor('users_show', { id: 8 }),
    }))
    expect(seen).toEqual({
      params: { id: 7 },
      endpoint: 'users_show',
      tab: 'posts',
      same: true,
      url: '/users/8',
    })
    expect(hasContext()).toBe(false)
  })

  it('takes header fields, a method and a body', async () => {
    await using app = shop()
    const seen = await inRequest(
      app,
      '/',
      async ({ request }) => [request.method, request.headers.get('x-a'), await request.json(), request.ip],
      { method: 'POST', headers: { 'x-a': 'b' }, json: { n: 1 }, ip: '10.0.0.1' },
    )
    expect(seen).toEqual(['POST', 'b', { n: 1 }, '10.0.0.1'])
  })

  it('runs no hooks, and closes what was opened', async () => {
    await using app = shop()
    const heard: string[] = []
    app.beforeRequest(() => void heard.push('before'))
    app.afterRequest(() => void heard.push('after'))
    app.teardownRequest(() => void heard.push('teardown'))
    await inRequest(app, '/', (c) => c.onDispose(() => void heard.push('closed')))
    expect(heard).toEqual(['closed'])
  })

  it('throws what the function throws', async () => {
    const logger = testLogger()
    await using app = new App({ logger })
    await expect(inRequest(app, '/', () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    expect(logger.lines).toEqual([])
  })
})

/** One session for everybody. */
function shared(): Session {
  const values = everybody
  return {
    get: (name) => values.get(name),
    has: (name) => values.has(name),
    set: (name, value) => void values.set(name, value),
    delete: (name) => void values.delete(name),
    clear: () => values.clear(),
  }
}
const everybody = new Map<string, unknown>()

/** Sessions in a map, by a cookie that says which. */
function sessionsOf(
  app: App,
  spoil: (session: Session) => Session = (session) => session,
): Map<string, Map<string, unknown>> {
  const kept = new Map<string, Map<string, unknown>>()
  const key = defineKey<Map<string, unknown>>('session')
  const opened = new Set<unknown>()
  const provider: SessionProvider = {
    open: (c) => {
      opened.add(c)
      c.set(key, kept.get(c.request.cookies['sid'] ?? '') ?? new Map<string, unknown>())
    },
    current: () => {
      const values = currentContext().get(key) ?? new Map<string, unknown>()
      return spoil({
        get: (name) => values.get(name),
        has: (name) => values.has(name),
        set: (name, value) => void values.set(name, value),
        delete: (name) => void values.delete(name),
        clear: () => values.clear(),
      })
    },
  }
  app.provide(sessionContract, provider)
  app.beforeRequest((c) => provider.open(c))
  app.beforeSend((reply, c) => {
    const values = c.get(key)
    if (values === undefined || values.size === 0) return
    const sid = c.request.cookies['sid'] ?? `s${kept.size}`
    kept.set(sid, values)
    reply.setCookie('sid', sid)
  })
  return kept
}

describe('sessionTransaction', () => {
  it('reads and changes the session of this client, before and after requests', async () => {
    await using app = new App()
    sessionsOf(app)
    app.get('/', () => ({ theme: app.service(sessionContract)?.current().get('theme') ?? 'none' }))
    app.post('/light', () => {
      app.service(sessionContract)?.current().set('theme', 'light')
      return 'ok'
    })
    const [client, other] = [testClient(app), testClient(app)]
    await client.sessionTransaction((session) => session.set('theme', 'dark'))
    expect(await (await client.get('/')).json()).toEqual({ theme: 'dark' })
    await client.post('/light')
    expect(await client.sessionTransaction((session) => session.get('theme'))).toBe('light')
    expect(await (await other.get('/')).json()).toEqual({ theme: 'none' })
  })

  it('is not held up by guards', async () => {
    await using app = new App()
    sessionsOf(app)
    app.beforeRequest(() => 'Log in first')
    const client = testClient(app)
    expect(await client.sessionTransaction((session) => session.has('theme'))).toBe(false)
  })

  it('throws what the function throws', async () => {
    await using app = new App({ logger: testLogger() })
    sessionsOf(app)
    await expect(
      testClient(app).sessionTransaction(() => {
        throw new Error('mine')
      }),
    ).rejects.toThrow('mine')
  })

  it('says so when the app keeps no sessions, or is somewhere else', async () => {
    await using app = new App({ logger: testLogger() })
    await expect(testClient(app).sessionTransaction(() => 1)).rejects.toMatchObject({
      code: 'TEST_REQUEST',
      message: expect.stringContaining('keeps no sessions'),
    })
    const far = testClient(app, { transport: overSocket('http://127.0.0.1:9') })
    await expect(far.sessionTransaction(() => 1)).rejects.toMatchObject({ code: 'TEST_REQUEST' })
  })
})

describe('sessionSuite', () => {
  sessionSuite(() => {
    const app = new App({ logger: testLogger() })
    sessionsOf(app)
    return app
  })(it)

  it.each<readonly [string, (session: Session) => Session]>([
    ['empty', (session) => ({ ...session, has: () => true })],
    ['kept', (session) => ({ ...session, set: () => {} })],
    ['deleted', (session) => ({ ...session, delete: () => {} })],
    ['cleared', (session) => ({ ...session, clear: () => {} })],
    ['apart', shared],
  ])('finds sessions that are not %s', async (rule, spoil) => {
    const failed: string[] = []
    const tests: (() => Promise<void>)[] = []
    sessionSuite(() => {
      const app = new App({ logger: testLogger() })
      sessionsOf(app, spoil)
      return app
    })((name, run) => void tests.push(() => run().catch(() => void failed.push(name.split(':')[0] ?? ''))))
    for (const test of tests) await test()
    expect(failed).toContain(rule)
  })
})

describe('fakeClock', () => {
  it('is the time of one app, and of nobody else', async () => {
    await using app = new App()
    const clock = fakeClock(app, new Date('2030-01-01T00:00:00Z'))
    expect(await app.inContext(() => now())).toBe(Date.parse('2030-01-01T00:00:00Z'))
    clock.advance(1500)
    expect(await app.inContext(() => now())).toBe(Date.parse('2030-01-01T00:00:01.500Z'))
    clock.set(5)
    expect(await app.inContext(() => now())).toBe(5)
    expect(Math.abs(now() - Date.now())).toBeLessThan(1000)
  })
})

describe('testLogger', () => {
  it('keeps what is logged', () => {
    const logger = testLogger()
    new App({ logger }).logger.warn({ userId: 7 }, 'Slow down')
    expect(logger.lines).toEqual([{ level: 'warn', message: 'Slow down', fields: { userId: 7 } }])
  })
})
