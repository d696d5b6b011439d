import { expect, it } from 'vitest'

import { nearestName } from './nearest-name.ts'

it.each([
  ['blog.shwo', ['blog.show', 'blog.index'], 'blog.show'],
  ['blog.sho', ['blog.show', 'blog.shop'], 'blog.show'],
  ['indx', ['index', 'static'], 'index'],
  ['b', ['a.very.long.name'], undefined],
  ['completely.else', ['blog.show', 'index'], undefined],
  ['anything', [], undefined],
])('%j among %j probably is %j', (wanted, names, expected) => {
  expect(nearestName(wanted, names)).toBe(expected)
})
