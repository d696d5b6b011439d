import { defineErrors } from '@micro/core'
import { expect, it } from 'vitest'
import { errorReport } from './error-report.ts'

const fail = defineErrors({ CACHE_FULL: { message: 'No room for "{key}".', fix: 'Raise `maxEntries`.' } })

it('is a block of a few lines for a mistake in how micro is used', () => {
  const report = errorReport(fail('CACHE_FULL', { key: 'a' }), false)
  expect(report).toMatch(
    /^Error \[CACHE_FULL\] No room for "a"\.\n {2}Fix: Raise `maxEntries`\.\n {2}Docs: .*\n$/,
  )
})

it('names the cause of it without its stack', () => {
  const report = errorReport(fail('CACHE_FULL', { key: 'a' }, { cause: new TypeError('too big') }), false)
  expect(report).toMatch(/\n {2}Caused by: TypeError: too big\n$/)
})

it('has the stack of an error of the app itself', () => {
  expect(errorReport(new TypeError('x is not a function'), false)).toMatch(
    /^TypeError: x is not a function\n +at /,
  )
})

it('has every stack in debug mode', () => {
  const report = errorReport(fail('CACHE_FULL', { key: 'a' }, { cause: new TypeError('too big') }), true)
  expect(report).toMatch(/MicroError.*\n[^]*\n +at [^]*Caused by: TypeError: too big\n +at /)
})

it('shows whatever was thrown', () => {
  expect(errorReport('no', false)).toBe('Error: no\n')
})
