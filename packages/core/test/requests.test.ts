import { App, currentContext, type Source } from '@micro/core'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { bareSource } from './bare-source.ts'
import { describeMatrix } from './matrix.ts'

const quiet = (): void => {}

describeMatrix('what a request says', (bench) => {
  const ask = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
    const { body } = await bench().raw('/', { headers })
    return JSON.parse(body)
  }

  it('of languages and codings the client takes', async () => {
    bench().app.get('/', ({ request }) => [
      request.acceptsLanguages(['en', 'de']) ?? null,
      request.acceptsEncodings(['br', 'gzip', 'identity']) ?? null,
    ])
    expect(await ask({ 'accept-language': 'de-CH, en;q=0.5', 'accept-encoding': 'gzip' })).toEqual([
      'de',
      'gzip',
    ])
    expect(await ask({ 'accept-language': 'en;q=0, de;q=0', 'accept-encoding': 'identity;q=0' })).toEqual([
      null,
      null,
    ])
    expect(await ask({})).toEqual(['en', 'identity'])
  })

  it('of the client itself', async () => {
    bench().app.get('/', ({ request }) => {
      const { userAgent, referrer = null, origin = null, fetchSite = null, authorization = null } = request
      return { userAgent, referrer, origin, fetchSite, authorization }
    })
    expect(
      await ask({
        'user-agent': 'curl/8',
        referer: 'https://a.test/x',
        origin: 'https://a.test',
        'sec-fetch-site': 'cross-site',
        authorization: 'Basic YWRhOnNlY3JldA==',
      }),
    ).toEqual({
      userAgent: 'curl/8',
      referrer: 'https://a.test/x',
      origin: 'https://a.test',
      fetchSite: 'cross-site',
      authorization: { scheme: 'basic', username: 'ada', password: 'secret' },
    })
    expect(await ask({ 'sec-fetch-site': 'elsewhere', authorization: 'Basic %%%' })).toEqual({
      userAgent: '',
      referrer: null,
      origin: null,
      fetchSite: null,
      authorization: null,
    })
  })

  it('of the body', async () => {
    bench().app.get('/', ({ request }) => [request.isJson, request.contentLength ?? null])
    expect(await ask({ 'content-type': 'application/problem+json', 'content-length': '0' })).toEqual([
      true,
      0,
    ])
    expect(await ask({ 'content-type': 'text/plain' })).toEqual([false, null])
  })

  it('T09: recursion without end is answered with 500', async () => {
    const deeper = (depth: number): number => deeper(depth + 1) + 1
    bench().app.get('/', () => String(deeper(0)))
    bench().app.get('/fine', () => 'fine')
    expect((await bench().fetch('/')).status).toBe(500)
    expect(await (await bench().fetch('/fine')).text()).toBe('fine')
    expect(bench().errors.splice(0)).toMatchObject([{ err: expect.any(RangeError) }])
  })
})

const namedHost = (): string => 'a.test'

/** The status and body that a before hook leads to which makes a platform `Request`. */
const handled = async (source: Partial<Source>): Promise<[number, unknown]> => {
  await using app = new App({
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  })
  app.beforeRequest(({ request }) => request.toWeb().url)
  await app.start()
  let answer: [number, unknown] = [0, undefined]
  await app.handle({ ...bareSource(), ...source }, ({ status, body }) => void (answer = [status, body]))
  return answer
}

describe('a request, in code', () => {
  it('is no platform Request where the platform has none: of a forbidden method, or without a host', async () => {
    expect(await handled({ header: namedHost })).toEqual([200, 'http://a.test/'])
    expect((await handled({ header: namedHost, method: 'TRACE' }))[0]).toBe(501)
    expect((await handled({}))[0]).toBe(400)
  })

  it('is refused with what its listener found wrong, in a page of the app', async () => {
    const { HttpVersionNotSupported } = await import('@micro/core')
    const after = vi.fn<() => void>()
    await using app = new App()
    app.get('/', () => 'never')
    app.afterRequest(after)
    await app.start()
    let status = 0
    const source = { ...bareSource(), refusal: new HttpVersionNotSupported() }
    await app.handle(source, (reply) => void (status = reply.status))
    expect([status, after.mock.calls.length]).toEqual([505, 1])
  })

  it('gives the canonical form of an address', async () => {
    await using app = new App()
    const seen: string[] = []
    app.get('/', ({ request }) => {
      seen.push(request.ip, request.peer)
      return ''
    })
    await app.start()
    await app.handle({ ...bareSource(), peer: '::ffff:10.0.0.1' }, quiet)
    expect(seen).toEqual(['10.0.0.1', '::ffff:10.0.0.1'])
  })

  it('sends early hints where the listener can, and refuses what is no link', async () => {
    const earlyHints = vi.fn<(links: readonly string[]) => void>()
    const codes: unknown[] = []
    await using app = new App()
    app.get('/', ({ request }) => {
      request.earlyHints(['</a.css>; rel=preload; as=style', '<https://b.test/x.js>;rel="preload"'])
      for (const link of ['/a.css', '</a>\r\nx: y', '', '<a b>', '</a>; rel=']) {
        try {
          request.earlyHints([link])
        } catch (error) {
          codes.push(error instanceof Error && 'code' in error ? error.code : error)
        }
      }
      return ''
    })
    await app.start()
    await app.handle({ ...bareSource(), earlyHints }, quiet)
    await app.handle(bareSource(), quiet)
    expect(earlyHints.mock.calls).toEqual([
      [['</a.css>; rel=preload; as=style', '<https://b.test/x.js>;rel="preload"']],
    ])
    expect(codes).toEqual(Array.from({ length: 10 }, () => 'EARLY_HINT'))
  })

  it('over app.fetch keeps a worker alive until it is cleaned up', async () => {
    const log: string[] = []
    await using app = new App()
    app.teardownRequest(async () => {
      await pause(5)
      log.push('torn down')
    })
    app.get('/', () => 'x')
    const kept: Promise<unknown>[] = []
    const execution = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) }
    await app.fetch(new Request('http://localhost/'), { DB: 'environment' }, execution)
    await Promise.all(kept)
    expect([kept.length, log]).toEqual([1, ['torn down']])
  })

  it('over app.fetch comes from where Deno and Bun say it does', async () => {
    await using app = new App({ config: { trustedProxies: { peers: ['10.0.0.1'] } } })
    app.get('/', ({ request }) => `${request.peer} ${request.ip}`)
    const request = new Request('http://localhost/', { headers: { 'x-forwarded-for': '1.2.3.4' } })
    const deno = { remoteAddr: { transport: 'tcp', hostname: '10.0.0.1', port: 1 } }
    const bun = { requestIP: () => ({ address: '10.0.0.2', family: 'IPv4', port: 1 }) }
    expect(await (await app.fetch(request, deno)).text()).toBe('10.0.0.1 1.2.3.4')
    expect(await (await app.fetch(request, bun)).text()).toBe('10.0.0.2 10.0.0.2')
    expect(await (await app.fetch(request, { requestIP: () => null })).text()).toBe(' ')
  })
})

describe('clients that leave', () => {
  it('R01: at any moment, 200 of them: each is told of and torn down once, nothing is logged', async () => {
    const lines: string[] = []
    const log = (_: unknown, message: string): void => void lines.push(message)
    const counts = { seen: 0, aborted: 0, tornDown: 0 }
    await using app = new App({ logger: { debug: quiet, info: quiet, warn: log, error: log } })
    app.teardownRequest(() => void counts.tornDown++)
    const follow = (signal: AbortSignal): void => {
      counts.seen++
      signal.addEventListener('abort', () => counts.aborted++)
    }
    app.get('/wait', async ({ signal }) => {
      follow(signal)
      await pause(60_000, undefined, { signal })
      return 'never'
    })
    app.get('/stream', async function* ({ signal }) {
      follow(signal)
      for (;;) {
        yield 'more'
        await pause(5, undefined, { signal })
      }
    })
    app.post('/upload', async ({ request }) => {
      follow(currentContext().signal)
      return (await request.bytes()).length.toString()
    })
    const listener = await app.listen({ port: 0 })
    const requests = [
      'GET /wait HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET /stream HTTP/1.1\r\nhost: a\r\n\r\n',
      'POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\nabc',
    ]
    const leave = (text: string, after: number): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(listener.port, '127.0.0.1', () => {
          socket.write(text)
          setTimeout(() => socket.resetAndDestroy(), after)
        })
        socket.on('error', quiet).on('close', () => resolve())
      })
    for (let batch = 0; batch < 10; batch++) {
      const left = Array.from({ length: 20 }, (_, i) => leave(requests[i % 3] ?? '', 2 * batch + 5 * i))
      await Promise.all(left)
    }
    await expect
      .poll(() => counts.tornDown === counts.seen && counts.aborted === counts.seen, { timeout: 5000 })
      .toBe(true)
    await listener.close(1000)
    expect(counts.seen).toBeGreaterThan(100)
    expect(lines).toEqual([])
  })
})
