import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatContentRange, parseRange } from './range.ts'

describe('parseRange', () => {
  it.each([
    ['bytes=0-0', [{ start: 0, end: 0 }]],
    ['bytes=-1', [{ start: 9, end: 9 }]],
    ['bytes=0-', [{ start: 0, end: 9 }]],
    ['BYTES=2-4', [{ start: 2, end: 4 }]],
    ['bytes=5-99', [{ start: 5, end: 9 }]],
    ['bytes=-99', [{ start: 0, end: 9 }]],
    ['bytes=5-2', []],
    ['bytes=10-', []],
    ['bytes=-0', []],
    ['bytes=99999999999999999999-', []],
    [
      'bytes=0-1,3-4',
      [
        { start: 0, end: 1 },
        { start: 3, end: 4 },
      ],
    ],
    [
      'bytes= 3-4 , 0-1',
      [
        { start: 0, end: 1 },
        { start: 3, end: 4 },
      ],
    ],
    ['bytes=0-1,2-4,4-5', [{ start: 0, end: 5 }]],
    ['bytes=0-8,2-3', [{ start: 0, end: 8 }]],
    ['bytes=0-1,20-', [{ start: 0, end: 1 }]],
    ['items=0-1', undefined],
    ['xbytes=0-1', undefined],
    ['bytes=', undefined],
    ['bytes=,', undefined],
    ['bytes=a-b', undefined],
    ['bytes=0-1,x', undefined],
    ['bytes=-', undefined],
    ['bytes=1', undefined],
    ['bytes=1-2-3', undefined],
    ['bytes=+1-2', undefined],
    ['', undefined],
  ])('H15: reads %s', (header, ranges) => expect(parseRange(header, 10)).toEqual(ranges))

  it('ignores ranges of an empty body', () => expect(parseRange('bytes=0-', 0)).toBeUndefined())

  it('H17: ignores too many ranges, fast', () => {
    const start = performance.now()
    expect(parseRange(`bytes=${'0-,'.repeat(10_000)}`, 10)).toBeUndefined()
    expect(parseRange(`bytes=${'9'.repeat(16_000)}-${'9'.repeat(16_000)}`, 10)).toEqual([])
    expect(parseRange(`bytes=${','.repeat(16_000)}`, 10)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(500)
    expect(parseRange(`bytes=${'0-,'.repeat(16)}`, 10)).toEqual([{ start: 0, end: 9 }])
    expect(parseRange(`bytes=${'0-,'.repeat(17)}`, 10)).toBeUndefined()
    expect(parseRange('bytes=0-,1-', 10, 1)).toBeUndefined()
  })

  it('H17: never gives more bytes than there are', () => {
    const spec = fc
      .tuple(fc.nat(30), fc.nat(30))
      .map(([first, last]) => (first % 3 ? `${first}-${last}` : `-${last}`))
    fc.assert(
      fc.property(
        fc.array(spec, { minLength: 1, maxLength: 16 }),
        fc.integer({ min: 1, max: 20 }),
        (specs, size) => {
          let at = -1
          for (const { start, end } of parseRange(`bytes=${specs.join()}`, size) ?? []) {
            expect(start).toBeGreaterThan(at)
            expect(end).toBeGreaterThanOrEqual(start)
            at = end
          }
          expect(at).toBeLessThan(size)
        },
      ),
    )
  })
})

describe('formatContentRange', () => {
  it('names a range, or none', () => {
    expect(formatContentRange(10, { start: 0, end: 4 })).toBe('bytes 0-4/10')
    expect(formatContentRange(10)).toBe('bytes */10')
  })
})
