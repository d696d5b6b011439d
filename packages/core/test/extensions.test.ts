import {
  App,
  type AppSetup,
  Blueprint,
  currentApp,
  defineContract,
  defineOptions,
  type Extension,
  booleanOption,
  integerOption,
  MicroError,
  stringOption,
} from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'

function errorOf(run: () => unknown): MicroError {
  try {
    run()
  } catch (error) {
    if (error instanceof MicroError) return error
    throw error
  }
  throw new TypeError('nothing was thrown')
}

interface Options {
  readonly greeting: string
  readonly times: number
  readonly loud: boolean
}

class Greeter implements Extension<{ greet(): string }, Options> {
  readonly name = 'greeter'
  readonly options = defineOptions({
    greeting: stringOption('Hello'),
    times: integerOption(1, { min: 1, max: 3 }),
    loud: booleanOption(false),
  })

  initApp(app: AppSetup, { greeting, times, loud }: Options): { greet(): string } {
    app.templateGlobal('greet', () => greeting)
    const words = Array.from({ length: times }, () => greeting).join(' ')
    return { greet: () => (loud ? words.toUpperCase() : words) }
  }

  /** Works wherever an app is at work. */
  greet(): string {
    return currentApp().extension(this).greet()
  }
}

/** An extension that does nothing but what it is given. */
function plain(
  name: string,
  initApp: (app: AppSetup) => unknown = () => undefined,
  requires: readonly Extension[] = [],
): Extension {
  return { name, requires, initApp }
}

describe('extensions', () => {
  it('are set up with their defaults, and their state is given back typed', () => {
    const greeter = new Greeter()
    const app = new App()
    expect(app.register(greeter).greet()).toBe('Hello')
    expect(app.extension(greeter).greet()).toBe('Hello')
  })

  it('take options from the configuration, and before those from code', () => {
    const app = new App({ config: { greeter: { greeting: 'Hi', times: 2 } } })
    expect(app.register(new Greeter(), { times: 3 }).greet()).toBe('Hi Hi Hi')
  })

  it('take options from the environment', () => {
    const app = new App()
    app.config.fromPrefixedEnv('MICRO', { MICRO_GREETER__GREETING: 'Hey', MICRO_GREETER__LOUD: 'true' })
    expect(app.register(new Greeter()).greet()).toBe('HEY')
  })

  it.each<readonly [string, object, string, string]>([
    ['a wrong value', { times: 9 }, 'times', 'a whole number from 1 to 3'],
    ['a wrong type', { greeting: 7 }, 'greeting', 'a text'],
    ['an unknown name', { greting: 'x' }, 'greting', 'is no option'],
  ])('refuse %s by extension, option and rule', (_, options, option, rule) => {
    const { code, message } = errorOf(() => new App().register(new Greeter(), options))
    expect(code).toBe('EXTENSION_OPTIONS')
    expect(message).toContain('"greeter"')
    expect(message).toContain(option)
    expect(message).toContain(rule)
  })

  it('T15: are not set up when their options are wrong', () => {
    let ran = false
    const extension: Extension<void> = {
      name: 'x',
      options: defineOptions({ a: booleanOption(false) }),
      initApp: () => void (ran = true),
    }
    errorOf(() => new App().register(extension, { a: 'yes' } as object))
    expect(ran).toBe(false)
  })

  it('T15: are registered once', () => {
    const app = new App()
    const greeter = new Greeter()
    app.register(greeter)
    const { code, message } = errorOf(() => app.register(greeter))
    expect([code, message.includes('"greeter"')]).toEqual(['EXTENSION_REGISTERED', true])
  })

  it('have their identity by their object', () => {
    const app = new App()
    app.register(plain('same'))
    expect(errorOf(() => app.extension(plain('same'))).code).toBe('EXTENSION_MISSING')
  })

  it('T15: used before they are registered say the line to add', () => {
    const { code, fix } = errorOf(() => new App({ name: 'shop' }).extension(new Greeter()))
    expect([code, fix.includes('app.register(greeter)')]).toEqual(['EXTENSION_MISSING', true])
  })

  it('used outside of an app say so', () => {
    expect(errorOf(() => new Greeter().greet()).code).toBe('NO_APP')
  })

  it('are shared by two apps that never meet', async () => {
    const greeter = new Greeter()
    await using one = new App()
    await using two = new App()
    one.register(greeter, { greeting: 'one' })
    two.register(greeter, { greeting: 'two' })
    one.get('/', () => greeter.greet())
    two.get('/', () => greeter.greet())
    const bodies = await Promise.all([one, two].map(async (app) => (await testClient(app).get('/')).text()))
    expect(bodies).toEqual(['one', 'two'])
  })

  it('cannot be registered once the app has started', async () => {
    await using app = new App()
    await app.start()
    expect(errorOf(() => app.register(new Greeter())).code).toBe('SETUP_FINISHED')
  })

  it('may be registered in any order of what they require', async () => {
    const log: string[] = []
    const database = plain('database', (app) => app.onStart(() => void log.push('database')))
    const auth = plain('auth', (app) => app.onStart(() => void log.push('auth')), [database])
    await using app = new App()
    app.register(auth)
    app.register(database)
    app.onStart(() => void log.push('app'))
    await app.start()
    expect(log).toEqual(['database', 'auth', 'app'])
  })

  it('T15: that are required and missing are named at the start, with the line to add', async () => {
    await using app = new App({ name: 'shop' })
    app.register(plain('auth', undefined, [plain('database')]))
    await expect(app.start()).rejects.toMatchObject({
      code: 'EXTENSION_REQUIRES',
      fix: expect.stringContaining('app.register(database)'),
    })
  })

  it('that require each other are refused', async () => {
    const requires: Extension[] = []
    const one = plain('one', undefined, requires)
    requires.push(plain('two', undefined, [one]))
    await using app = new App()
    app.register(one)
    for (const each of requires) app.register(each)
    app.register(plain('waiting', undefined, [one]))
    await expect(app.start()).rejects.toMatchObject({
      code: 'EXTENSION_CIRCLE',
      message: expect.stringContaining('The extensions "one", "two" require'),
    })
  })

  it('that clash over a template name are both named', () => {
    const app = new App()
    app.register(plain('one', (setup) => setup.templateGlobal('x', 1)))
    const { code, message } = errorOf(() =>
      app.register(plain('two', (setup) => setup.templateGlobal('x', 2))),
    )
    expect(code).toBe('NAME_TAKEN')
    expect(message).toMatch(/two[^]*one/)
  })

  it('that clash over a route are named', () => {
    const app = new App()
    const health = new Blueprint('health')
    health.get('/health', { endpoint: 'check' }, () => 'ok')
    app.register(plain('monitor', (setup) => setup.register(health)))
    expect(errorOf(() => app.get('/health', { endpoint: 'mine' }, () => 'x')).message).toMatch(
      /health\.check[^]*mine/,
    )
  })

  it('add hooks that run for every request of the app', async () => {
    await using app = new App()
    app.register(
      plain('stamp', (setup) => setup.afterRequest((reply) => void reply.headers.set('x-stamp', 'yes'))),
    )
    app.get('/', () => 'x')
    expect((await testClient(app).get('/')).headers.get('x-stamp')).toBe('yes')
  })

  it('add filters, tests and globals to templates', () => {
    const app = new App()
    app.register(
      plain('words', (setup) => {
        setup.templateFilter('shout', (value: string) => value.toUpperCase())
        setup.templateTest('even', (value: number) => value % 2 === 0)
        setup.templateGlobal('year', 2024)
      }),
    )
    const { filters, tests, globals } = app.templates
    expect([filters.get('shout')?.('a'), tests.get('even')?.(2), globals.get('year')]).toEqual([
      'A',
      true,
      2024,
    ])
  })

  it('may set others up from theirs', () => {
    const inner = new Greeter()
    const app = new App()
    const state = app.register({
      name: 'outer',
      initApp: (setup: AppSetup) => (setup === app ? app.register(inner) : undefined),
    })
    expect([state?.greet(), app.extension(inner).greet()]).toEqual(['Hello', 'Hello'])
  })

  it('T15: whose set-up throws are not registered', () => {
    const app = new App()
    const broken = plain('broken', () => {
      throw new RangeError('broken')
    })
    const error = errorOf(() => app.register(broken))
    expect([error.code, error.message.includes('"broken"'), error.cause instanceof RangeError]).toEqual([
      'EXTENSION_SETUP',
      true,
      true,
    ])
    expect(errorOf(() => app.extension(broken)).code).toBe('EXTENSION_MISSING')
  })

  it('may have undefined as their state', () => {
    const app = new App()
    const extension = plain('empty')
    app.register(extension)
    expect(app.extension(extension)).toBeUndefined()
  })
})

describe('contracts', () => {
  interface Clock {
    now(): number
  }
  const clock = defineContract<Clock>('clock')

  it('are fulfilled by one and used by another', () => {
    const app = new App()
    app.register(plain('time', (setup) => setup.provide(clock, { now: () => 7 })))
    expect(app.service(clock)?.now()).toBe(7)
  })

  it('are undefined when nobody fulfils them', () => {
    expect(new App().service(clock)).toBeUndefined()
  })

  it('are told apart by their object', () => {
    const app = new App()
    app.provide(clock, { now: () => 7 })
    expect(app.service(defineContract<Clock>('clock'))).toBeUndefined()
  })

  it('are fulfilled once, and both owners are named', () => {
    const app = new App()
    app.register(plain('one', (setup) => setup.provide(clock, { now: () => 1 })))
    const { code, message } = errorOf(() =>
      app.register(plain('two', (setup) => setup.provide(clock, { now: () => 2 }))),
    )
    expect([code, message.includes('one') && message.includes('two')]).toEqual(['NAME_TAKEN', true])
  })
})

describe('commands', () => {
  it('are kept as data, in order', () => {
    const app = new App()
    app.command({ name: 'seed', description: 'Fills the database', run: () => 0 })
    app.register(
      plain('db', (setup) => setup.command({ name: 'db migrate', description: 'Migrates', run: () => 0 })),
    )
    expect(app.commands.map(({ name }) => name)).toEqual(['seed', 'db migrate'])
  })

  it('of one name clash, and both owners are named', () => {
    const app = new App({ name: 'shop' })
    app.command({ name: 'seed', description: '', run: () => 0 })
    const { code, message } = errorOf(() =>
      app.register(plain('db', (setup) => setup.command({ name: 'seed', description: '', run: () => 0 }))),
    )
    expect([code, message.includes('db') && message.includes('shop')]).toEqual(['NAME_TAKEN', true])
  })

  it('cannot be added once the app has started', async () => {
    await using app = new App()
    await app.start()
    expect(errorOf(() => app.command({ name: 'late', description: '', run: () => 0 })).code).toBe(
      'SETUP_FINISHED',
    )
  })
})
