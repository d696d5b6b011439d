import { createHook } from 'node:async_hooks'
import { App, keepContext, stream } from '@micro/core'
import { expect, it } from 'vitest'
import { collect } from './collect.ts'

const REQUESTS = 200

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

// What a monitoring tool does: it keeps something for each resource, until it is told that the resource is gone.
it.each(['/now', '/later', '/stream', '/kept'])(
  'whoever follows resources by a hook hears of the end of those of a request: %s',
  async (path) => {
    await using app = new App()
    app.get('/now', () => 'now')
    app.get('/later', () => pause(1).then(() => 'later'))
    app.get('/stream', () => stream(['one', 'two']))
    app.get('/kept', () => keepContext(() => 'kept')())
    await app.start()
    const open = new Set<number>()
    let begun = 0
    const hook = createHook({
      init(id, type) {
        if (type !== 'micro') return
        begun++
        open.add(id)
      },
      destroy: (id) => void open.delete(id),
    }).enable()
    try {
      const ask = async (): Promise<string> => (await app.fetch(new Request(`http://a.test${path}`))).text()
      await Promise.all(Array.from({ length: REQUESTS }, ask))
      expect(begun).toBeGreaterThanOrEqual(REQUESTS)
      await expect.poll(() => (collect(), open.size)).toBeLessThan(REQUESTS / 10)
    } finally {
      hook.disable()
    }
  },
)
