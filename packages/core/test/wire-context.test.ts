import { AsyncLocalStorage } from 'node:async_hooks'
import { App, hasContext, stream } from '@micro/core'
import { describe, expect, it } from 'vitest'
import { head, openWire } from './wire.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('a request on a socket, and what an AsyncLocalStorage of the app itself holds for it', () => {
  const store = new AsyncLocalStorage<string>()
  const here = (): readonly unknown[] => [store.getStore(), hasContext()]
  const enter = (app: App): void => {
    app.beforeRequest(() => store.enterWith('mine'))
  }

  it('go on in the hooks behind a handler that took too long', async () => {
    const seen: unknown[] = []
    await using wire = await openWire((app) => {
      enter(app)
      app.get('/slow', { timeout: 20 }, () => new Promise<never>(() => {}))
      app.errorHandler(503, (error) => {
        seen.push(['handler', ...here()])
        throw error
      })
      app.afterRequest(() => void seen.push(['after', ...here()]))
      app.teardownRequest(() => void seen.push(['teardown', ...here()]))
    })
    expect((await wire.send(head('GET /slow HTTP/1.1', 'Connection: close'))).statuses).toEqual([503])
    await expect.poll(() => seen).toHaveLength(3)
    expect(seen).toEqual(['handler', 'after', 'teardown'].map((name) => [name, 'mine', true]))
  })

  it('end with it: the next request of the packet or the connection, and whoever asks by fetch, has none of them', async () => {
    const seen: unknown[] = []
    const add = (app: App): void => {
      app.get('/first', () => {
        store.enterWith('of the first')
        return 'first'
      })
      app.get('/second', () => {
        seen.push(store.getStore())
        return 'second'
      })
    }
    await using wire = await openWire(add)
    const both = head('GET /first HTTP/1.1') + head('GET /second HTTP/1.1')
    const pieces = [both, both, head('GET /second HTTP/1.1', 'Connection: close')]
    const { statuses } = await wire.send(pieces, { pause: 20 })
    expect(statuses).toEqual([200, 200, 200, 200, 200])
    const app = new App()
    add(app)
    await app.start()
    await app.fetch(new Request('http://localhost/first'))
    seen.push(store.getStore())
    await app.fetch(new Request('http://localhost/second'))
    expect(seen).toEqual(Array.from({ length: 5 }, () => undefined))
    await app.stop()
  })

  it('are there where a generator closes what it opened, because the client has left', async () => {
    const seen: unknown[] = []
    await using wire = await openWire((app) => {
      enter(app)
      app.get('/endless', () => stream(endless(() => seen.push(here()))))
    })
    const socket = await wire.connect()
    socket.pause().write(head('GET /endless HTTP/1.1'))
    // By now it stands at its `yield`, and is told by the connection.
    await pause(200)
    socket.destroy()
    await expect.poll(() => seen).toEqual([['mine', true]])
  })

  it('are there where a JSON provider of the app reads a body', async () => {
    const seen: unknown[] = []
    const parse = (text: string): unknown => {
      seen.push(hasContext())
      return JSON.parse(text)
    }
    await using app = new App({ json: { stringify: JSON.stringify, parse } })
    app.post('/', async ({ request }) => ({ got: await request.json() }))
    const { url, close } = await app.listen({ port: 0 })
    const response = await fetch(url, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', connection: 'close' },
    })
    expect([await response.json(), seen]).toEqual([{ got: { a: 1 } }, [true]])
    await close(100)
  })
})

function* endless(closed: () => void): Generator<Uint8Array> {
  const piece = new Uint8Array(100_000)
  try {
    for (;;) yield piece
  } finally {
    closed()
  }
}
