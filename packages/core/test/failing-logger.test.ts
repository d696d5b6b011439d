import { setTimeout as pause } from 'node:timers/promises'
import { App, requestStarted } from '@micro/core'
import { afterEach, describe, expect, it, vi } from 'vitest'

function broken(): never {
  throw new Error('the transport has died')
}

const logger = { debug: broken, info: broken, warn: broken, error: broken }

describe('a logger that throws', () => {
  const ended: string[] = []
  const failures: unknown[] = []
  const note = (error: unknown): void => void failures.push(error)

  function makeApp(): App {
    const app = new App({ logger, config: { handlerTimeout: 20 } })
    app.teardownRequest((_, { request }) => void ended.push(request.path))
    app.get('/boom', () => {
      throw new Error('boom')
    })
    app.get('/late', async () => {
      await pause(300)
      throw new Error('late')
    })
    app.get('/cut', async function* () {
      yield 'a'
      await pause(1)
      throw new Error('cut')
    })
    app.get('/teardown', (c) => {
      c.onDispose(() => void ended.push('disposed'))
      c.onDispose(broken)
      return 'fine'
    })
    app.on(requestStarted, broken)
    return app
  }

  afterEach(() => {
    vi.restoreAllMocks()
    process.off('uncaughtException', note).off('unhandledRejection', note)
  })

  it('T01: costs no request its reply nor its clean-up, and the process nothing', async () => {
    process.on('uncaughtException', note).on('unhandledRejection', note)
    // oxlint-disable-next-line no-console -- where a line goes that the logger did not take
    const written = vi.spyOn(console, 'error').mockImplementation(() => {})
    await using app = makeApp()
    const listener = await app.listen({ port: 0 })
    const statuses: number[] = []
    for (const path of ['/boom', '/late', '/cut', '/teardown']) {
      const response = await fetch(listener.url + path)
      statuses.push(response.status)
      await response.text().catch(() => {})
    }
    await pause(500)
    await listener.close(1000)
    expect(statuses).toEqual([500, 503, 200, 200])
    expect(ended).toEqual(['/boom', '/late', '/cut', '/teardown', 'disposed'])
    expect(failures).toEqual([])
    expect(written.mock.calls.flat().join('\n')).toMatch(/boom[^]*the transport has died/)
  })
})
