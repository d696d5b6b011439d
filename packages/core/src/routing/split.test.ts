import { describe, expect, it } from 'vitest'

import { defineConverter } from './converter.ts'
import { parsePattern } from './pattern.ts'
import { splitPieces } from './split.ts'

const date = defineConverter({ pattern: /\d{4}-\d\d-\d\d/, shape: { min: 10, max: 10 } })

function split(path: string, text: string): readonly string[] | undefined {
  const [segment] = parsePattern(path, { converters: { date } }).segments
  return splitPieces(segment?.pieces ?? [], text, segment?.open ?? false)
}

describe('a text that several variables share', () => {
  it.each([
    ['/<a>-<b>', 'x-y', ['x', 'y']],
    ['/<a>-<b>', 'x-y-z', ['x-y', 'z']],
    ['/<a>-<b>', 'x--y', ['x-', 'y']],
    ['/<a>-<b>', '-x-y', ['-x', 'y']],
    ['/<a>-<b>-<c>', 'w-x-y-z', ['w-x', 'y', 'z']],
    ['/<a><b>', 'xyz', ['xy', 'z']],
    ['/<int:id>-<slug>', '5-my-post', ['5', 'my-post']],
    ['/<slug>-<int:id>', 'my-5-post-6', ['my-5-post', '6']],
    ['/v<int:major>.<int:minor>', 'v1.22', ['1', '22']],
    ['/<float:lat>,<float:lng>', '1.5,2.25', ['1.5', '2.25']],
    ['/<int(signed=true):a>,<int(signed=true):b>', '-1,-2', ['-1', '-2']],
    ['/<any(en, de):lang>-<slug>', 'en-my-post', ['en', 'my-post']],
    [
      '/<uuid:id>-<slug>',
      'a8098c1a-f86e-11da-bd1a-00112444be1e-x-y',
      ['a8098c1a-f86e-11da-bd1a-00112444be1e', 'x-y'],
    ],
    ['/<date:day>-<slug>', '2026-01-02-my-post', ['2026-01-02', 'my-post']],
    ['/<string(length=2):a><string(maxlength=3):b>', 'xxyyy', ['xx', 'yyy']],
    ['/<path:a>/edit/<path:b>', 'x/y/edit/z/edit/w', ['x/y', 'z/edit/w']],
    ['/<path:a>/<b>', 'x/y/z', ['x/y', 'z']],
    ['/<path:a>:<int:n>', 'x/y:1', ['x/y', '1']],
  ])('%s divides %j', (path, text, parts) => {
    expect(split(path, text)).toEqual(parts)
  })

  it.each([
    ['/<a>-<b>', 'xy'],
    ['/<a>-<b>', 'x-'],
    ['/<a>-<b>', '-y'],
    ['/<a>-<b>', ''],
    ['/<string(minlength=0):a>-<b>', '-y'],
    ['/<int:id>-<slug>', 'x-y'],
    ['/v<int:major>.<int:minor>', 'v1x2'],
    ['/v<int:major>.<int:minor>', 'v1.'],
    ['/<string(length=2):a><string(length=3):b>', 'xxyy'],
    ['/<path:a>/edit/<path:b>', '/x/edit/y'],
    ['/<path:a>/edit/<path:b>', 'x/edit//y'],
  ])('%s does not take %j', (path, text) => {
    expect(split(path, text)).toBeUndefined()
  })

  it('Y02: divides 50 kB of separators in a few milliseconds', () => {
    const text = '-'.repeat(50_000)
    split('/<a>-<b>-<c>', text)
    const start = performance.now()
    expect(split('/<a>-<b>-<c>', text)).toBeDefined()
    expect(split('/<a>-<b>-<int:c>', text)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(500)
  })
})
