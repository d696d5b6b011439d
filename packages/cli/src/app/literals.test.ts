import { describe, expect, it } from 'vitest'
import { parseLiterals } from './literals.ts'

describe('literals', () => {
  it.each([
    ['', []],
    ['1, -2.5, 1e3', [1, -2.5, 1000]],
    [`'one', "two", 'it\\'s', "a\\nb"`, ['one', 'two', "it's", 'a\nb']],
    ['true, false, null, undefined', [true, false, null, undefined]],
    ['[1, [2, 3],]', [[1, [2, 3]]]],
    [
      `{ debug: true, 'secret-key': "x", "n": { m: [] } }`,
      [{ debug: true, 'secret-key': 'x', n: { m: [] } }],
    ],
    ['{}, 1,', [{}, 1]],
  ])('reads %s', (text, values) => {
    expect(parseLiterals(text)).toEqual({ values })
  })

  it.each([
    ['process.exit()', '"()" is no literal value'],
    ['one', 'a value was expected instead of "one"'],
    ['[1, 2', '"," was expected instead of the end'],
    ['[1,', 'a value was expected instead of the end'],
    ['{ a 1 }', '":" was expected instead of "1"'],
    ['1 2', '"," was expected instead of "2"'],
    ["'open", `"'open" is no literal value`],
  ])('runs nothing of %s and says where it is no value', (text, problem) => {
    expect(parseLiterals(text)).toEqual({ values: [], problem })
  })

  it('keeps a member named __proto__ a member', () => {
    const [value] = parseLiterals('{ __proto__: { admin: true } }').values
    expect(value).not.toHaveProperty('admin')
  })
})
