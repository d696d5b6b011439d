import { expect, it } from 'vitest'
import { tryToMix } from './mixing.ts'

it('T10: nothing of 2,000 requests is mixed up, 200 at once in two apps', { timeout: 60_000 }, async () => {
  expect(await tryToMix(2000, 200)).toEqual({ requests: 2000, mixed: 0, failed: 0 })
})
