import { describe, expect, it } from 'vitest'
import { formatCacheControl, parseCacheControl } from './cache-control.ts'

describe('formatCacheControl', () => {
  it('writes directives in the order given', () => {
    expect(
      formatCacheControl({
        public: true,
        private: false,
        maxAge: 3600,
        sMaxage: 0,
        staleWhileRevalidate: 5,
        immutable: true,
      }),
    ).toBe('public, max-age=3600, s-maxage=0, stale-while-revalidate=5, immutable')
    expect(formatCacheControl({})).toBe('')
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s seconds', (maxAge) => {
    expect(() => formatCacheControl({ maxAge })).toThrow(expect.objectContaining({ code: 'CACHE_DIRECTIVE' }))
  })
})

describe('parseCacheControl', () => {
  it.each([
    ['no-cache, Max-Age=0', { 'no-cache': '', 'max-age': '0' }],
    ['private="set-cookie, x", max-age="5"', { private: 'set-cookie, x', 'max-age': '5' }],
    ['max-age=1, max-age=2', { 'max-age': '1' }],
    ['=, a b, "x"', {}],
    ['a="', { a: '"' }],
    ['__proto__=1', JSON.parse('{"__proto__":"1"}')],
  ])('reads %s', (header, directives) => expect({ ...parseCacheControl(header) }).toEqual(directives))

  it('has no special names', () => expect(parseCacheControl('')['constructor']).toBeUndefined())
})
