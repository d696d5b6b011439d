import { App, currentApp, hasContext, respond } from '@micro/core'
import { testClient, testLogger } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'

/** Settled when a signal is aborted. */
const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', resolve))

describe('background work', () => {
  it('goes on behind the reply, in a context of the app and of no request', async () => {
    const logger = testLogger()
    await using app = new App({ name: 'shop', logger })
    const done = Promise.withResolvers<unknown>()
    app.post('/orders', ({ app: running }) => {
      running.background('mail', async () => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        done.resolve([currentApp().name, hasContext()])
      })
      return respond(null, { status: 202 })
    })
    expect((await testClient(app).post('/orders')).status).toBe(202)
    expect(await done.promise).toEqual(['shop', false])
    expect(logger.lines).toEqual([])
  })

  it('is told to end, and waited for, before anything is closed', async () => {
    const app = new App()
    const heard: string[] = []
    app.onStop(() => void heard.push('closed'))
    app.onStart((running) =>
      running.background('loop', async (signal) => {
        await aborted(signal)
        await new Promise((resolve) => setTimeout(resolve, 10))
        heard.push('ended')
      }),
    )
    await app.start()
    await app.stop()
    expect(heard).toEqual(['ended', 'closed'])
  })

  it('is told to end after a start that failed', async () => {
    const app = new App()
    let ended = false
    app.onStart((running) =>
      running.background('loop', async (signal) => {
        await aborted(signal)
        ended = true
      }),
    )
    app.onStart(() => Promise.reject(new Error('down')))
    await expect(app.start()).rejects.toThrow('down')
    expect(ended).toBe(true)
  })

  it('is logged when it fails, at once or later, and not when it ends by an error because it has to', async () => {
    const logger = testLogger()
    const app = new App({ logger })
    await app.start()
    app.background('at once', () => {
      throw new Error('one')
    })
    app.background('later', async () => Promise.reject(new Error('two')))
    app.background('told', async (signal) => {
      await aborted(signal)
      signal.throwIfAborted()
    })
    await app.stop()
    expect(logger.lines.map(({ level, message, fields }) => [level, message, fields['err']])).toEqual([
      ['error', 'The background work "at once" failed', new Error('one')],
      ['error', 'The background work "later" failed', new Error('two')],
    ])
  })

  it('cannot begin when the app has stopped', async () => {
    const app = new App()
    await app.start()
    await app.stop()
    expect(() => app.background('late', () => {})).toThrow(expect.objectContaining({ code: 'APP_STOPPED' }))
  })
})

/** What Workers are told by a request: each promise that they wait for. */
async function ask(app: App, path: string): Promise<readonly Promise<unknown>[]> {
  const kept: Promise<unknown>[] = []
  const waitUntil = (promise: Promise<unknown>): void => void kept.push(promise)
  await (await app.fetch(new Request(`http://a.test${path}`), {}, { waitUntil })).text()
  return kept
}

describe('background work that a request began on Workers', () => {
  it('is waited for by that request, and by no other', async () => {
    await using app = new App()
    const ended: string[] = []
    const works = new Map<string, () => void>()
    app.get('/<name>', ({ params: { name } }) => {
      app.background(name, async () => {
        await new Promise<void>((resolve) => works.set(name, resolve))
        ended.push(name)
      })
      return 'begun'
    })
    const first = await ask(app, '/first')
    const second = await ask(app, '/second')
    expect([first.length, second.length, ended]).toEqual([2, 2, []])
    works.get('second')?.()
    await Promise.all(second)
    expect(ended).toEqual(['second'])
    works.get('first')?.()
    await Promise.all(first)
    expect(ended).toEqual(['second', 'first'])
  })

  it.each<readonly [string, (app: App, begin: () => string) => void]>([
    ['a handler behind an await', (app, begin) => app.get('/', async () => Promise.resolve().then(begin))],
    [
      'a stream',
      (app, begin) =>
        app.get('/', async function* () {
          yield 'first'
          yield begin()
        }),
    ],
    [
      'a teardown hook',
      (app, begin) => {
        app.get('/', () => 'x')
        app.teardownRequest(() => void begin())
      },
    ],
    [
      'other work',
      (app, begin) =>
        app.get('/', () => {
          app.background('outer', () => Promise.resolve().then(begin))
          return 'x'
        }),
    ],
  ])('is waited for when %s began it', async (_, setUp) => {
    await using app = new App()
    let ended = false
    setUp(app, () => {
      app.background('work', async () => {
        await new Promise((resolve) => setImmediate(resolve))
        ended = true
      })
      return 'begun'
    })
    // Work that is waited for may begin more.
    for (const promise of await ask(app, '/')) await promise
    expect(ended).toBe(true)
  })

  it('is waited for when another app, asked by its handler, began it', async () => {
    await using inner = new App()
    await using outer = new App()
    let ended = false
    inner.get('/', () => {
      inner.background('work', async () => {
        await new Promise((resolve) => setImmediate(resolve))
        ended = true
      })
      return 'begun'
    })
    outer.get('/', () => inner.fetch(new Request('http://b.test/')))
    await Promise.all(await ask(outer, '/'))
    expect(ended).toBe(true)
  })

  it('is not that of the start hooks, though the request made an app start', async () => {
    await using inner = new App()
    await using outer = new App()
    inner.onStart((running) => running.background('loop', aborted))
    outer.get('/', async () => (await inner.start(), 'started'))
    expect(await ask(outer, '/')).toHaveLength(1)
  })
})
