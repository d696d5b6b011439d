import { abort, App, Blueprint, type Context, defineKey, Reply, respond } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { bareSource } from './bare-source.ts'
import { describeMatrix } from './matrix.ts'

/** What a caller without types can return. */
function untyped(value: unknown): undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the mistake that is tested
  return value as undefined
}

/** A promise that somebody wrote who has not read how: its `then` does what is given, and gives nothing. */
function thenable(then: (resolve: (value?: unknown) => void) => void): object {
  // oxlint-disable-next-line unicorn/no-thenable -- the mistake that is tested
  return { then }
}

describeMatrix('hooks', (bench) => {
  const text = async (path: string): Promise<string> => (await bench().fetch(path)).text()

  /** App, parent and child, each with two of every hook that write down their names. */
  function nested(log: string[]): void {
    const parent = new Blueprint('par', { urlPrefix: '/par' })
    const child = new Blueprint('ch', { urlPrefix: '/ch' })
    for (const [name, scope] of Object.entries({ app: bench().app, par: parent, ch: child })) {
      for (const each of [`${name}1`, `${name}2`]) {
        scope.urlValuePreprocessor(() => void log.push(`url ${each}`))
        scope.beforeRequest(() => void log.push(`before ${each}`))
        scope.afterRequest(() => void log.push(`after ${each}`))
        scope.beforeSend(() => void log.push(`send ${each}`))
        scope.teardownRequest(() => void log.push(`teardown ${each}`))
        scope.use(async (_, next) => {
          log.push(`use ${each}`)
          return next()
        })
      }
    }
    child.get('/x', (c) => {
      log.push('view')
      c.afterThisRequest(() => void log.push('this1'))
      c.afterThisRequest(() => void log.push('this2'))
      return 'x'
    })
    parent.register(child)
    bench().app.register(parent)
  }

  it('run in the order of a request: in from the app, out from the innermost blueprint', async () => {
    const log: string[] = []
    nested(log)
    expect(await text('/par/ch/x')).toBe('x')
    const inwards = ['app1', 'app2', 'par1', 'par2', 'ch1', 'ch2']
    const outwards = inwards.toReversed()
    await expect.poll(() => log.at(-1)).toBe('teardown app1')
    expect(log).toEqual([
      ...inwards.map((name) => `url ${name}`),
      ...inwards.map((name) => `before ${name}`),
      ...inwards.map((name) => `use ${name}`),
      'view',
      'this1',
      'this2',
      ...outwards.map((name) => `after ${name}`),
      ...outwards.map((name) => `send ${name}`),
      ...outwards.map((name) => `teardown ${name}`),
    ])
  })

  it('of the blueprint that owns a path run for its 404 too', async () => {
    const log: string[] = []
    nested(log)
    expect((await bench().fetch('/par/ch/nowhere')).status).toBe(404)
    expect(log.filter((line) => line.startsWith('before'))).toEqual(
      ['app1', 'app2', 'par1', 'par2', 'ch1', 'ch2'].map((name) => `before ${name}`),
    )
  })

  it('of a blueprint do not run for requests of others', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.beforeRequest(() => 'mine')
    bench().app.register(blueprint)
    bench().app.get('/', () => 'home')
    expect(await text('/')).toBe('home')
  })

  it('before: the first that returns something answers, and nothing behind it runs', async () => {
    const log: string[] = []
    bench().app.beforeRequest(() => void log.push('first'))
    bench().app.beforeRequest(() => 'stop')
    bench().app.beforeRequest(() => void log.push('never'))
    bench().app.get('/', () => {
      log.push('view')
      return 'view'
    })
    expect(await text('/')).toBe('stop')
    expect(log).toEqual(['first'])
  })

  it('before: the reply of one goes through the after hooks', async () => {
    bench().app.beforeRequest(() => 'stop')
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', 'yes'))
    expect((await bench().fetch('/nowhere')).headers.get('x-after')).toBe('yes')
  })

  it('before: those of the app come first, then those of the blueprint, and any may stop the others', async () => {
    const log: string[] = []
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.beforeRequest(() => void log.push('blueprint'))
    blueprint.get('/', () => 'x')
    bench().app.register(blueprint)
    bench().app.beforeRequest((c) => (c.request.query.has('stop') ? 'app' : undefined))
    expect([await text('/bp/?stop'), await text('/bp/')]).toEqual(['app', 'x'])
    expect(log).toEqual(['blueprint'])
  })

  it('before: none runs for a Host that is not trusted; after and teardown hooks do', async () => {
    const log: string[] = []
    bench().app.config.fromObject({ trustedHosts: ['example.com'] })
    bench().app.beforeRequest(() => void log.push('before'))
    bench().app.afterRequest((reply) => void log.push(`after ${reply.status}`))
    bench().app.teardownRequest(() => void log.push('teardown'))
    bench().app.errorHandler(400, () => 'not here')
    const { status, body } = await bench().raw('/', { headers: { host: 'evil.test' } })
    expect([status, body]).toEqual([400, 'not here'])
    await expect.poll(() => log).toEqual(['after 400', 'teardown'])
  })

  it('before: a promise is waited for', async () => {
    const user = defineKey<string>('user')
    bench().app.beforeRequest(async (c) => {
      await Promise.resolve()
      c.set(user, 'Ada')
    })
    bench().app.get('/', (c) => c.get(user) ?? 'nobody')
    expect(await text('/')).toBe('Ada')
  })

  it('before: what follows a promise that calls back twice runs once', async () => {
    let runs = 0
    bench().app.beforeRequest(() =>
      untyped(
        thenable((resolve) => {
          resolve()
          resolve()
        }),
      ),
    )
    bench().app.get('/', () => `run ${++runs}`)
    expect([await text('/'), runs]).toEqual(['run 1', 1])
  })

  it('before: an empty text is an answer', async () => {
    bench().app.beforeRequest(() => '')
    bench().app.get('/', () => 'view')
    expect(await text('/')).toBe('')
  })

  it('after: sees the reply and may change it', async () => {
    bench().app.afterRequest((reply) => void reply.headers.set('x-seen', String(reply.status)))
    bench().app.get('/', () => respond('made', { status: 201 }))
    expect((await bench().fetch('/')).headers.get('x-seen')).toBe('201')
  })

  it('after: returning nothing means the same reply, returning one replaces it', async () => {
    bench().app.afterRequest((reply) => respond(`${typeof reply.body}, later`))
    bench().app.afterRequest(() => {})
    bench().app.get('/', () => 'first')
    expect(await text('/')).toBe('string, later')
  })

  it('after: a promise is waited for', async () => {
    bench().app.afterRequest(async (reply) => {
      await Promise.resolve()
      reply.headers.set('x-late', 'yes')
    })
    bench().app.get('/', () => 'x')
    expect((await bench().fetch('/')).headers.get('x-late')).toBe('yes')
  })

  it.each([404, 405, 500])('after: run on the reply to an error of status %i', async (status) => {
    bench().app.afterRequest((reply) => void reply.headers.set('x-after', 'yes'))
    bench().app.post('/405', () => 'post')
    bench().app.get('/500', () => {
      throw new Error('broken')
    })
    const response = await bench().fetch(`/${status}`)
    expect([response.status, response.headers.get('x-after')]).toEqual([status, 'yes'])
    bench().errors.splice(0)
  })

  it('T07: after: one that fails answers 500, runs once, and the others still run', async () => {
    const log: string[] = []
    bench().app.afterRequest(() => void log.push('outer'))
    bench().app.afterRequest(() => {
      log.push('broken')
      throw new Error('broken')
    })
    bench().app.get('/', () => 'x')
    expect((await bench().fetch('/')).status).toBe(500)
    expect(log).toEqual(['broken', 'outer'])
    expect(
      bench()
        .errors.splice(0)
        .map(({ err }) => String(err)),
    ).toEqual(['Error: broken'])
  })

  it('T07: after: an async one that fails answers 500, runs once, and the others still run', async () => {
    const log: string[] = []
    bench().app.afterRequest((reply) => void log.push(`outer ${reply.status}`))
    bench().app.afterRequest(async () => {
      log.push('broken')
      throw new Error('broken')
    })
    bench().app.get('/', () => 'x')
    expect((await bench().fetch('/')).status).toBe(500)
    expect(log).toEqual(['broken', 'outer 500'])
    expect(bench().errors.splice(0)).toHaveLength(1)
  })

  it('T07: after: one that fails on the reply to an error does not run twice either', async () => {
    let runs = 0
    bench().app.errorHandler(404, () => 'mine')
    bench().app.afterRequest(() => {
      runs += 1
      throw new Error('broken')
    })
    expect((await bench().fetch('/nowhere')).status).toBe(500)
    expect([runs, bench().errors.splice(0).length]).toEqual([1, 1])
  })

  it.each<readonly [string, unknown]>([
    ['a text', 'x'],
    ['an empty text', ''],
    ['a number', 7],
    ['an object', {}],
    ['a Response', new Response('x')],
    ['what looks like a reply', { status: 200, body: 'x', headers: new Headers() }],
    ['a reply that cannot be looked at', new Proxy(new Reply('x'), {})],
  ])('T04, T07: after: one that returns %s answers 500, and the others still run', async (_, value) => {
    const { app, errors } = bench()
    app.afterRequest((reply) => void reply.headers.set('x-after', String(reply.status)))
    app.get('/at-once', (c) => c.afterThisRequest(() => untyped(value)) ?? 'x')
    app.get('/later', async (c) => c.afterThisRequest(async () => untyped(value)) ?? 'x')
    app.beforeSend((reply, c) => (c.request.path === '/send' ? untyped(value) : undefined))
    app.get('/send', async () => 'x')
    for (const path of ['/at-once', '/later', '/send']) {
      const { status } = await bench().fetch(path)
      expect([path, status, errors.splice(0).length]).toEqual([path, 500, 1])
    }
  })

  it('after: the error of one that returns no reply names the endpoint, or the path where there is none', async () => {
    bench().app.afterRequest(() => untyped(7))
    bench().app.get('/', { endpoint: 'culprit' }, () => 'x')
    await bench().fetch('/')
    await bench().fetch('/nowhere')
    const [named, unnamed] = bench().errors.splice(0)
    expect(String(named?.err)).toMatch(/HOOK_RETURNED.*culprit.*number/)
    expect(String(unnamed?.err)).toMatch(/HOOK_RETURNED.*\/nowhere.*number/)
  })

  it('after: one that returns the reply to another request answers 500', async () => {
    const kept = new Reply('kept')
    bench().app.afterRequest(() => kept)
    bench().app.get('/', (c) => c.afterThisRequest(() => {}) ?? 'x')
    const first = await bench().fetch('/')
    const second = await bench().fetch('/')
    expect([first.status, second.status]).toEqual([200, 500])
    expect(String(bench().errors.splice(0)[0]?.err)).toContain('HOOK_RETURNED')
  })

  it.each<readonly [string, object, number]>([
    ['that cannot be looked at', new Proxy({}, { has: () => abort(500) }), 500],
    ['whose `then` throws', thenable(() => abort(500)), 500],
    ['that calls back twice', thenable((resolve) => [resolve(), resolve()]), 200],
    ['of a text', thenable((resolve) => resolve('x')), 500],
  ])('T07: after: a promise %s is answered, behind any handler', async (_, promise, status) => {
    let runs = 0
    bench().app.afterRequest(() => void ++runs)
    bench().app.afterRequest(() => untyped(promise))
    bench().app.get('/at-once', () => 'x')
    bench().app.get('/later', async () => 'x')
    const { status: atOnce } = await bench().fetch('/at-once')
    const { status: later } = await bench().fetch('/later')
    expect([atOnce, later, runs]).toEqual([status, status, 2])
    bench().errors.splice(0)
  })

  it('after: one that aborts is answered with that status, by the error handlers', async () => {
    bench().app.errorHandler(409, () => 'conflict')
    bench().app.afterRequest(() => abort(409))
    bench().app.get('/', () => 'x')
    const response = await bench().fetch('/')
    expect([response.status, await response.text()]).toEqual([409, 'conflict'])
  })

  it('after: those of a blueprint run for its 404 and 405, and not for those of others', async () => {
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.afterRequest((reply) => void reply.headers.set('x-bp', String(reply.status)))
    blueprint.post('/x', () => 'x')
    bench().app.register(blueprint)
    const marks = ['/bp/none', '/bp/x', '/none'].map(async (path) =>
      (await bench().fetch(path)).headers.get('x-bp'),
    )
    expect(await Promise.all(marks)).toEqual(['404', '405', null])
  })

  it('T07: before: one that throws answers 500, and the view does not run', async () => {
    let ran = false
    bench().app.beforeRequest(() => {
      throw new Error('broken')
    })
    bench().app.get('/', () => {
      ran = true
      return 'x'
    })
    expect((await bench().fetch('/')).status).toBe(500)
    expect(ran).toBe(false)
    expect(bench().errors.splice(0)).toHaveLength(1)
  })

  it('after this request: runs for this one only, before the after hooks', async () => {
    bench().app.afterRequest((reply) => void reply.headers.append('x-order', 'after'))
    bench().app.get('/one', (c) => {
      c.afterThisRequest((reply) => void reply.headers.append('x-order', 'this'))
      return 'one'
    })
    bench().app.get('/two', () => 'two')
    expect((await bench().fetch('/one')).headers.get('x-order')).toBe('this, after')
    expect((await bench().fetch('/two')).headers.get('x-order')).toBe('after')
  })

  it('after this request: may be asked for in a before hook, also when the view fails', async () => {
    bench().app.beforeRequest((c) => c.afterThisRequest((reply) => void reply.headers.set('x-this', 'yes')))
    bench().app.get('/', () => {
      throw new Error('broken')
    })
    expect((await bench().fetch('/')).headers.get('x-this')).toBe('yes')
    bench().errors.splice(0)
  })

  it('before send: sees the reply that the after hooks made', async () => {
    bench().app.beforeSend((reply) => void reply.headers.set('x-final', String(reply.status)))
    bench().app.afterRequest(() => respond('changed', { status: 202 }))
    bench().app.get('/', () => 'x')
    expect((await bench().fetch('/')).headers.get('x-final')).toBe('202')
  })

  it('teardown: gets undefined when all went well, and for an error that was handled', async () => {
    const got: unknown[] = []
    bench().app.teardownRequest((error) => void got.push(error))
    bench().app.errorHandler(RangeError, () => 'handled')
    bench().app.get('/', () => 'x')
    bench().app.get('/handled', () => {
      throw new RangeError('handled')
    })
    await bench().fetch('/')
    await bench().fetch('/handled')
    await bench().fetch('/nowhere')
    await expect.poll(() => got).toEqual([undefined, undefined, undefined])
  })

  it('teardown: gets the error that nobody handled', async () => {
    const got: unknown[] = []
    const error = new Error('broken')
    bench().app.teardownRequest((given) => void got.push(given))
    bench().app.get('/', () => {
      throw error
    })
    await bench().fetch('/')
    await expect.poll(() => got).toEqual([error])
    bench().errors.splice(0)
  })

  it('teardown: runs after the reply is sent, also a streamed one', async () => {
    const log: string[] = []
    bench().app.teardownRequest(() => void log.push('teardown'))
    bench().app.get('/', async function* () {
      yield 'a'
      log.push('streaming')
      yield 'b'
    })
    expect(await text('/')).toBe('ab')
    await expect.poll(() => log).toEqual(['streaming', 'teardown'])
  })

  it('teardown: those of the blueprint that owns a path run for its 404', async () => {
    const log: string[] = []
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    blueprint.teardownRequest(() => void log.push('blueprint'))
    bench().app.teardownRequest(() => void log.push('app'))
    bench().app.register(blueprint)
    await bench().fetch('/bp/none')
    await expect.poll(() => log).toEqual(['blueprint', 'app'])
  })

  it('teardown: gets what an error handler or an after hook threw', async () => {
    const got: unknown[] = []
    const [first, second] = [new Error('handler'), new Error('after')]
    bench().app.teardownRequest((error) => void got.push(error))
    bench().app.errorHandler(404, () => {
      throw first
    })
    bench().app.get('/', (c) => {
      c.afterThisRequest(() => {
        throw second
      })
      return 'x'
    })
    await bench().fetch('/nowhere')
    await bench().fetch('/')
    await expect.poll(() => got).toEqual([first, second])
    bench().errors.splice(0)
  })

  it('T07: teardown: every one runs, whatever the others do, and the reply is not touched', async () => {
    const log: string[] = []
    bench().app.teardownRequest(() => void log.push('first'))
    bench().app.teardownRequest(async () => {
      log.push('second')
      throw new Error('second broke')
    })
    bench().app.teardownRequest(() => {
      log.push('third')
      throw new Error('third broke')
    })
    bench().app.get('/', () => 'fine')
    expect(await text('/')).toBe('fine')
    await expect.poll(() => log).toEqual(['third', 'second', 'first'])
    await expect.poll(() => bench().errors.length).toBe(2)
    expect(
      bench()
        .errors.splice(0)
        .map(({ err }) => String(err)),
    ).toEqual(['Error: third broke', 'Error: second broke'])
  })

  it('middleware: really sees the failure of the view', async () => {
    const seen: unknown[] = []
    bench().app.use(async (_, next) => {
      try {
        return await next()
      } catch (error) {
        seen.push(error)
        throw error
      } finally {
        seen.push('finally')
      }
    })
    const error = new Error('broken')
    bench().app.get('/', () => {
      throw error
    })
    expect((await bench().fetch('/')).status).toBe(500)
    expect(seen).toEqual([error, 'finally'])
    bench().errors.splice(0)
  })

  it('middleware: may turn the failure of the view into a reply', async () => {
    bench().app.use(async (_, next) => {
      try {
        return await next()
      } catch {
        return 'saved'
      }
    })
    bench().app.get('/', () => {
      throw new Error('broken')
    })
    expect(await text('/')).toBe('saved')
  })

  it('middleware: of a blueprint runs within that of the app, for its own routes only', async () => {
    const log: string[] = []
    const blueprint = new Blueprint('bp', { urlPrefix: '/bp' })
    for (const [name, scope] of Object.entries({ blueprint, app: bench().app }))
      scope.use(async (_, next) => {
        log.push(name)
        return next()
      })
    blueprint.get('/', () => 'x')
    bench().app.register(blueprint)
    bench().app.get('/', () => 'home')
    await text('/bp/')
    await text('/')
    expect(log).toEqual(['app', 'blueprint', 'app'])
  })

  it('middleware: sees what the view refuses, and does not run where no route answers', async () => {
    const log: unknown[] = []
    bench().app.use(async (_, next) => next().finally(() => void log.push('out')))
    bench().app.get('/', () => abort(404))
    await text('/nowhere')
    expect(log).toEqual([])
    await text('/')
    expect(log).toEqual(['out'])
  })

  it('middleware: may answer without the view', async () => {
    bench().app.use(() => 'closed')
    bench().app.get('/', () => 'open')
    expect(await text('/')).toBe('closed')
  })

  it('middleware: may change the reply of the view', async () => {
    bench().app.use(async (_, next) => {
      const reply = await next()
      reply.headers.set('x-around', 'yes')
      return reply
    })
    bench().app.get('/', () => ({ a: 1 }))
    const response = await bench().fetch('/')
    expect([response.headers.get('x-around'), await response.text()]).toEqual(['yes', '{"a":1}'])
  })

  it('middleware: goes around the guards of a route', async () => {
    const log: string[] = []
    bench().app.use(async (_, next) => {
      log.push('in')
      const reply = await next()
      log.push('out')
      return reply
    })
    bench().app.get('/', { before: [() => void log.push('guard')] }, () => 'x')
    await text('/')
    expect(log).toEqual(['in', 'guard', 'out'])
  })

  it('guards: run in order after the before hooks; what one returns is the reply', async () => {
    const log: string[] = []
    bench().app.beforeRequest(() => void log.push('hook'))
    bench().app.get('/', { before: [() => void log.push('guard'), async () => 'stopped'] }, () => 'view')
    expect(await text('/')).toBe('stopped')
    expect(log).toEqual(['hook', 'guard'])
  })

  it('url values: a preprocessor may take one away before the handler sees it', async () => {
    const lang = defineKey<string>('lang')
    const blueprint = new Blueprint('site', { urlPrefix: '/<lang>' })
    let taken: unknown
    blueprint.urlValuePreprocessor((_, params) => {
      taken = params?.['lang']
      delete params?.['lang']
    })
    blueprint.get('/about', { endpoint: 'about' }, (c: Context) => {
      c.set(lang, String(taken))
      return { lang: c.get(lang), params: { ...c.params } }
    })
    bench().app.register(blueprint)
    expect(await (await bench().fetch('/de/about')).json()).toEqual({ lang: 'de', params: {} })
  })

  it('url values: run before any before hook, also for a 405, and see the name of the endpoint', async () => {
    const log: unknown[] = []
    bench().app.beforeRequest(() => void log.push('before'))
    bench().app.urlValuePreprocessor((endpoint, params) => void log.push([endpoint, params && { ...params }]))
    bench().app.get('/<int:id>', { endpoint: 'show' }, () => 'x')
    await bench().fetch('/7')
    await bench().fetch('/7', { method: 'POST' })
    expect(log).toEqual([['show', { id: 7 }], 'before', [undefined, undefined], 'before'])
  })

  it('url values: of a blueprint are those of its routes and of the blueprints inside it', async () => {
    const log: string[] = []
    const outer = new Blueprint('outer', { urlPrefix: '/o' })
    const inner = new Blueprint('inner', { urlPrefix: '/i' })
    outer.urlValuePreprocessor((endpoint) => void log.push(`outer ${String(endpoint)}`))
    inner.urlValuePreprocessor((endpoint) => void log.push(`inner ${String(endpoint)}`))
    inner.get('/', { endpoint: 'x' }, () => 'x')
    outer.register(inner)
    bench().app.register(outer)
    bench().app.get('/', { endpoint: 'home' }, () => 'home')
    await text('/')
    await text('/o/i/')
    expect(log).toEqual(['outer outer.inner.x', 'inner outer.inner.x'])
  })

  it('url values: what a preprocessor throws is answered by the error handlers', async () => {
    bench().app.urlValuePreprocessor(() => abort(410))
    bench().app.get('/', () => 'x')
    expect((await bench().fetch('/')).status).toBe(410)
  })

  it('T07: url values: an async preprocessor is a mistake of the developer, and what it throws is logged', async () => {
    bench().app.urlValuePreprocessor(() => untyped(Promise.reject(new Error('broken'))))
    bench().app.get('/', { endpoint: 'culprit' }, () => 'x')
    expect((await bench().fetch('/')).status).toBe(500)
    const told = bench()
      .errors.splice(0)
      .map(({ err }) => String(err))
    expect(told).toEqual([expect.stringMatching(/HOOK_RETURNED.*culprit.*Promise/), 'Error: broken'])
  })

  it('url values: what a preprocessor adds is for this request only', async () => {
    let count = 0
    bench().app.urlValuePreprocessor((_, params) => {
      count += 1
      if (params !== undefined && count === 1) params['first'] = true
    })
    bench().app.get('/', (c) => ({ ...c.params }))
    expect(await text('/')).toBe('{"first":true}')
    expect(await text('/')).toBe('{}')
  })

  it('url values: a preprocessor gets undefined where no route answers', async () => {
    const got: unknown[] = []
    bench().app.urlValuePreprocessor((endpoint, params) => void got.push(endpoint, params))
    await bench().fetch('/nowhere')
    expect(got).toEqual([undefined, undefined])
  })
})

describe('hooks, in code', () => {
  it('cannot be added once the app has started', async () => {
    await using app = new App()
    await app.start()
    for (const add of [
      'beforeRequest',
      'afterRequest',
      'beforeSend',
      'teardownRequest',
      'use',
      'urlValuePreprocessor',
      'urlDefaults',
    ] as const) {
      const late: (hook: () => never) => void = app[add].bind(app)
      expect(() => late(() => abort(500))).toThrow(expect.objectContaining({ code: 'SETUP_FINISHED' }))
    }
  })

  it('a request that calls nothing asynchronous is answered without a promise', async () => {
    await using app = new App()
    app.beforeRequest(() => {})
    app.afterRequest(() => {})
    app.get('/', () => 'now')
    await app.start()
    expect(app.handle(bareSource(), () => undefined)).toBeUndefined()
  })
})
