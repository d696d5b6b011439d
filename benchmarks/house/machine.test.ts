import { expect, it } from 'vitest'
import { wasBusy } from './machine.ts'

it.each([
  [[0.3, 3], false],
  [[2.2, 1.5], true],
  [[0.3, 4.5], true],
])('of two cores with a load of %j before and after: busy is %j', (load, busy) => {
  expect(wasBusy({ load, cores: 2 })).toBe(busy)
})
