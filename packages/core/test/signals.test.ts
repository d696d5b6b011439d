import {
  App,
  appContextPopped,
  appContextPushed,
  defineSignal,
  gotRequestException,
  NotFound,
  requestFinished,
  requestStarted,
  requestTearingDown,
} from '@micro/core'
import { capture, testLogger } from '@micro/core/testing'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { describeMatrix } from './matrix.ts'

const orderPlaced = defineSignal<{ id: number }>('order-placed')

describe('a signal', () => {
  it('reaches those who listen, in order, with a typed payload', () => {
    const app = new App()
    const heard: string[] = []
    app.on(orderPlaced, ({ id }) => {
      expectTypeOf(id).toEqualTypeOf<number>()
      heard.push(`first ${id}`)
    })
    app.on(orderPlaced, ({ id }) => heard.push(`second ${id}`))
    app.emit(orderPlaced, { id: 7 })
    expect(heard).toEqual(['first 7', 'second 7'])
  })

  it('is of one app', () => {
    const [one, other] = [new App(), new App()]
    using heard = capture(one, orderPlaced)
    other.emit(orderPlaced, { id: 1 })
    expect(heard.payloads).toEqual([])
  })

  it('is known by its object, not by its name', () => {
    const app = new App()
    using heard = capture(app, defineSignal<{ id: number }>('order-placed'))
    app.emit(orderPlaced, { id: 1 })
    expect(heard.payloads).toEqual([])
  })

  it('is heard until the receiver is disposed, also by one that is connected twice', () => {
    const app = new App()
    const heard: number[] = []
    const receiver = ({ id }: { id: number }): unknown => heard.push(id)
    const first = app.on(orderPlaced, receiver)
    const second = app.on(orderPlaced, receiver)
    app.emit(orderPlaced, { id: 1 })
    first[Symbol.dispose]()
    app.emit(orderPlaced, { id: 2 })
    second[Symbol.dispose]()
    first[Symbol.dispose]()
    app.emit(orderPlaced, { id: 3 })
    expect(heard).toEqual([1, 1, 2])
  })

  it('is heard by the others when a receiver fails at once or later, which is logged', async () => {
    const logger = testLogger()
    const app = new App({ logger })
    app.on(orderPlaced, () => {
      throw new Error('at once')
    })
    app.on(orderPlaced, async () => Promise.reject(new Error('later')))
    using heard = capture(app, orderPlaced)
    app.emit(orderPlaced, { id: 1 })
    expect(heard.payloads).toEqual([{ id: 1 }])
    await new Promise((resolve) => setImmediate(resolve))
    expect(logger.lines.map(({ level, message, fields }) => [level, message, fields['err']])).toEqual([
      ['error', 'A receiver of the signal "order-placed" failed', new Error('at once')],
      ['error', 'A receiver of the signal "order-placed" failed', new Error('later')],
    ])
  })

  it('can be connected by a receiver of itself, for the next time', () => {
    const app = new App()
    let heard = 0
    app.on(orderPlaced, () => void app.on(orderPlaced, () => (heard += 1)))
    app.emit(orderPlaced, { id: 1 })
    expect(heard).toBe(0)
    app.emit(orderPlaced, { id: 2 })
    expect(heard).toBe(1)
  })
})

describe('the signals of an app at work', () => {
  it('tell of a piece of work outside of a request', async () => {
    await using app = new App()
    await app.start()
    const heard: string[] = []
    app.on(appContextPushed, ({ context }) => heard.push(`pushed ${context.closed}`))
    app.on(appContextPopped, ({ context }) => heard.push(`popped ${context.closed}`))
    await app.inContext(() => heard.push('work'))
    expect(heard).toEqual(['pushed false', 'work', 'popped true'])
  })
})

describeMatrix('the signals of a request', (bench) => {
  const listen = (): string[] => {
    const heard: string[] = []
    const { app } = bench()
    app.on(requestStarted, ({ c }) => heard.push(`started ${c.request.path}`))
    app.on(requestFinished, ({ reply }) => heard.push(`finished ${reply.status}`))
    app.on(requestTearingDown, ({ error }) => heard.push(`tearing down ${String(error)}`))
    app.on(gotRequestException, ({ error }) => heard.push(`exception ${String(error)}`))
    return heard
  }

  it('come around it, in order', async () => {
    const heard = listen()
    bench().app.beforeRequest(() => void heard.push('before'))
    bench().app.afterRequest(() => void heard.push('after'))
    bench().app.get('/', () => 'Hello')
    await bench().fetch('/')
    await expect
      .poll(() => heard)
      .toEqual(['started /', 'before', 'after', 'finished 200', 'tearing down undefined'])
  })

  it('tell of an error that nobody expected, and not of one that is an answer', async () => {
    const heard = listen()
    bench().app.get('/broken', () => {
      throw new TypeError('oops')
    })
    bench().app.get('/missing', () => {
      throw new NotFound()
    })
    await bench().fetch('/missing')
    await bench().fetch('/broken')
    expect(bench().errors.splice(0)).toHaveLength(1)
    await expect
      .poll(() => heard)
      .toEqual([
        'started /missing',
        'finished 404',
        'tearing down undefined',
        'started /broken',
        'exception TypeError: oops',
        'finished 500',
        'tearing down TypeError: oops',
      ])
  })

  it('are heard once for each of many requests at once, with their own context', async () => {
    const { app } = bench()
    app.get('/<int:n>', async ({ params }) => {
      await new Promise((resolve) => setTimeout(resolve, params.n % 3))
      return { n: params.n }
    })
    using finished = capture(app, requestFinished)
    await Promise.all(Array.from({ length: 50 }, (_, n) => bench().fetch(`/${n}`)))
    const seen = finished.payloads.map(({ c, reply }) => ({ path: c.request.path, body: reply.body }))
    expect(new Set(seen.map(({ path }) => path)).size).toBe(50)
    for (const { path, body } of seen) expect(body).toBe(`{"n":${path.slice(1)}}`)
  })
})
