import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import { App, type AppSetup, currentApp, type Extension } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { bareSource } from './bare-source.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const quiet = (): void => {}

function quietApp(errors: unknown[] = []): App {
  return new App({
    name: 'shop',
    logger: { debug: quiet, info: quiet, warn: quiet, error: ({ err }) => void errors.push(err) },
  })
}

/** An extension that writes down its start and stop. */
function noting(name: string, log: string[], requires: readonly Extension[] = [], delay = 0): Extension {
  return {
    name,
    requires,
    initApp(app: AppSetup) {
      app.onStart(async () => {
        log.push(`start ${name}`)
        await pause(delay)
        log.push(`up ${name}`)
      })
      app.onStop(() => void log.push(`stop ${name}`))
    },
  }
}

describe('lifespan', () => {
  it('starts what is required first and the app last, and stops the other way round', async () => {
    const log: string[] = []
    const database = noting('database', log, [], 5)
    const app = quietApp()
    app.onStart(() => void log.push('start app'))
    app.onStop(() => void log.push('stop app'))
    app.register(noting('auth', log, [database]))
    app.register(database)
    await app.start()
    await app.stop()
    expect(log).toEqual([
      'start database',
      'up database',
      'start auth',
      'up auth',
      'start app',
      'stop app',
      'stop auth',
      'stop database',
    ])
  })

  it('starts at once what does not depend on each other', async () => {
    const log: string[] = []
    await using app = quietApp()
    app.register(noting('one', log, [], 5))
    app.register(noting('two', log, [], 1))
    await app.start()
    expect(log).toEqual(['start one', 'start two', 'up two', 'up one'])
  })

  it('runs the hooks of one owner in order, and its stop hooks in reverse', async () => {
    const log: string[] = []
    const app = quietApp()
    for (const name of ['a', 'b']) {
      app.onStart(async () => {
        await pause(1)
        log.push(name)
      })
      app.onStop(() => void log.push(`stop ${name}`))
    }
    await app.start()
    await app.stop()
    expect(log).toEqual(['a', 'b', 'stop b', 'stop a'])
  })

  it('starts and stops once, however often it is asked to', async () => {
    const log: string[] = []
    const app = quietApp()
    app.register(noting('one', log))
    await Promise.all([app.start(), app.start(), app.fetch(new Request('http://localhost/'))])
    await Promise.all([app.stop(), app.stop()])
    expect(log).toEqual(['start one', 'up one', 'stop one'])
  })

  it('is started by the first request', async () => {
    let ready = false
    await using app = quietApp()
    app.onStart(async () => {
      await pause(1)
      ready = true
    })
    app.get('/', () => String(ready))
    expect(await (await app.fetch(new Request('http://localhost/'))).text()).toBe('true')
  })

  it('gives start and stop hooks the app, and a context of it', async () => {
    const seen: unknown[] = []
    const app = quietApp()
    app.onStart((given) => void seen.push(given === app))
    app.onStop((given) => void seen.push(given === app))
    await app.start()
    await app.stop()
    expect(seen).toEqual([true, true])
  })

  it('fails with what a start hook throws, and closes what was opened', async () => {
    const log: string[] = []
    const app = quietApp()
    const database = noting('database', log)
    app.register(database)
    app.register({
      name: 'broken',
      requires: [database],
      initApp(setup: AppSetup) {
        setup.onStart(() => Promise.reject(new RangeError('no mail server')))
        setup.onStop(() => void log.push('stop broken'))
      },
    })
    app.onStart(() => void log.push('never'))
    app.onStop(() => void log.push('never'))
    await expect(app.start()).rejects.toThrow('no mail server')
    expect(log).toEqual(['start database', 'up database', 'stop broken', 'stop database'])
  })

  it('does not serve after a start that failed', async () => {
    const app = quietApp()
    app.onStart(() => Promise.reject(new RangeError('broken')))
    app.get('/', () => 'x')
    await expect(app.fetch(new Request('http://localhost/'))).rejects.toThrow('broken')
    await expect(app.fetch(new Request('http://localhost/'))).rejects.toMatchObject({ code: 'APP_STOPPED' })
  })

  it('gives a start hook a deadline, and names its owner', async () => {
    const app = quietApp()
    app.register({
      name: 'slow',
      initApp: (setup: AppSetup) => setup.onStart(() => new Promise(() => {}), { deadline: 5 }),
    })
    await expect(app.start()).rejects.toMatchObject({
      code: 'LIFESPAN_DEADLINE',
      message: expect.stringMatching(/slow.*start.*5 ms/s),
    })
  })

  it('logs a stop hook that fails or takes too long, and runs the others', async () => {
    const errors: unknown[] = []
    const log: string[] = []
    const app = quietApp(errors)
    app.onStop(() => void log.push('last'))
    app.onStop(() => new Promise(() => {}), { deadline: 5 })
    app.onStop(() => Promise.reject(new RangeError('broken')))
    await app.start()
    await app.stop()
    expect(log).toEqual(['last'])
    expect(errors.map(String)).toEqual([
      expect.stringContaining('broken'),
      expect.stringContaining('LIFESPAN_DEADLINE'),
    ])
  })

  it('a stop hook that throws at once is logged too', async () => {
    const errors: unknown[] = []
    const app = quietApp(errors)
    app.onStop(() => {
      throw new RangeError('at once')
    })
    await app.start()
    await app.stop()
    expect(errors.map(String)).toEqual(['RangeError: at once'])
  })

  it('stops nothing that was never started', async () => {
    const log: string[] = []
    const app = quietApp()
    app.register(noting('one', log))
    await app.stop()
    expect(log).toEqual([])
  })

  it('stops after a start that failed for a missing requirement', async () => {
    const app = quietApp()
    app.register(noting('auth', [], [noting('database', [])]))
    await expect(app.start()).rejects.toMatchObject({ code: 'EXTENSION_REQUIRES' })
    await expect(app.stop()).resolves.toBeUndefined()
  })

  it('starts once: a stopped app says so', async () => {
    const app = quietApp()
    await app.start()
    await app.stop()
    await expect(app.start()).rejects.toMatchObject({ code: 'APP_STOPPED' })
  })

  it('is stopped at the end of an `await using` block', async () => {
    const log: string[] = []
    {
      await using app = quietApp()
      app.register(noting('one', log))
      await app.start()
    }
    expect(log).toEqual(['start one', 'up one', 'stop one'])
  })

  it('refuses a request before the start', () => {
    const app = quietApp()
    expect(() => app.handle(bareSource(), () => undefined)).toThrow(
      expect.objectContaining({ code: 'APP_NOT_STARTED' }),
    )
  })

  it.each(['get', 'post'] as const)('refuses a route after the start: %s', async (verb) => {
    await using app = quietApp()
    await app.start()
    expect(() => app[verb]('/late', () => 'x')).toThrow(
      expect.objectContaining({ code: 'SETUP_FINISHED', message: expect.stringContaining('shop') }),
    )
  })
})

describe('listening', () => {
  it('says where, and answers there', async () => {
    await using app = quietApp()
    app.get('/', () => 'here')
    const listener = await app.listen({ port: 0 })
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`)
    expect(await (await fetch(listener.url)).text()).toBe('here')
    await listener.close()
  })

  it('says when the port is taken, and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await using app = quietApp()
    await expect(app.listen({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`Port ${port}`),
    })
    other.close()
  })

  it('says when the host is none of this machine', async () => {
    await using app = quietApp()
    await expect(app.listen({ port: 0, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'LISTEN_FAILED' })
  })

  it('lets a request under way finish when it closes', async () => {
    await using app = quietApp()
    const entered = Promise.withResolvers<void>()
    app.get('/', async () => {
      entered.resolve()
      await pause(20)
      return 'finished'
    })
    const { url, close } = await app.listen({ port: 0 })
    const answered = fetch(url).then((response) => response.text())
    await entered.promise
    expect(await close()).toBe(0)
    expect(await answered).toBe('finished')
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('lets a reply that was written reach its client when it closes', async () => {
    await using app = quietApp()
    // More than the sockets of a system keep.
    const size = 64_000_000
    app.get('/', () => new Uint8Array(size))
    const { port, close } = await app.listen({ port: 0 })
    const socket = createConnection(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')
    await once(socket, 'readable')
    // Idle connections are looked for every 20 ms.
    const closed = close(2000)
    await pause(100)
    let received = 0
    for await (const { length } of socket) received += length
    expect(received).toBeGreaterThan(size)
    expect(await closed).toBe(0)
  })

  it('cuts off what takes too long, and says how many', async () => {
    await using app = quietApp()
    const entered = Promise.withResolvers<void>()
    app.get('/', () => {
      entered.resolve()
      return new Promise<string>(() => {})
    })
    const { url, close } = await app.listen({ port: 0 })
    const answered = fetch(url).then(
      () => 'answered',
      () => 'cut off',
    )
    await entered.promise
    expect(await close(10)).toBe(1)
    expect(await answered).toBe('cut off')
  })

  it('aborts the signal of a request whose client leaves', async () => {
    await using app = quietApp()
    const aborted = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    app.get('/', async (c) => {
      entered.resolve()
      await new Promise<void>((resolve) => c.signal.addEventListener('abort', () => resolve()))
      aborted.resolve()
      return 'nobody hears'
    })
    const { url, close } = await app.listen({ port: 0 })
    const client = new AbortController()
    const answered = fetch(url, { signal: client.signal }).catch(() => 'left')
    await entered.promise
    client.abort()
    await aborted.promise
    expect(await answered).toBe('left')
    await close(100)
  })

  it('does not abort the signal of a request that was answered', async () => {
    await using app = quietApp()
    const signals: AbortSignal[] = []
    app.get('/', (c) => {
      signals.push(c.signal)
      return 'x'
    })
    const { url, close } = await app.listen({ port: 0 })
    for (let i = 0; i < 20; i++) await (await fetch(url)).text()
    await close(100)
    expect(signals.map(({ aborted }) => aborted)).toEqual(Array(20).fill(false))
  })
})

describe('an app that is stopped while it starts', () => {
  it('closes what was opened by then, and serves nothing any more', async () => {
    const app = new App()
    const log: string[] = []
    const opened = Promise.withResolvers<void>()
    app.onStart(async () => {
      await opened.promise
      log.push('opened')
    })
    app.onStop(() => void log.push('closed'))
    const started = app.start()
    const stopped = app.stop()
    opened.resolve()
    await Promise.allSettled([started, stopped])
    expect(log).toEqual(['opened', 'closed'])
    await expect(app.fetch(new Request('http://localhost/'))).rejects.toMatchObject({ code: 'APP_STOPPED' })
  })
})

describe('a context without a start', () => {
  it('runs no start hook, ends the set-up, and closes what was opened', async () => {
    const log: string[] = []
    const app = new App()
    app.onStart(() => void log.push('start'))
    app.onStop(() => void log.push('stop'))
    expect(await app.inContext(() => currentApp().name, { start: false })).toBe('app')
    expect(() => app.get('/', () => 'late')).toThrow(expect.objectContaining({ code: 'SETUP_FINISHED' }))
    await app.stop()
    expect(log).toEqual(['stop'])
  })

  it('can be followed by a start', async () => {
    const log: string[] = []
    await using app = new App()
    app.onStart(() => void log.push('start'))
    await app.inContext(() => {}, { start: false })
    await app.start()
    expect(log).toEqual(['start'])
  })
})
