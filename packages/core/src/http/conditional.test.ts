import { describe, expect, it } from 'vitest'
import { evaluatePreconditions, ifRangeHolds, type Representation } from './conditional.ts'

const MODIFIED = Date.UTC(2024, 0, 1, 12, 0, 0, 500)
const AT = 'Mon, 01 Jan 2024 12:00:00 GMT'
const BEFORE = 'Mon, 01 Jan 2024 11:59:59 GMT'
const AFTER = 'Mon, 01 Jan 2024 12:00:01 GMT'
const CURRENT: Representation = { etag: '"a"', lastModified: MODIFIED }

function evaluate(
  headers: Record<string, string>,
  method = 'GET',
  current: Representation | undefined = CURRENT,
): string {
  return evaluatePreconditions(method, (name) => headers[name], current)
}

function evaluateMissing(headers: Record<string, string>): string {
  return evaluatePreconditions('PUT', (name) => headers[name], undefined)
}

describe('evaluatePreconditions', () => {
  it.each([
    ['If-None-Match *', { 'if-none-match': '*' }, 'not-modified'],
    ['a weak If-None-Match', { 'if-none-match': 'W/"a"' }, 'not-modified'],
    ['an If-None-Match list', { 'if-none-match': '"x", "a"' }, 'not-modified'],
    ['another If-None-Match', { 'if-none-match': '"x"' }, 'proceed'],
    ['8 kB of If-None-Match', { 'if-none-match': '"x",'.repeat(2000) }, 'proceed'],
    ['an If-Modified-Since of then', { 'if-modified-since': AT }, 'not-modified'],
    ['an If-Modified-Since of later', { 'if-modified-since': AFTER }, 'not-modified'],
    [
      'an If-Modified-Since of the future',
      { 'if-modified-since': 'Fri, 31 Dec 9999 00:00:00 GMT' },
      'not-modified',
    ],
    ['an If-Modified-Since of before', { 'if-modified-since': BEFORE }, 'proceed'],
    ['junk in If-Modified-Since', { 'if-modified-since': 'yesterday' }, 'proceed'],
    ['another If-Match', { 'if-match': '"x"' }, 'failed'],
    ['a weak If-Match', { 'if-match': 'W/"a"' }, 'failed'],
    ['If-Match', { 'if-match': '"x", "a"' }, 'proceed'],
    ['If-Match *', { 'if-match': '*' }, 'proceed'],
    ['an old If-Unmodified-Since', { 'if-unmodified-since': BEFORE }, 'failed'],
    ['an If-Unmodified-Since of then', { 'if-unmodified-since': AT }, 'proceed'],
    ['junk in If-Unmodified-Since', { 'if-unmodified-since': 'x' }, 'proceed'],
    ['nothing', {}, 'proceed'],
  ])('H18: on %s', (_, headers, expected) => expect(evaluate(headers)).toBe(expected))

  it('takes tags before dates', () => {
    expect(evaluate({ 'if-none-match': '"x"', 'if-modified-since': AFTER })).toBe('proceed')
    expect(evaluate({ 'if-match': '"a"', 'if-unmodified-since': BEFORE })).toBe('proceed')
  })

  it('takes "has it changed" before "do I have it"', () => {
    expect(evaluate({ 'if-match': '"x"', 'if-none-match': '"a"' })).toBe('failed')
    expect(evaluate({ 'if-match': '"a"', 'if-none-match': '"a"' })).toBe('not-modified')
    expect(evaluate({ 'if-unmodified-since': AT, 'if-modified-since': AT })).toBe('not-modified')
  })

  it('says 412 instead of 304 where something would be changed, and ignores If-Modified-Since there', () => {
    expect(evaluate({ 'if-none-match': '"a"' }, 'PUT')).toBe('failed')
    expect(evaluate({ 'if-none-match': '"a"' }, 'HEAD')).toBe('not-modified')
    expect(evaluate({ 'if-modified-since': AFTER }, 'PUT')).toBe('proceed')
  })

  it('lets If-None-Match * create what is not there, and If-Match * change what is', () => {
    expect(evaluateMissing({ 'if-none-match': '*' })).toBe('proceed')
    expect(evaluate({ 'if-none-match': '*' }, 'PUT')).toBe('failed')
    expect(evaluateMissing({ 'if-match': '*' })).toBe('failed')
    expect(evaluateMissing({ 'if-match': '"a"' })).toBe('failed')
    expect(evaluateMissing({ 'if-unmodified-since': AT })).toBe('proceed')
  })

  it('compares nothing with what is not known', () => {
    expect(evaluate({ 'if-none-match': '"a"', 'if-modified-since': AT }, 'GET', {})).toBe('proceed')
    expect(evaluate({ 'if-modified-since': AT }, 'GET', { etag: '"a"' })).toBe('proceed')
  })

  it('A30: is linear in near misses', () => {
    const start = performance.now()
    for (const filler of [',', ' ', '"', 'W/', '"a', 'W/"', '\x10']) {
      evaluate({ 'if-none-match': filler.repeat(16_000) })
      evaluate({ 'if-modified-since': filler.repeat(16_000) })
    }
    expect(performance.now() - start).toBeLessThan(1400)
  })
})

describe('ifRangeHolds', () => {
  const now = MODIFIED + 60_000

  it.each([
    [undefined, true],
    ['"a"', true],
    ['W/"a"', false],
    ['"b"', false],
    [AT, true],
    [AFTER, false],
    [BEFORE, false],
    ['junk', false],
  ])('H16: of %s is %s', (field, expected) => expect(ifRangeHolds(field, CURRENT, now)).toBe(expected))

  it('does not trust a date of this very second', () => {
    expect(ifRangeHolds(AT, CURRENT, Date.UTC(2024, 0, 1, 12, 0, 0, 999))).toBe(false)
    expect(ifRangeHolds(AT, CURRENT, Date.UTC(2024, 0, 1, 12, 0, 1))).toBe(true)
  })

  it('does not hold for what is not known', () => {
    expect(ifRangeHolds('"a"', {}, now)).toBe(false)
    expect(ifRangeHolds(AT, {}, now)).toBe(false)
    expect(ifRangeHolds('W/"a"', { etag: 'W/"a"' }, now)).toBe(false)
  })
})
