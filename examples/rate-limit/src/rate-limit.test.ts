import { App, currentContext, type Settings } from '@micro/core'
import { capture, extensionSuite, fakeClock, inRequest, testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { counters } from './counters.ts'
import { MemoryCounters } from './memory-counters.ts'
import { RateLimit, type RateLimitOptions } from './rate-limit.ts'
import { rateLimited } from './rate-limited.ts'

describe('the rules of extensions', () => {
  extensionSuite(() => new RateLimit(), {
    options: { limit: 50 },
    invalid: { limit: [0, 'many'], window: [0, -1, 0.5], key: ['ip'] },
    use: (limiter) => limiter.guard({ limit: 50, window: 60 })(currentContext()),
  })(it)
})

interface Limited {
  readonly app: App
  readonly limiter: RateLimit
}

function limited(options: Partial<RateLimitOptions>, config: Settings = {}): Limited {
  const app = new App({ config })
  const limiter = new RateLimit()
  app.register(limiter, options)
  app.get('/', () => 'Hello')
  return { app, limiter }
}

async function statuses(
  app: App,
  requests: readonly (readonly [path: string, ip: string])[],
): Promise<number[]> {
  const client = testClient(app)
  const answers: number[] = []
  for (const [path, ip] of requests) answers.push((await client.get(path, { ip })).status)
  return answers
}

describe('a rate limit', () => {
  it('answers 429 over the limit and says in how many seconds to come again', async () => {
    await using app = limited({ limit: 2, window: 30 }).app
    const clock = fakeClock(app)
    const client = testClient(app)
    await client.get('/')
    clock.advance(10_500)
    await client.get('/')
    const refused = await client.get('/')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20'])
  })

  it('lets a client pass again when the window is over', async () => {
    await using app = limited({ limit: 1, window: 30 }).app
    const clock = fakeClock(app)
    const client = testClient(app)
    const seen: number[] = []
    for (const pause of [0, 29_999, 1]) {
      clock.advance(pause)
      seen.push((await client.get('/')).status)
    }
    expect(seen).toEqual([200, 429, 200])
  })

  it('counts each address for itself, and the addresses of a /64 as one', async () => {
    await using app = limited({ limit: 1 }).app
    const ips = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::ffff:2', '2001:db8:0:1::1', '192.0.2.1']
    expect(
      await statuses(
        app,
        ips.map((ip) => ['/', ip]),
      ),
    ).toEqual([200, 200, 200, 429, 200, 429])
  })

  it('counts by what `key` gives, and not at all where it gives nothing', async () => {
    await using app = limited({
      limit: 1,
      key: ({ request }) => request.headers.get('x-team') ?? undefined,
    }).app
    const client = testClient(app)
    const seen: number[] = []
    for (const headers of [{ 'x-team': 'red' }, { 'x-team': 'blue' }, {}, {}, { 'x-team': 'red' }])
      seen.push((await client.get('/', { headers })).status)
    expect(seen).toEqual([200, 200, 200, 200, 429])
  })

  it('takes its options from the configuration, and code before that', async () => {
    const config = { rateLimit: { limit: 1 } }
    await using configured = limited({}, config).app
    await using coded = limited({ limit: 2 }, config).app
    const twice = [
      ['/', '192.0.2.1'],
      ['/', '192.0.2.1'],
    ] as const
    expect([await statuses(configured, twice), await statuses(coded, twice)]).toEqual([
      [200, 429],
      [200, 200],
    ])
  })

  it('counts in what another extension provides, also when that takes its time', async () => {
    const shared = new MemoryCounters()
    const { app } = limited({ limit: 1 })
    await using _ = app
    app.provide(counters, {
      hit: async (key, window, time) => shared.hit(key, window, time),
      reset: async (key) => shared.reset(key),
    })
    expect(
      await statuses(app, [
        ['/', '192.0.2.1'],
        ['/', '192.0.2.1'],
      ]),
    ).toEqual([200, 429])
    expect(shared.size).toBe(1)
  })

  it('tells of whom it turns away', async () => {
    await using app = limited({ limit: 1 }).app
    using heard = capture(app, rateLimited)
    await statuses(app, [
      ['/', '2001:db8::1'],
      ['/', '2001:db8::2'],
    ])
    expect(heard.payloads.map(({ key, c }) => [key, c.request.path])).toEqual([['2001:db8::/64', '/']])
  })
})

describe('a guard', () => {
  it('limits its route, besides the app and apart from other routes', async () => {
    const { app, limiter } = limited({ limit: 4 })
    await using _ = app
    const guard = limiter.guard({ limit: 1, window: 60 })
    app.get('/login', { endpoint: 'login', before: [guard] }, () => 'in')
    app.get('/reset', { endpoint: 'reset', before: [guard] }, () => 'sent')
    const paths = ['/login', '/login', '/reset', '/', '/']
    expect(
      await statuses(
        app,
        paths.map((path) => [path, '192.0.2.1']),
      ),
    ).toEqual([200, 429, 200, 200, 429])
  })

  it('counts apart from another one of the same route', async () => {
    const { app, limiter } = limited({})
    await using _ = app
    const before = [limiter.guard({ limit: 1, window: 1 }), limiter.guard({ limit: 2, window: 60 })]
    app.get('/login', { endpoint: 'login', before }, () => 'in')
    const clock = fakeClock(app)
    const client = testClient(app)
    const seen: number[] = []
    for (const pause of [0, 1000, 1000]) {
      clock.advance(pause)
      seen.push((await client.get('/login')).status)
    }
    expect(seen).toEqual([200, 200, 429])
  })

  it.each([
    { limit: 0, window: 60 },
    { limit: 1, window: 0.5 },
    { limit: Number.NaN, window: 60 },
  ])('cannot be $limit in $window seconds', (rate) => {
    expect(() => new RateLimit().guard(rate)).toThrow(expect.objectContaining({ code: 'RATE_INVALID' }))
  })
})

describe('forgetting', () => {
  it('is done by the command, for one key', async () => {
    const { app } = limited({ limit: 1 })
    await using _ = app
    await statuses(app, [['/', '192.0.2.1']])
    const command = app.commands.find(({ name }) => name === 'rate-limit reset')
    const lines: string[] = []
    const reset = (): unknown =>
      command?.run({ arguments: { key: '192.0.2.1' }, options: {}, print: (line) => void lines.push(line) })
    await app.inContext(reset)
    await app.inContext(reset)
    expect(lines).toEqual(['Forgot 192.0.2.1.', 'Nothing is known of 192.0.2.1.'])
    expect(await statuses(app, [['/', '192.0.2.1']])).toEqual([200])
  })

  it('happens when a window is over', () => {
    const memory = new MemoryCounters()
    memory.hit('old', 1000, 0)
    memory.hit('new', 1000, 500)
    memory.sweep(1000)
    expect([memory.size, memory.hit('new', 1000, 1001).requests]).toEqual([1, 2])
  })

  it('makes room where more keys come than fit, the oldest first', () => {
    const memory = new MemoryCounters(2)
    for (const key of ['a', 'b', 'c']) memory.hit(key, 1000, 0)
    expect(['b', 'c', 'a'].map((key) => memory.hit(key, 1000, 1).requests)).toEqual([2, 2, 1])
  })

  it('ends with the app, which does not wait for the next sweep', async () => {
    const { app, limiter } = limited({})
    await inRequest(app, '/', () => limiter.reset('192.0.2.1'))
    const before = Date.now()
    await app.stop()
    expect(Date.now() - before).toBeLessThan(5000)
  })
})
