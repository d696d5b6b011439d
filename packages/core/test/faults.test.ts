import { EventEmitter, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { abort, App, currentContext, defineKey, MicroError } from '@micro/core'
import { testClient } from '@micro/core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { brokenInvariants } from './invariants.ts'
import { describeMatrix } from './matrix.ts'

function fail(): never {
  throw new Error('getter')
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof MicroError ? error.code : String(error)
  }
}

/** Values that fail when a logger looks at them closely. */
function hostileValues(): readonly (readonly [string, unknown])[] {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const circular = new Error('circular')
  circular.cause = circular
  const withGetters = (names: readonly string[]): Error =>
    Object.defineProperties(new Error('x'), Object.fromEntries(names.map((name) => [name, { get: fail }])))
  return [
    ['a revoked proxy', revoked.proxy],
    ['an error whose stack throws', withGetters(['stack'])],
    ['an error that throws whatever is asked', withGetters(['stack', 'message', 'name', 'cause', 'status'])],
    ['an error that is its own cause', circular],
    ['a symbol', Symbol('thrown')],
    ['an object without a prototype', Object.create(null)],
    ['a function', fail],
    ['10 MB', new Error('x'.repeat(10_000_000))],
    ['control characters', new Error('\r\nERROR app: forged\u001B[2J\0')],
  ]
}

describe('the log of an app', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it.each(hostileValues())('T01, T02: stands %s that is thrown, and is one entry each', async (_, value) => {
    // oxlint-disable-next-line no-console -- the logger of an app that was given none writes to it
    const written = vi.spyOn(console, 'error').mockImplementation(() => {})
    await using app = new App()
    app.get('/sync', () => {
      throw value
    })
    app.get('/async', async () => {
      await Promise.resolve()
      throw value
    })
    const client = testClient(app, { raiseErrors: false })
    for (const path of ['/sync', '/async']) {
      const response = await client.get(path)
      const fields = new Map([...response.headers].map(([name, text]) => [name, [text]]))
      const { status } = response
      expect([status, brokenInvariants({ status, fields, body: await response.text() })]).toEqual([500, []])
    }
    const entries = written.mock.calls.map(([line]) => String(line))
    expect(entries).toHaveLength(2)
    for (const entry of entries) expect(entry).not.toMatch(/^ERROR app: forged/m)
  })
})

describe('the context of an app', () => {
  it('T10: is never mixed up between a thousand requests at once, through timers, emitters and streams', async () => {
    const key = defineKey<string>('id')
    const bus = new EventEmitter()
    bus.setMaxListeners(0)
    await using app = new App()
    app.beforeRequest((c) => c.set(key, c.request.path))
    const here = (): string => currentContext().get(key) ?? 'nobody'
    app.get('/<id>', async function* () {
      yield `${here()} `
      await Promise.all([pause(Math.random() * 5), once(bus, 'tick')])
      yield `${here()} `
      await new Promise((resolve) => setImmediate(resolve))
      yield currentContext().request.path
    })
    const ticking = setInterval(() => bus.emit('tick'), 2)
    const client = testClient(app)
    const ids = Array.from({ length: 1000 }, (_, i) => `/r${i}`)
    const bodies = await Promise.all(ids.map(async (id) => (await client.get(id)).text()))
    clearInterval(ticking)
    expect(bodies).toEqual(ids.map((id) => `${id} ${id} ${id}`))
  }, 60_000)
})

describeMatrix('faults', (bench) => {
  it.each([404, 405])(
    'T05: a handler of %d that fails gives the built-in 500, and runs once',
    async (status) => {
      let runs = 0
      bench().app.errorHandler(status, () => {
        runs += 1
        throw new Error('the handler broke')
      })
      bench().app.post('/here', () => 'x')
      const response = await bench().fetch(status === 404 ? '/nowhere' : '/here')
      expect([response.status, runs, bench().errors.splice(0).length]).toEqual([500, 1, 1])
    },
  )

  it('T07: a before hook that fails for one request does not fail the next', async () => {
    bench().app.beforeRequest(({ request }) => (request.path === '/bad' ? fail() : undefined))
    bench().app.get('/<name>', ({ params }) => params.name)
    const client = await bench().client()
    expect([(await client.get('/bad')).status, await (await client.get('/good')).text()]).toEqual([
      500,
      'good',
    ])
    expect(bench().errors.splice(0)).toHaveLength(1)
  })

  it('T11: a timer that outlives its request is told that there is none', async () => {
    const seen = Promise.withResolvers<string | undefined>()
    bench().app.get('/', () => {
      setTimeout(() => seen.resolve(codeOf(() => currentContext().request)), 100)
      return 'x'
    })
    await (await bench().fetch('/')).text()
    expect(await seen.promise).toBe('NO_REQUEST')
  })

  it('T11: a teardown hook still has its request', async () => {
    const seen = Promise.withResolvers<string>()
    bench().app.teardownRequest(async () => {
      await Promise.resolve()
      seen.resolve(currentContext().request.path)
    })
    bench().app.get('/here', () => 'x')
    await bench().fetch('/here')
    expect(await seen.promise).toBe('/here')
  })

  it.each(['x', undefined, null, Number.NaN, Infinity])(
    'T12: abort(%s) is a mistake of the developer',
    async (status) => {
      // @ts-expect-error -- what a program without types could pass
      bench().app.get('/', () => abort(status))
      expect((await bench().fetch('/')).status).toBe(500)
      expect(String(bench().errors.splice(0)[0]?.err)).toContain('ABORT_STATUS')
    },
  )

  it('T13: abort in a callback that a handler waits for keeps its status', async () => {
    bench().app.get(
      '/',
      () =>
        new Promise((resolve, reject) => {
          setTimeout(() => {
            try {
              resolve(abort(409, 'Taken'))
            } catch (error) {
              reject(error)
            }
          }, 1)
        }),
    )
    expect((await bench().fetch('/')).status).toBe(409)
  })
})
