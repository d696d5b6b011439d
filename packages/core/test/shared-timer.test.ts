import { setTimeout as pause } from 'node:timers/promises'
import { App } from '@micro/core'
import { expect, it, vi } from 'vitest'
import { bareSource } from './bare-source.ts'

it('asynchronous handlers share one timer, which ends with them', async () => {
  await using app = new App()
  app.get('/', () => pause(5, 'later'))
  await app.start()
  const timer = vi.spyOn(globalThis, 'setTimeout')
  await Promise.all(Array.from({ length: 20 }, async () => app.handle(bareSource(), () => undefined)))
  expect(timer).toHaveBeenCalledTimes(1)
  await pause(300)
  expect(timer.mock.calls.length).toBeLessThan(3)
  timer.mockRestore()
})
