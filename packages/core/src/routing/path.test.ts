import { expect, it } from 'vitest'

import { defineConverter } from './converter.ts'
import { joinPaths } from './path.ts'
import { definePaths } from './paths.ts'

it.each([
  ['/blog', '/', '/blog/'],
  ['/blog', '', '/blog'],
  ['/blog', '/x', '/blog/x'],
  ['/blog', 'x', '/blog/x'],
  ['/blog/', '/x', '/blog/x'],
  ['/blog//', '//x', '/blog/x'],
  ['/blog/', '', '/blog/'],
  ['', '/x', '/x'],
  ['', '', ''],
  ['/', '/x', '/x'],
  ['/', '/', '/'],
  ['/<lang>', '/<int:id>/', '/<lang>/<int:id>/'],
])('the prefix %j before %j gives %j', (prefix, path, joined) => {
  expect(joinPaths(prefix, path).text).toBe(joined)
})

it('a joined path has the converters of both', () => {
  const one = defineConverter({ weight: 1 })
  const other = defineConverter({ weight: 2 })
  const joined = joinPaths(definePaths({ one })('/<one:a>'), definePaths({ other })('/<other:b>'))
  expect(joined).toEqual({ text: '/<one:a>/<other:b>', converters: { one, other } })
})
