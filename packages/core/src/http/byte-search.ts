/** Finds one sequence of bytes in others. */
export interface ByteSearch {
  /** Where the sequence first occurs, wholly, from `start` on; -1 when it does not. */
  indexIn(bytes: Uint8Array, start: number): number
  /** Where the end of `bytes` may be the beginning of the sequence; `bytes.length` when it cannot. */
  partialIn(bytes: Uint8Array, start: number): number
}

/**
 * Prepares a search for a sequence of bytes whose first byte occurs in it only once.
 *
 * It leaps as Boyer, Moore and Horspool do, by up to the length of the sequence. That the first byte is its
 * only one of its kind keeps the worst case linear: two comparisons that go on for long can never overlap.
 *
 * @param needle - 1 to 255 bytes.
 * @example
 * createByteSearch(Uint8Array.of(1, 2)).indexIn(Uint8Array.of(0, 1, 2), 0) // 1
 */
export function createByteSearch(needle: Uint8Array): ByteSearch {
  const last = needle.length - 1
  const leaps = new Uint8Array(256).fill(needle.length)
  for (let at = 0; at < last; at++) leaps[needle[at] ?? 0] = last - at

  const matches = (bytes: Uint8Array, start: number, length: number): boolean => {
    for (let at = 0; at < length; at++) if (bytes[start + at] !== needle[at]) return false
    return true
  }

  return {
    indexIn(bytes, start) {
      for (let at = start; at + last < bytes.length;) {
        const end = bytes[at + last] ?? 0
        if (end === needle[last] && matches(bytes, at, last)) return at
        at += leaps[end] ?? 1
      }
      return -1
    },
    partialIn(bytes, start) {
      for (let at = Math.max(start, bytes.length - last); at < bytes.length; at++) {
        if (matches(bytes, at, bytes.length - at)) return at
      }
      return bytes.length
    },
  }
}
