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
