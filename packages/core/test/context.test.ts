import {
  App,
  Blueprint,
  type Context,
  currentApp,
  currentContext,
  defineKey,
  hasContext,
  keepContext,
  MicroError,
  stream,
} from '@micro/core'
import { testLogger } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof MicroError ? error.code : `not a MicroError: ${String(error)}`
  }
}

async function* pieces(log: string[]): AsyncGenerator<string> {
  yield 'first piece'
  await pause(5)
  log.push('last piece')
  yield 'last piece'
}

async function* broken(): AsyncGenerator<string> {
  yield 'first piece'
  await pause(5)
  throw new RangeError('broken')
}

const pause = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const where = (c: Context): object => ({
  endpoint: c.endpoint ?? null,
  blueprint: c.blueprint ?? null,
  blueprints: c.blueprints,
})

describeMatrix('context', (bench) => {
  const text = async (path = '/'): Promise<string> => (await bench().fetch(path)).text()

  it('is found without being handed over, also after an await', async () => {
    bench().app.get('/<id>', async (c: Context) => {
      await pause()
      return String(currentContext() === c && currentApp() === c.app)
    })
    expect(await text('/1')).toBe('true')
  })

  it('is there in every hook', async () => {
    const log: string[] = []
    const note = (name: string) => (): void => void log.push(`${name} ${currentContext().request.path}`)
    const { app } = bench()
    app.urlValuePreprocessor(note('url'))
    app.beforeRequest(note('before'))
    app.afterRequest(note('after'))
    app.teardownRequest(note('teardown'))
    app.errorHandler(404, () => {
      note('error')()
      return 'none'
    })
    await text('/x')
    await expect.poll(() => log).toEqual(['url /x', 'before /x', 'error /x', 'after /x', 'teardown /x'])
  })

  it('carries values by key from a hook to a handler, for this request alone', async () => {
    const count = defineKey<number>('count')
    bench().app.beforeRequest((c) => {
      if (c.request.path === '/set') c.set(count, 7)
    })
    bench().app.get('/set', (c) => String(c.get(count)))
    bench().app.get('/unset', (c) => String(c.get(count)))
    expect([await text('/set'), await text('/unset')]).toEqual(['7', 'undefined'])
  })

  it('keeps values of different keys of one name apart', async () => {
    const [one, two] = [defineKey<string>('same'), defineKey<string>('same')]
    bench().app.get('/', (c) => {
      c.set(one, 'one')
      return String(c.get(two))
    })
    expect(await text()).toBe('undefined')
  })

  it('makes a scoped value once, and disposes it after the reply, last made first', async () => {
    const log: string[] = []
    const [one, two] = [{}, {}]
    bench().app.teardownRequest(() => void log.push('teardown'))
    bench().app.get('/', (c) => {
      c.scoped(
        one,
        () => log.push('make one'),
        () => void log.push('dispose one'),
      )
      c.scoped(
        two,
        () => log.push('make two'),
        async () => void log.push('dispose two'),
      )
      c.scoped(one, () => log.push('never'))
      return 'x'
    })
    await text()
    await expect.poll(() => log).toEqual(['make one', 'make two', 'teardown', 'dispose two', 'dispose one'])
  })

  it('disposes scoped values when the handler fails', async () => {
    let disposed = false
    bench().app.get('/', (c) => {
      c.scoped(
        {},
        () => 1,
        () => void (disposed = true),
      )
      throw new Error('broken')
    })
    await text()
    await expect.poll(() => disposed).toBe(true)
    bench().errors.splice(0)
  })

  it('disposes scoped values when a stream is through, and when it fails', async () => {
    const log: string[] = []
    const open = (c: Context, name: string): void =>
      void c.scoped(
        {},
        () => name,
        (value) => void log.push(`closed ${value}`),
      )
    bench().app.get('/stream', (c) => {
      open(c, 'stream')
      return stream(pieces(log))
    })
    bench().app.get('/broken', (c) => {
      open(c, 'broken')
      return stream(broken())
    })
    await (await bench().fetch('/stream')).text()
    await expect.poll(() => log).toEqual(['last piece', 'closed stream'])
    await bench()
      .fetch('/broken')
      .catch(() => 'cut off')
    await expect.poll(() => log.at(-1)).toBe('closed broken')
    bench().errors.splice(0)
  })

  it('disposes scoped values when the client leaves', async () => {
    const closed = Promise.withResolvers<string>()
    const left = new AbortController()
    bench().app.get('/', async (c) => {
      c.scoped(
        {},
        () => 'value',
        (value) => closed.resolve(value),
      )
      left.abort()
      await new Promise((resolve) => setTimeout(resolve, 20))
      return 'too late'
    })
    await bench().app.start()
    const listener = await bench().app.listen({ port: 0 })
    await fetch(listener.url, { signal: left.signal }).catch(() => {})
    expect(await closed.promise).toBe('value')
    await listener.close(1000)
  })

  it('disposes every scoped value, whatever the others do', async () => {
    const log: string[] = []
    bench().app.get('/', (c) => {
      c.onDispose(() => void log.push('first'))
      c.onDispose(() => {
        throw new Error('broken')
      })
      c.onDispose(async () => void log.push('last'))
      return 'x'
    })
    expect(await text()).toBe('x')
    await expect.poll(() => log).toEqual(['last', 'first'])
    await expect.poll(() => bench().errors.splice(0).length).toBe(1)
  })

  it('makes a scoped value again when making it failed', async () => {
    let tries = 0
    const owner = {}
    const make = (): string => {
      tries += 1
      if (tries === 1) throw new Error('not yet')
      return 'made'
    }
    bench().app.get('/', (c) => {
      expect(() => c.scoped(owner, make)).toThrow('not yet')
      return c.scoped(owner, make)
    })
    expect(await text()).toBe('made')
  })

  it('T10: is never mixed up between 200 requests at once', async () => {
    const key = defineKey<string>('id')
    const owner = {}
    bench().app.beforeRequest(async (c) => {
      await pause(Math.random() * 5)
      c.set(key, c.request.path)
    })
    bench().app.get('/<id>', async ({ params }) => {
      await pause(Math.random() * 5)
      const here = currentContext()
      const made = here.scoped(owner, () => here.request.path)
      await Promise.all([pause(Math.random() * 5), new Promise((resolve) => setImmediate(resolve))])
      return [
        params.id,
        here.get(key),
        currentContext().scoped(owner, () => 'another'),
        made,
        currentContext().request.path,
      ].join(' ')
    })
    const ids = Array.from({ length: 200 }, (_, i) => `r${i}`)
    const client = await bench().client()
    const bodies = await Promise.all(ids.map(async (id) => (await client.get(`/${id}`)).text()))
    expect(bodies).toEqual(ids.map((id) => `${id} /${id} /${id} /${id} /${id}`))
  })

  it('keeps callbacks that are called from elsewhere in their request', async () => {
    const waiting: (() => void)[] = []
    bench().app.get('/', async () => {
      const path = await new Promise<string>((resolve) =>
        waiting.push(keepContext(() => resolve(currentContext().request.path))),
      )
      return path
    })
    const answered = text()
    await expect.poll(() => waiting.length).toBe(1)
    waiting[0]?.()
    expect(await answered).toBe('/')
  })

  it('says where the request has arrived', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.get('/x', { endpoint: 'x' }, where)
    blueprint.errorHandler(404, (_, c) => where(c))
    bench().app.register(blueprint)
    bench().app.get('/', { endpoint: 'home' }, where)
    expect(JSON.parse(await text())).toEqual({ endpoint: 'home', blueprint: null, blueprints: [] })
    expect(JSON.parse(await text('/bp/x'))).toEqual({ endpoint: 'bp.x', blueprint: 'bp', blueprints: ['bp'] })
    expect(JSON.parse(await text('/bp/none'))).toEqual({
      endpoint: null,
      blueprint: 'bp',
      blueprints: ['bp'],
    })
  })
})

const nameOfApp = (): Promise<string> => pause().then(() => currentApp().name)

describe('context, outside of a request', () => {
  it('T11: is an error that says what to do', () => {
    expect(codeOf(() => currentContext())).toBe('NO_REQUEST')
    expect(codeOf(() => currentApp())).toBe('NO_APP')
    expect(hasContext()).toBe(false)
  })

  it('inContext has an app and no request', async () => {
    await using app = new App()
    const seen = await app.inContext(() => [
      currentApp() === app,
      hasContext(),
      codeOf(() => currentContext()),
    ])
    expect(seen).toEqual([true, false, 'NO_REQUEST'])
  })

  it('inContext starts the app, gives what the function gives, and throws what it throws', async () => {
    let started = false
    await using app = new App()
    app.onStart(() => void (started = true))
    expect(await app.inContext(async () => started)).toBe(true)
    await expect(app.inContext(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  })

  it('is back when an app that was asked in between has answered, or failed', async () => {
    const inner = new App({ name: 'inner', logger: testLogger() })
    inner.get('/', () => currentContext().app.name)
    inner.get('/broken', () => {
      throw new Error('broken')
    })
    await inner.start()
    const app = new App({ name: 'outer' })
    app.get('/', () => {
      const answers = [
        inner.fetch(new Request('http://a.test/')),
        inner.fetch(new Request('http://a.test/broken')),
      ]
      const { name } = currentContext().app
      return Promise.all(answers).then(async ([good, bad]) => [name, await good?.text(), bad?.status])
    })
    expect(await (await app.fetch(new Request('http://a.test/'))).json()).toEqual(['outer', 'inner', 500])
    await app.stop()
    await inner.stop()
  })

  it('two apps at once each find their own', async () => {
    await using one = new App({ name: 'one' })
    await using two = new App({ name: 'two' })
    expect(
      await Promise.all([
        one.inContext(nameOfApp),
        two.inContext(nameOfApp),
        one.inContext(() => two.inContext(nameOfApp)),
      ]),
    ).toEqual(['one', 'two', 'two'])
  })
})
