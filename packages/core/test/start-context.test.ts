import { AsyncLocalStorage } from 'node:async_hooks'
import { App } from '@micro/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collect } from './collect.ts'

const ask = async (app: App, path = '/'): Promise<string> =>
  (await app.fetch(new Request(`http://a.test${path}`))).text()

describe('what an AsyncLocalStorage holds for whoever makes an app start, listen or stop', () => {
  const store = new AsyncLocalStorage<string>()
  const here = (): string => store.getStore() ?? 'nothing'
  let app: App
  beforeEach(() => {
    app = store.run('set-up', () => new App())
    app.get('/', here)
  })
  afterEach(() => app.stop())

  it.each<readonly [string, () => Promise<unknown>]>([
    ['fetch', () => ask(app)],
    ['start', () => app.start()],
    ['inContext', () => app.inContext(() => {})],
    ['listen', async () => (await app.listen({ port: 0 })).close()],
  ])(
    'is not seen by the start hooks, nor by what they begin: they have that of the set-up (%s)',
    async (_, go) => {
      const seen: string[] = []
      app.onStart((running) => {
        seen.push(here())
        setImmediate(() => seen.push(here()))
        running.background('work', () => seen.push(here()))
      })
      await store.run('caller', go)
      await expect.poll(() => seen).toEqual(['set-up', 'set-up', 'set-up'])
    },
  )

  it('is seen by its own request or work, and by no other', async () => {
    const first = store.run('first', () => ask(app))
    const second = store.run('second', () => ask(app))
    const work = store.run('work', () => app.inContext(here))
    expect(await Promise.all([first, second, work, ask(app)])).toEqual(['first', 'second', 'work', 'nothing'])
  })

  it('is not seen by the requests that come in by the server', async () => {
    const { url, close } = await store.run('listener', () => app.listen({ port: 0 }))
    expect(await (await fetch(url)).text()).toBe('set-up')
    await close()
  })

  it('is not seen where a request is told that the app stops, nor by the stop hooks', async () => {
    const seen: string[] = []
    app.get('/wait', ({ app: { closing } }) => {
      closing.addEventListener('abort', () => seen.push(here()))
      return 'waits'
    })
    app.onStop(() => void seen.push(here()))
    await ask(app, '/wait')
    await store.run('stopper', () => app.stop())
    expect(seen).toEqual(['set-up', 'set-up'])
  })
})

it('keeps nothing that the first request holds in an AsyncLocalStorage, once it is over', async () => {
  const store = new AsyncLocalStorage<object>()
  await using app = new App()
  app.get('/', async () => 'later')
  const first = async (): Promise<WeakRef<object>> => {
    const held = {}
    await store.run(held, () => ask(app))
    return new WeakRef(held)
  }
  const held = await first()
  // Not the value itself: what `expect` has seen it keeps.
  await expect.poll(() => (collect(), held.deref() === undefined), { timeout: 4000 }).toBe(true)
})
