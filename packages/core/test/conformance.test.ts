import {
  App,
  type AppSetup,
  currentApp,
  currentContext,
  defineExtension,
  defineOptions,
  type Extension,
  integerOption,
  MicroError,
} from '@micro/core'
import { extensionSuite, stub, testClient, testExtension } from '@micro/core/testing'
import { test } from 'node:test'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { badExtensions } from './bad-extensions.ts'

interface Counts {
  readonly seen: Map<string, number>
  open: number
}

/** Does everything that an extension may, and well. */
class Good implements Extension<Counts, { readonly step: number }> {
  readonly name = 'good'
  readonly options = defineOptions({ step: integerOption(1, { min: 1 }) })
  readonly requires = [defineExtension({ name: 'base', initApp: () => ({}) })]

  initApp(app: AppSetup, { step }: { readonly step: number }): Counts {
    const state: Counts = { seen: new Map(), open: 0 }
    let timer: ReturnType<typeof setInterval> | undefined
    app.onStart(() => {
      state.open += step
      timer = setInterval(() => undefined, 1000)
    })
    app.onStop(() => {
      state.open = 0
      clearInterval(timer)
    })
    app.command({ name: 'count', description: 'Counts', run: () => 0 })
    app.templateGlobal('count', () => 1)
    return state
  }

  count(): number {
    const c = currentContext()
    const state = c.app.extension(this)
    c.scoped(
      this,
      () => (state.open += 1),
      () => void (state.open -= 1),
    )
    const count = (state.seen.get(c.request.path) ?? 0) + 1
    state.seen.set(c.request.path, count)
    return count
  }
}

describe('an extension that obeys every rule', () => {
  extensionSuite(() => new Good(), {
    options: { step: 2 },
    invalid: { step: [0, 'two'] },
    use: (good) => good.count(),
    open: ({ open }) => open,
  })(it)
})

describe('a bad extension', () => {
  it.each(badExtensions)('that $what breaks $breaks and no other rule', async ({ breaks, report }) => {
    const failures = (await report()).filter(({ ok }) => !ok)
    expect(failures.map(({ rule }) => rule)).toEqual([breaks])
  })

  it('fails each rule at least once', async () => {
    const report = await testExtension(() => defineExtension({ name: 'plain', initApp: () => ({}) }))
    expect(new Set(badExtensions.map(({ breaks }) => breaks))).toEqual(
      new Set(report.map(({ rule }) => rule)),
    )
  })
})

function bad(): Extension<Promise<string>> {
  return defineExtension({ name: 'waits', initApp: async () => 'state' })
}

describe('the suite', () => {
  it('adds a test for each rule, which throws with the rule and what to do', async () => {
    const tests = new Map<string, () => Promise<void>>()
    extensionSuite(bad)((name, run) => tests.set(name, run))
    const run = tests.get('no-io: initApp is synchronous and does no I/O')
    await expect(run?.()).rejects.toMatchObject({
      code: 'EXTENSION_RULE',
      message: expect.stringMatching(/"waits" breaks the rule "no-io".*onStart/),
    })
    expect(tests.size).toBe(13)
  })

  it('puts the globals back that it watches', async () => {
    const before = [globalThis.fetch, globalThis.setTimeout]
    await testExtension(bad)
    expect([globalThis.fetch, globalThis.setTimeout]).toEqual(before)
  })

  it('fits the test function of node:test', () => {
    expectTypeOf(test).toExtend<Parameters<ReturnType<typeof extensionSuite>>[0]>()
  })

  it('types what it is given by the extension', () => {
    void (() => testExtension(() => new Good(), { use: (good) => expectTypeOf(good).toEqualTypeOf<Good>() }))
    // @ts-expect-error -- there is no such option
    void (() => testExtension(() => new Good(), { options: { stride: 1 } }))
    // @ts-expect-error -- there is no such option
    void (() => testExtension(() => new Good(), { invalid: { stride: [1] } }))
  })
})

describe('defineExtension', () => {
  const greeter = defineExtension({
    name: 'greeter',
    options: defineOptions({ times: integerOption(1) }),
    initApp: (_app, { times }) => ({ greet: () => 'Hello '.repeat(times).trim() }),
  })

  it('infers the options and the state', () => {
    expectTypeOf(greeter).toEqualTypeOf<Extension<{ greet: () => string }, { readonly times: number }>>()
    expect(new App().register(greeter, { times: 2 }).greet()).toBe('Hello Hello')
  })

  it('gives an object that keeps nothing', () => {
    expect(Object.isFrozen(greeter)).toBe(true)
  })
})

describe('stub', () => {
  const log: string[] = []
  const mailer = defineExtension({
    name: 'mailer',
    initApp: (app) => {
      log.push('init')
      app.onStart(() => void log.push('start'))
      app.onStop(() => void log.push('stop'))
      return { send: (text: string) => `sent ${text}` }
    },
  })
  const double = { send: (text: string) => `kept ${text}` }

  async function sentBy(app: App): Promise<string> {
    app.get('/', () => currentApp().extension(mailer).send('x'))
    return (await testClient(app).get('/')).text()
  }

  it('replaces an extension for one app, whose start and stop hooks do not run', async () => {
    log.splice(0)
    const app = new App()
    app.register(mailer)
    stub(app, mailer, double)
    expect(await sentBy(app)).toBe('kept x')
    await app.stop()
    expect(log).toEqual(['init'])
    await using other = new App()
    other.register(mailer)
    expect(await sentBy(other)).toBe('sent x')
  })

  it('keeps an extension that is registered later from being set up', async () => {
    log.splice(0)
    await using app = new App()
    stub(app, mailer, double)
    app.register(mailer)
    expect([await sentBy(app), log]).toEqual(['kept x', []])
  })

  it('stands for an extension that another requires', async () => {
    await using app = new App()
    stub(app, mailer, double)
    app.register({ name: 'news', requires: [mailer], initApp: () => ({}) })
    expect(await sentBy(app)).toBe('kept x')
  })

  it('comes too late once the app has started', async () => {
    await using app = new App()
    await app.start()
    expect(() => stub(app, mailer, double)).toThrow(MicroError)
  })

  it('takes no state of another type', () => {
    expectTypeOf<{ post(): string }>().not.toExtend<
      Parameters<typeof stub<{ send(text: string): string }>>[2]
    >()
    // @ts-expect-error -- it cannot send
    void (() => stub(new App(), mailer, { post: () => 'x' }))
  })
})
