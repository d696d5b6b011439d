import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

describe('parseJson', () => {
  it.each([
    ['an exponent of three digits', '[1e400]'],
    ['309 digits', `[${'9'.repeat(309)}]`],
    ['many digits and an exponent of two', `[${'9'.repeat(250)}e99]`],
  ])('refuses a number that overflows by %s', (_, text) => {
    expect(() => parseJson(text)).toThrow('out of range')
  })

  it('keeps long numbers that do not overflow', () => {
    expect(parseJson(`[${'9'.repeat(250)}]`)).toEqual([Number('9'.repeat(250))])
  })
})
