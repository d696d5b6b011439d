import { describe, expect, it } from 'vitest'
import { defineOptions, booleanOption, integerOption } from './options.ts'

const { validate } = defineOptions({
  size: integerOption(5, { min: 1, max: 9 }),
  echo: booleanOption(false),
})['~standard']

describe('defineOptions', () => {
  it('fills in defaults, also when nothing is given', () => {
    expect(validate(undefined)).toEqual({ value: { size: 5, echo: false } })
    expect(validate({ size: 7 })).toEqual({ value: { size: 7, echo: false } })
  })

  it.each([null, 'size', 5, true, [5]])('refuses %j, which has no options', (given) => {
    expect(validate(given)).toEqual({ issues: [{ message: 'must be an object' }] })
  })

  it('names an option that there is not, with those that there are', () => {
    expect(validate({ sise: 5 })).toEqual({
      issues: [{ path: ['sise'], message: 'is no option; there are size, echo' }],
    })
  })

  it('names the rule that a value breaks', () => {
    expect(validate({ size: 10 })).toEqual({
      issues: [{ path: ['size'], message: 'must be a whole number from 1 to 9' }],
    })
  })
})
