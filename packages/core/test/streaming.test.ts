import { App, currentContext, html, type Reply, respond, stream, type StreamSource } from '@micro/core'
import { expect, it, vi } from 'vitest'
import { describeMatrix } from './matrix.ts'

const pause = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const quiet = (): void => {}

const start = (controller: ReadableStreamDefaultController<Uint8Array>): void =>
  controller.enqueue(new Uint8Array(1))

function fail(): never {
  throw new Error('hook')
}

async function* upperCase(body: Reply['body']): AsyncGenerator<string> {
  for await (const chunk of body instanceof ReadableStream ? body : [])
    yield new TextDecoder().decode(chunk).toUpperCase()
}

describeMatrix('streams', (bench) => {
  it('of a generator send texts and bytes as they come, without a length', async () => {
    bench().app.get('/', function* () {
      yield 'one '
      yield new TextEncoder().encode('two')
    })
    const response = await bench().fetch('/')
    expect([
      response.headers.get('content-length'),
      response.headers.get('content-type'),
      await response.text(),
    ]).toEqual([null, 'text/html; charset=utf-8', 'one two'])
  })

  it('of an async generator wait for it', async () => {
    bench().app.get('/', async function* () {
      for (const each of ['a', 'b', 'c']) {
        await pause()
        yield each
      }
    })
    expect(await (await bench().fetch('/')).text()).toBe('abc')
  })

  it('of the platform are sent as bytes', async () => {
    bench().app.get('/', () => new Blob(['streamed']).stream())
    const response = await bench().fetch('/')
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'application/octet-stream',
      'streamed',
    ])
  })

  it('take status and header fields by respond', async () => {
    bench().app.get('/', () =>
      respond(['a', 'b'].values(), { status: 201, headers: { 'content-type': 'text/csv' } }),
    )
    const response = await bench().fetch('/')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      201,
      'text/csv',
      'ab',
    ])
  })

  it('keep the context of their request', async () => {
    bench().app.get('/<id>', async function* () {
      yield currentContext().request.path
      await pause()
      yield currentContext().request.path
    })
    const bodies = await Promise.all(
      ['/a', '/b', '/c'].map(async (path) => (await bench().fetch(path)).text()),
    )
    expect(bodies).toEqual(['/a/a', '/b/b', '/c/c'])
  })

  it('end before the teardown', async () => {
    const log: string[] = []
    bench().app.teardownRequest(() => void log.push('teardown'))
    bench().app.get('/', async function* (c) {
      c.onDispose(() => void log.push('disposed'))
      yield 'a'
      await pause()
      log.push('last')
      yield 'b'
    })
    expect(await (await bench().fetch('/')).text()).toBe('ab')
    await expect.poll(() => log).toEqual(['last', 'teardown', 'disposed'])
  })

  it('T03: that fail on the way cut the reply off, are logged and torn down', async () => {
    const log: unknown[] = []
    bench().app.teardownRequest((error) => void log.push(String(error)))
    bench().app.get('/', async function* () {
      yield 'begun'
      await pause()
      throw new RangeError('half way')
    })
    await expect(bench().fetch('/')).rejects.toThrow(/half way|terminated/)
    await expect.poll(() => log).toEqual(['RangeError: half way'])
    expect(
      bench()
        .errors.splice(0)
        .map(({ err }) => String(err)),
    ).toEqual(['RangeError: half way'])
  })

  it('T03: go on for others after one has failed', async () => {
    bench().app.get('/broken', function* () {
      yield 'begun'
      throw new RangeError('half way')
    })
    bench().app.get('/', () => html('fine'))
    await bench()
      .fetch('/broken')
      .catch(() => 'cut off')
    expect(await (await bench().fetch('/')).text()).toBe('fine')
    await expect.poll(() => bench().errors.splice(0).length).toBe(1)
  })

  it('may be long', async () => {
    const chunk = 'x'.repeat(65_536)
    bench().app.get('/', function* () {
      for (let i = 0; i < 64; i++) yield chunk
    })
    expect((await (await bench().fetch('/')).bytes()).length).toBe(64 * 65_536)
  })

  it('may be empty', async () => {
    bench().app.get('/', function* () {})
    const response = await bench().fetch('/')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('go through the after hooks before their first byte', async () => {
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', 'yes'))
    bench().app.get('/', function* () {
      yield 'x'
    })
    expect((await bench().fetch('/')).headers.get('x-after')).toBe('yes')
  })

  it.each([
    ['fails', (): never => fail()],
    ['fails later', (): Promise<never> => Promise.resolve().then(fail)],
    ['answers itself', (): Reply => respond('instead')],
    ['takes the body off', (reply: Reply): void => void (reply.body = null)],
  ])('H21: are told to stop when an after hook %s', async (_, hook) => {
    const cancel = vi.fn<() => void>()
    bench().app.afterRequest(hook)
    bench().app.get('/', () => new ReadableStream<Uint8Array>({ start, cancel }))
    await (await bench().fetch('/')).text()
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
    bench().errors.splice(0)
  })

  it('may be read by the stream that an after hook puts in their place', async () => {
    bench().app.afterRequest(({ body }) => respond(upperCase(body)))
    bench().app.get('/', () => ['a', 'b'].values())
    expect(await (await bench().fetch('/')).text()).toBe('AB')
  })

  it('are told to stop when the client leaves', async () => {
    const log: string[] = []
    bench().app.get('/', async function* () {
      try {
        for (;;) {
          yield 'more'
          await pause()
        }
      } finally {
        log.push('closed')
      }
    })
    bench().app.teardownRequest(() => void log.push('teardown'))
    const { url, close } = await bench().app.listen({ port: 0 })
    const client = new AbortController()
    const response = await fetch(url, { signal: client.signal })
    await response.body?.getReader().read()
    client.abort()
    await expect.poll(() => log).toEqual(['closed', 'teardown'])
    await close(100)
  })
})

describeMatrix('stream()', (bench) => {
  const bytes = new TextEncoder().encode('b')

  it.each<readonly [string, () => StreamSource]>([
    [
      'a generator',
      function* () {
        yield 'a'
        yield bytes
      },
    ],
    [
      'an async generator',
      async function* () {
        yield 'a'
        await pause()
        yield bytes
      },
    ],
    ['an array', () => ['a', bytes]],
    ['a set', () => new Set(['a', bytes])],
    ['an iterator', () => ['a', bytes].values()],
    [
      'an async iterable',
      () => ({
        async *[Symbol.asyncIterator]() {
          yield 'a'
          yield bytes
        },
      }),
    ],
    ['a stream of texts and bytes', () => ReadableStream.from(['a', bytes])],
  ])('sends the pieces of %s as plain text', async (_, make) => {
    bench().app.get('/', () => stream(make()))
    const response = await bench().fetch('/')
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('content-length'),
      await response.text(),
    ]).toEqual([200, 'text/plain; charset=utf-8', null, 'ab'])
  })

  it('takes a type, a status and header fields', async () => {
    bench().app.get('/', () =>
      stream(['a;b'], { type: 'text/csv', status: 203, headers: { 'x-a': '1', 'content-length': '3' } }),
    )
    const { status, headers } = await bench().fetch('/')
    expect([status, headers.get('content-type'), headers.get('x-a')]).toEqual([203, 'text/csv', '1'])
  })

  it.each<readonly [string, unknown]>([
    ['a text', 'text'],
    ['nothing', undefined],
    ['an object', {}],
  ])('refuses %s, which gives no pieces', async (_, value) => {
    const source: { readonly value: StreamSource } = JSON.parse('{}')
    bench().app.get('/', () => stream(Object.assign(source, { value }).value))
    expect((await bench().fetch('/')).status).toBe(500)
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('RETURNED_VALUE')
  })

  it('takes no text, in types', () => {
    // @ts-expect-error -- a text would go out letter by letter
    expect(() => stream('text')).toThrow(expect.objectContaining({ code: 'RETURNED_VALUE' }))
  })

  it.each(['HEAD', 'GET'])('R08: of a 204 to %s sends nothing, and tells its source', async (method) => {
    const cancel = vi.fn<() => void>()
    bench().app.get('/', () => stream(new ReadableStream<Uint8Array>({ cancel }), { status: 204 }))
    const response = await bench().fetch('/', { method })
    expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([
      204,
      '',
      null,
    ])
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
  })

  it('R09: throws when a header field is set after the first piece, and sends the rest', async () => {
    const caught: unknown[] = []
    bench().app.get('/', (c) => {
      let sent: Reply | undefined
      c.afterThisRequest((reply) => void (sent = reply))
      async function* late(): AsyncGenerator<string> {
        yield 'begun, '
        await pause()
        for (const change of [
          () => sent?.headers.set('x-late', '1'),
          () => sent?.headers.delete('content-type'),
          () => sent?.headers.vary('cookie'),
          () => sent?.setCookie('late', '1'),
          () => sent?.set({ status: 500 }),
        ]) {
          try {
            change()
          } catch (error) {
            caught.push(error)
          }
        }
        yield 'done'
      }
      return stream(late())
    })
    const response = await bench().fetch('/')
    expect(await response.text()).toBe('begun, done')
    expect([response.status, response.headers.get('x-late'), response.headers.getSetCookie()]).toEqual([
      200,
      null,
      [],
    ])
    expect(caught).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ code: 'REPLY_SENT' })))
  })
})

it.each([
  ['more', '3'],
  ['fewer', '30'],
])('R05: a stream with %s bytes than its length says ends the connection', async (_, length) => {
  const errors: string[] = []
  const error = ({ err }: { err?: unknown }): void => void errors.push(String(err))
  const app = new App({ logger: { debug: quiet, info: quiet, warn: quiet, error } })
  app.get('/', () => respond(['abcde', 'fghij'].values(), { headers: { 'content-length': length } }))
  const { url, close } = await app.listen({ port: 0 })
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow(/fetch failed|terminated/)
  expect(errors).toEqual([expect.stringMatching(/content-length/i)])
  await close(100)
})
