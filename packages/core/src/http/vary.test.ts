import { expect, it } from 'vitest'
import { mergeVary } from './vary.ts'

it.each([
  [undefined, ['Cookie'], 'Cookie'],
  ['', ['Cookie'], 'Cookie'],
  ['Cookie', ['Accept', 'cookie'], 'Cookie, Accept'],
  ['accept-encoding ,Cookie', [], 'accept-encoding, Cookie'],
  ['cookie', ['Cookie'], 'cookie'],
  ['*', ['Cookie'], '*'],
  ['Cookie', ['*'], '*'],
])('adds to %j the names %j', (current, names, merged) => {
  expect(mergeVary(current, ...names)).toBe(merged)
})
