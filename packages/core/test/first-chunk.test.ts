import { setTimeout as pause } from 'node:timers/promises'
import { abort, App, html, NotFound } from '@micro/core'
import { describe, expect, it, vi } from 'vitest'
import { bareSource } from './bare-source.ts'
import { describeMatrix } from './matrix.ts'

const BYTES = new Uint8Array([111, 107])

describeMatrix('the first chunk of a stream', (bench) => {
  const logged = (): string[] =>
    bench()
      .errors.splice(0)
      .map(({ err }) => String(err))

  it('R02: is asked for before anything is sent: its error is answered with a page', async () => {
    let after = 0
    bench().app.afterRequest(() => void after++)
    bench().app.get('/sync', function* () {
      if (Date.now() > 0) throw new RangeError('sync')
      yield 'never'
    })
    bench().app.get('/async', async function* () {
      await pause(1)
      if (Date.now() > 0) throw new RangeError('async')
      yield 'never'
    })
    bench().app.get(
      '/stream',
      () => new ReadableStream({ pull: () => Promise.reject(new RangeError('pull')) }),
    )
    bench().app.get(
      '/response',
      () => new Response(new ReadableStream({ pull: () => Promise.reject(new RangeError('web')) })),
    )
    for (const path of ['/sync', '/async', '/stream', '/response'])
      expect([path, (await bench().fetch(path)).status]).toEqual([path, 500])
    expect(logged()).toEqual(['RangeError: sync', 'RangeError: async', 'RangeError: pull', 'RangeError: web'])
    expect(after).toBe(4)
  })

  it('R02, T13: may abort', async () => {
    bench().app.get('/<id>', async function* ({ params }) {
      await pause(1)
      yield params.id === 'known' ? 'here' : abort(404, 'No such thing')
    })
    bench().app.errorHandler(NotFound, ({ detail }) => `sorry: ${detail}`)
    const missing = await bench().fetch('/other')
    expect([missing.status, await missing.text()]).toEqual([404, 'sorry: No such thing'])
    expect(await (await bench().fetch('/known')).text()).toBe('here')
  })

  it('R02: is sent once, before the others', async () => {
    bench().app.get('/', () => ['a', 'b', 'c'].values())
    bench().app.get('/stream', () => new Blob(['streamed']).stream())
    expect(await (await bench().fetch('/')).text()).toBe('abc')
    expect(await (await bench().fetch('/stream')).text()).toBe('streamed')
  })

  it('R02: may be the end', async () => {
    bench().app.get('/', () => new ReadableStream({ start: (controller) => controller.close() }))
    expect(await (await bench().fetch('/')).text()).toBe('')
  })

  it('R02: that fails in an error handler is answered by the built-in page', async () => {
    bench().app.errorHandler(404, function* () {
      if (Date.now() > 0) throw new RangeError('handler')
      yield 'never'
    })
    expect((await bench().fetch('/nowhere')).status).toBe(500)
    expect(logged()).toEqual(['RangeError: handler'])
  })

  it('R02: has to be text or bytes', async () => {
    const close = vi.fn<() => void>()
    bench().app.get('/', function* () {
      try {
        yield 7
      } finally {
        close()
      }
    })
    expect((await bench().fetch('/')).status).toBe(500)
    expect(bench().errors.splice(0)).toMatchObject([{ err: { code: 'STREAM_CHUNK' } }])
    expect(close).toHaveBeenCalledTimes(1)
  })

  it('is not asked for by HEAD: the source is closed', async () => {
    const pull = vi.fn<() => void>()
    const cancel = vi.fn<() => void>()
    bench().app.get('/', () => new ReadableStream({ pull, cancel }, { highWaterMark: 0 }))
    expect((await bench().fetch('/', { method: 'HEAD' })).status).toBe(200)
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
    expect(pull).not.toHaveBeenCalled()
  })

  it('is not waited for where the length is known', async () => {
    const pull = vi.fn<(controller: ReadableStreamDefaultController<Uint8Array>) => void>((controller) => {
      controller.enqueue(BYTES)
      controller.close()
    })
    const pulls: number[] = []
    bench().app.get(
      '/',
      () =>
        new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), {
          headers: { 'content-length': '2' },
        }),
    )
    bench().app.afterRequest(() => void pulls.push(pull.mock.calls.length))
    expect(await (await bench().fetch('/')).text()).toBe('ok')
    expect(pulls).toEqual([0])
  })
})

describe('the first chunk of a stream, in code', () => {
  it('R03: is not waited for when the client leaves: the source is told', async () => {
    const cancel = vi.fn<() => void>()
    const teardown = vi.fn<() => void>()
    await using app = new App()
    app.teardownRequest(teardown)
    app.get('/', () => new ReadableStream({ cancel }))
    await app.start()
    const client = new AbortController()
    const served = app.handle({ ...bareSource(), signal: client.signal }, ({ body }) =>
      body instanceof ReadableStream ? body.cancel() : undefined,
    )
    client.abort()
    await served
    expect([cancel.mock.calls.length, teardown.mock.calls.length]).toEqual([1, 1])
  })

  it('of a synchronous generator keeps the request synchronous', async () => {
    await using app = new App()
    app.get('/', function* () {
      yield 'now'
    })
    await app.start()
    let status = 0
    expect(app.handle(bareSource(), (reply) => void (status = reply.status))).toBeUndefined()
    expect(status).toBe(200)
  })

  it('of a stream of events is not waited for', async () => {
    await using app = new App()
    app.get('/', () => {
      const reply = html('')
      reply.headers.set('content-type', 'text/event-stream')
      reply.body = new ReadableStream()
      return reply
    })
    const response = await app.fetch(new Request('http://localhost/'))
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await response.body?.cancel()
  })
})
