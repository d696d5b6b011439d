import { setTimeout as pause } from 'node:timers/promises'
import { App, currentContext, defineKey, ServiceUnavailable } from '@micro/core'
import { describe, expect, it, vi } from 'vitest'
import { bareSource } from './bare-source.ts'
import { collect } from './collect.ts'
import { describeMatrix } from './matrix.ts'

const never = (): Promise<never> => new Promise(() => {})
const quiet = (): void => {}

describeMatrix('a handler that takes too long', (bench) => {
  const logged = (): string[] =>
    bench()
      .errors.splice(0)
      .map(({ err }) => (err instanceof Error && 'code' in err ? String(err.code) : String(err)))
  const hurried = (): App => {
    bench().app.config.fromObject({ handlerTimeout: 20 })
    return bench().app
  }

  it('T06: is given up with 503, told of it, and torn down once', async () => {
    const log: unknown[] = []
    hurried().get('/', ({ signal }) => {
      signal.addEventListener('abort', () => log.push(signal.reason.name))
      return never()
    })
    bench().app.teardownRequest((error) => void log.push(error instanceof Error ? error.message : error))
    const response = await bench().fetch('/', { headers: { accept: 'text/plain' } })
    expect([response.status, await response.text()]).toEqual([
      503,
      '503 Service Unavailable\nIt took too long',
    ])
    await expect.poll(() => log).toEqual(['TimeoutError', expect.stringContaining('longer than 20 ms')])
    expect(logged()).toEqual(['HANDLER_TIMEOUT'])
  })

  it('T06: is answered by the error handlers and the after hooks of the app', async () => {
    hurried().get('/', never)
    bench().app.errorHandler(ServiceUnavailable, () => 'busy')
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', 'yes'))
    const response = await bench().fetch('/')
    expect([response.status, response.headers.get('x-after'), await response.text()]).toEqual([
      503,
      'yes',
      'busy',
    ])
    logged()
  })

  it('T06: may be a before hook', async () => {
    hurried().get('/', () => 'x')
    bench().app.beforeRequest(never)
    expect((await bench().fetch('/')).status).toBe(503)
    expect(logged()).toEqual(['HANDLER_TIMEOUT'])
  })

  it('T06: may be an error handler or an after hook: the built-in page answers, and no hook is run again', async () => {
    let runs = 0
    hurried().get('/', () => {
      throw new Error('first')
    })
    bench().app.get('/after', () => 'x')
    bench().app.errorHandler(Error, never)
    bench().app.afterRequest((_, { request }) => {
      runs++
      return request.path === '/after' ? never() : undefined
    })
    expect([(await bench().fetch('/')).status, (await bench().fetch('/after')).status, runs]).toEqual([
      503, 503, 2,
    ])
    expect(logged()).toEqual(['HANDLER_TIMEOUT', 'HANDLER_TIMEOUT'])
  })

  it('T06: begins nothing after it: no hook, no middleware, no check and no handler', async () => {
    const ran: string[] = []
    const body = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: async (value: unknown) => {
          await pause(300)
          return { value }
        },
      },
    }
    hurried().beforeRequest(({ request }) => (request.path === '/hook' ? pause(300) : undefined))
    bench().app.beforeRequest(({ request }) => void ran.push(`before ${request.path}`))
    bench().app.use(async ({ request }, next) => {
      if (request.path === '/middleware') await pause(300)
      return next()
    })
    bench().app.post('/middleware', () => `${ran.push('handler of /middleware')}`)
    bench().app.post('/hook', () => `${ran.push('handler of /hook')}`)
    bench().app.post('/body', { body }, () => `${ran.push('handler of /body')}`)
    bench().app.post('/query', { query: body, headers: body }, () => `${ran.push('handler of /query')}`)
    const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    for (const path of ['/hook', '/body', '/query', '/middleware'])
      expect((await bench().fetch(path, json)).status).toBe(503)
    await pause(700)
    expect(ran).toEqual(['before /body', 'before /query', 'before /middleware'])
    expect(logged()).toEqual(Array(4).fill('HANDLER_TIMEOUT'))
  })

  it('T06: has the time of its route where that says one', async () => {
    hurried().get('/', { timeout: 10_000 }, async () => {
      await pause(400)
      return 'in time'
    })
    expect(await (await bench().fetch('/')).text()).toBe('in time')
  })

  it('T06: is not ended by it: a late reply is dropped and its stream closed', async () => {
    const cancel = vi.fn<() => void>()
    const late = Promise.withResolvers<ReadableStream<Uint8Array>>()
    hurried().get('/', () => late.promise)
    expect((await bench().fetch('/')).status).toBe(503)
    late.resolve(new ReadableStream({ cancel }))
    await expect.poll(() => cancel.mock.calls.length).toBe(1)
    expect(logged()).toEqual(['HANDLER_TIMEOUT'])
  })

  it('T06: a stream goes on for longer than its handler may take', async () => {
    hurried().get('/', async function* () {
      for (const text of ['a', 'b', 'c']) {
        yield text
        await pause(150)
      }
    })
    expect(await (await bench().fetch('/')).text()).toBe('abc')
  })

  it('T06: the first chunk of a stream has to come in time', async () => {
    const log: string[] = []
    hurried().get('/', async function* ({ signal }) {
      try {
        await pause(10_000, undefined, { signal })
        yield 'late'
      } finally {
        log.push('closed')
      }
    })
    expect((await bench().fetch('/')).status).toBe(503)
    await expect.poll(() => log).toEqual(['closed'])
    expect(logged()).toEqual(['HANDLER_TIMEOUT'])
  })

  it('T06: the page of a timeout is made in the context of the request', async () => {
    const key = defineKey<string>('name')
    hurried().get('/', (c) => {
      c.set(key, 'ada')
      return never()
    })
    bench().app.errorHandler(503, () => `sorry, ${currentContext().get(key)}`)
    expect(await (await bench().fetch('/')).text()).toBe('sorry, ada')
    logged()
  })
})

const appWith = (warn: () => void): App =>
  new App({
    config: { handlerTimeout: 20 },
    logger: { debug: quiet, info: quiet, warn, error: quiet },
  })

describe('handlers that take too long, in code', () => {
  it('T06: an error that comes late is logged as a warning, once', async () => {
    const warn = vi.fn<() => void>()
    await using app = appWith(warn)
    const late = Promise.withResolvers<never>()
    app.get('/', () => late.promise)
    expect((await app.fetch(new Request('http://localhost/'))).status).toBe(503)
    late.reject(new RangeError('late'))
    await expect.poll(() => warn.mock.calls.length).toBe(1)
    expect(warn.mock.calls).toMatchObject([
      [{ err: { message: 'late' } }, 'Exception after the reply on / [GET]'],
    ])
  })

  it('T06: an error that is the reason of the signal is not logged again', async () => {
    const warn = vi.fn<() => void>()
    await using app = appWith(warn)
    app.get('/', ({ signal }) => pause(10_000, 'late', { signal }))
    expect((await app.fetch(new Request('http://localhost/'))).status).toBe(503)
    await pause(20)
    expect(warn).not.toHaveBeenCalled()
  })

  it('T06: a thousand of them leave nothing behind', async () => {
    await using app = appWith(quiet)
    app.get('/', () => new Promise<string>(() => {}))
    await app.start()
    const left: WeakRef<object>[] = []
    await Promise.all(
      Array.from({ length: 1000 }, async () => {
        const source = bareSource()
        left.push(new WeakRef(source))
        await app.handle(source, () => undefined)
      }),
    )
    await pause(150)
    collect()
    expect(left.filter((each) => each.deref() !== undefined).length).toBeLessThan(50)
  })

  it('a synchronous handler starts no timer', async () => {
    await using app = new App()
    app.get('/', () => 'now')
    await app.start()
    const timer = vi.spyOn(globalThis, 'setTimeout')
    await app.handle(bareSource(), () => undefined)
    expect(timer).not.toHaveBeenCalled()
    timer.mockRestore()
  })
})
