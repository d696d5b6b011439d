import { expect, it } from 'vitest'
import { parseAppTarget } from './app-target.ts'

it.each([
  ['app.ts', { file: 'app.ts', name: undefined, args: [] }],
  ['src/app:web', { file: 'src/app', name: 'web', args: [] }],
  [':web', { file: undefined, name: 'web', args: [] }],
  ['app.ts:createApp()', { file: 'app.ts', name: 'createApp', args: [] }],
  [
    'app:createApp({ debug: true }, "a:b(c)")',
    { file: 'app', name: 'createApp', args: [{ debug: true }, 'a:b(c)'] },
  ],
  ['C:\\shop\\app.ts', { file: 'C:\\shop\\app.ts', name: undefined, args: [] }],
  ['C:\\shop\\app.ts:web', { file: 'C:\\shop\\app.ts', name: 'web', args: [] }],
])('reads %s', (target, expected) => {
  expect(parseAppTarget(target)).toEqual(expected)
})

it('refuses arguments that are no literal values', () => {
  expect(() => parseAppTarget('app:createApp(env)')).toThrow(/APP_ARGUMENTS.*instead of "env"/)
})
