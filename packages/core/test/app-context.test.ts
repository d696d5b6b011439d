import { App } from '@micro/core'
import { expect, it } from 'vitest'
import { AppContext } from '../src/context/app-context.ts'

it('is closed with the last disposal: what comes later is refused and not forgotten', async () => {
  const context = new AppContext(new App())
  const disposed = context.dispose()
  expect(() => context.onDispose(() => {})).toThrow(expect.objectContaining({ code: 'CONTEXT_CLOSED' }))
  await disposed
})

it('makes no value that nobody would dispose', async () => {
  const context = new AppContext(new App())
  await context.dispose()
  let made = 0
  const make = (): number => ++made
  expect(() => context.scoped({}, make, () => {})).toThrow(
    expect.objectContaining({ code: 'CONTEXT_CLOSED' }),
  )
  expect([made, context.scoped({}, make)]).toEqual([0, 1])
})
