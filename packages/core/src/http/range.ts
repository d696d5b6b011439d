import { splitList } from './header.ts'

/** A range of bytes, both ends included, within the size it was parsed for. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Reads a `Range` field for a body of `size` bytes.
 *
 * Ranges that overlap or touch are joined, and all are sorted, so that together they are never longer than
 * the body.
 *
 * @param maxRanges - Most ranges that are read; a field with more is ignored, as one range of 1 byte 10,000
 * times is an attack. Default: 16.
 * @returns The ranges (206); `[]` when none can be satisfied (416); `undefined` when the field is to be
 * ignored (200): another unit, malformed, too many ranges, or an empty body.
 * @example
 * parseRange('bytes=0-1,-2', 10) // [{ start: 0, end: 1 }, { start: 8, end: 9 }]
 * parseRange('bytes=10-', 10) // []
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function parseRange(header: string, size: number, maxRanges = 16): readonly ByteRange[] | undefined {
  const set = /^bytes=(.*)$/i.exec(header)?.[1]
  if (set === undefined || size === 0) return undefined
  const specs = splitList(set)
  if (specs.length === 0 || specs.length > maxRanges) return undefined
  const ranges: ByteRange[] = []
  for (const spec of specs) {
    const range = parseSpec(spec, size)
    if (range === undefined) return undefined
    // Satisfiable is "an int-range with a first-pos that is less than the current length of the selected
    // representation or a suffix-range with a non-zero suffix-length".
    if (range.start <= range.end && range.start < size) ranges.push(range)
  }
  return join(ranges)
}

/** One of `0-9`, `10-` and `-5`. */
function parseSpec(spec: string, size: number): ByteRange | undefined {
  const match = /^(\d*)-(\d*)$/.exec(spec)
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first !== '')
    return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
  return last === '' ? undefined : { start: Math.max(0, size - Number(last)), end: size - 1 }
}

function join(ranges: readonly ByteRange[]): ByteRange[] {
  const joined: ByteRange[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const previous = joined.at(-1)
    if (previous !== undefined && range.start <= previous.end + 1) {
      joined[joined.length - 1] = { start: previous.start, end: Math.max(previous.end, range.end) }
    } else joined.push(range)
  }
  return joined
}

/**
 * Writes a `Content-Range` field: of a 206 with its range, of a 416 without one.
 *
 * @example
 * formatContentRange(10, { start: 0, end: 4 }) // 'bytes 0-4/10'
 * formatContentRange(10) // 'bytes *\/10'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.4
 */
export function formatContentRange(size: number, range?: ByteRange): string {
  return `bytes ${range === undefined ? '*' : `${range.start}-${range.end}`}/${size}`
}
