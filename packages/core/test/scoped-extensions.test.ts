import {
  App,
  type AppSetup,
  Blueprint,
  currentApp,
  defineContract,
  defineExtension,
  defineOptions,
  type Extension,
  respond,
  stringOption,
} from '@micro/core'
import { testClient } from '@micro/core/testing'
import { describe, expect, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

/** Writes its mark into the header of every reply that its hooks see. */
function marking(name = 'mark'): Extension<{ readonly mark: string }, { mark: string }> {
  return defineExtension({
    name,
    options: defineOptions({ mark: stringOption('default') }),
    initApp: (app: AppSetup, { mark }: { mark: string }) => {
      app.afterRequest((reply) => void reply.headers.append(`x-${name}`, mark))
      return { mark }
    },
  })
}

describeMatrix('an extension on a blueprint', (bench) => {
  const marks = async (path: string): Promise<string | null> =>
    (await bench().fetch(path)).headers.get('x-mark')

  it('reaches the requests of that blueprint and of those inside it, and no others', async () => {
    const mark = marking()
    const [shop, cart, blog] = [new Blueprint('shop'), new Blueprint('cart'), new Blueprint('blog')]
    for (const part of [shop, cart, blog]) part.get('/', () => 'Hello')
    cart.get('/broken', () => respond(null, { status: 503 }))
    shop.register(mark, { mark: 'shop' })
    shop.register(cart, { urlPrefix: '/cart' })
    bench().app.register(shop, { urlPrefix: '/shop' })
    bench().app.register(blog, { urlPrefix: '/blog' })
    bench().app.get('/', () => 'Hello')
    expect([await marks('/shop/'), await marks('/shop/cart/'), await marks('/shop/cart/broken')]).toEqual([
      'shop',
      'shop',
      'shop',
    ])
    expect([await marks('/'), await marks('/blog/'), await marks('/none')]).toEqual([null, null, null])
  })

  it('has a state of its own for each registration, which the nearest request finds', async () => {
    const mark = marking()
    const say = (): string => currentApp().extension(mark).mark
    const [inner, outer] = [new Blueprint('inner'), new Blueprint('outer')]
    inner.get('/', say)
    outer.get('/', say)
    inner.register(mark, { mark: 'inner' })
    outer.register(mark, { mark: 'outer' })
    outer.register(inner, { urlPrefix: '/inner' })
    bench().app.register(mark, { mark: 'app' })
    bench().app.register(outer, { urlPrefix: '/outer' })
    bench().app.get('/', say)
    const said = await Promise.all(
      ['/', '/outer/', '/outer/inner/'].map(async (path) => (await bench().fetch(path)).text()),
    )
    expect(said).toEqual(['app', 'outer', 'inner'])
    expect(await marks('/outer/inner/')).toBe('inner, outer, app')
  })

  it('is set up anew for each registration of its blueprint', async () => {
    const mark = marking()
    const part = new Blueprint('part')
    part.register(mark)
    part.get('/', () => currentApp().extension(mark).mark)
    bench().app.register(part, { urlPrefix: '/one', name: 'one' })
    bench().app.register(part, { urlPrefix: '/two', name: 'two' })
    expect([await marks('/one/'), await marks('/two/')]).toEqual(['default', 'default'])
  })

  it('is refused outside of its blueprint, with what to do', async () => {
    const mark = marking()
    const shop = new Blueprint('shop')
    shop.register(mark)
    bench().app.register(shop, { urlPrefix: '/shop' })
    bench().app.get('/', () => currentApp().extension(mark).mark)
    expect((await bench().fetch('/')).status).toBe(500)
    expect(bench().errors.splice(0)[0]?.err).toMatchObject({ code: 'EXTENSION_SCOPE' })
  })
})

describe('an extension on a blueprint', () => {
  it('reads its options from the configuration of the app', () => {
    const app = new App({ config: { mark: { mark: 'configured' } } })
    const shop = new Blueprint('shop')
    const mark = marking()
    shop.register(mark)
    app.register(shop)
    expect(app.extension(mark).mark).toBe('configured')
  })

  it('has its start and stop hooks run with those of the app, after what it requires', async () => {
    const heard: string[] = []
    const say = (name: string, requires: Extension[] = []): Extension =>
      defineExtension({
        name,
        requires,
        initApp: (app) => {
          app.onStart(() => void heard.push(`start ${name}`))
          app.onStop(() => void heard.push(`stop ${name}`))
        },
      })
    const database = say('database')
    const app = new App()
    const shop = new Blueprint('shop')
    shop.register(say('carts', [database]))
    app.register(shop)
    app.register(database)
    await app.start()
    await app.stop()
    expect(heard).toEqual(['start database', 'start carts', 'stop carts', 'stop database'])
  })

  it('is not there for what is outside and requires it', async () => {
    const inner = marking('inner')
    const outer = defineExtension({ name: 'outer', requires: [inner], initApp: () => ({}) })
    const app = new App()
    const shop = new Blueprint('shop')
    shop.register(inner)
    app.register(shop)
    app.register(outer)
    await expect(app.start()).rejects.toMatchObject({ code: 'EXTENSION_REQUIRES' })
  })

  it('cannot be registered twice on one blueprint', () => {
    const mark = marking()
    const shop = new Blueprint('shop')
    shop.register(mark)
    shop.register(mark)
    expect(() => new App().register(shop)).toThrow(expect.objectContaining({ code: 'EXTENSION_REGISTERED' }))
  })

  it('can put a blueprint inside the one it is registered on', async () => {
    await using app = new App()
    const pages = defineExtension({
      name: 'pages',
      initApp: (setup) => {
        const blueprint = new Blueprint('pages', { urlPrefix: '/pages' })
        blueprint.get('/', { endpoint: 'index' }, ({ endpoint }) => endpoint ?? '')
        setup.register(blueprint)
      },
    })
    const shop = new Blueprint('shop', { urlPrefix: '/shop' })
    shop.register(pages)
    app.register(shop)
    expect(await (await testClient(app).get('/shop/pages/')).text()).toBe('shop.pages.index')
  })

  it('can add what an app has once from two blueprints, and commands below the name of each', async () => {
    await using app = new App()
    const answers = defineContract<string>('answers')
    const helper = defineExtension({
      name: 'helper',
      initApp: (setup) => {
        setup.command({ name: 'reset', description: 'Resets', run: () => 0 })
        setup.templateFilter('loud', (text: string) => `${text}!`)
        setup.provide(answers, 'yes')
      },
    })
    const [shop, blog] = [new Blueprint('shop'), new Blueprint('blog', { cliGroup: 'b' })]
    shop.register(helper)
    blog.register(helper)
    app.register(shop)
    app.register(blog)
    expect(app.commands.map(({ name }) => name)).toEqual(['shop reset', 'b reset'])
    expect(app.service(answers)).toBe('yes')
  })

  it('tells what it added', () => {
    const app = new App()
    const shop = new Blueprint('shop')
    shop.register(marking())
    app.register(shop)
    expect(app.registrations).toMatchObject([{ extension: 'mark', hooks: 1, routes: 0 }])
  })
})
