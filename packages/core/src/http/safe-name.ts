const MAX_NAME_BYTES = 255

/** Names that Windows gives to devices, whatever extension follows. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])[ ]*(?:\.|$)/i

/**
 * Makes a file name of what a client calls its file: the part after the last separator, without control
 * characters, leading dots, or anything but letters and digits of any script, `.`, `_` and `-`. Never empty,
 * at most 255 bytes.
 *
 * The same name comes out for many inputs, and for another user's file too: store a file under a name of your
 * own, and keep this one to show.
 *
 * @param fallback - The name when nothing is left. Default: `'file'`.
 * @example
 * secureFilename('../../etc/passwd') // 'passwd'
 * secureFilename('C:\\Users\\me\\my photo.jpg') // 'my_photo.jpg'
 */
export function secureFilename(name: string, fallback = 'file'): string {
  // Normalised first: `．．／` (full width) must not become `../` afterwards.
  const base = name.normalize('NFKC').split(/[/\\]/).at(-1) ?? ''
  const plain = trimMarks(base.replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '_'))
  const safe = DEVICE.test(plain) ? `_${plain}` : plain
  return shorten(safe) || fallback
}

/**
 * Dots, underscores and dashes at either end: hidden files, options of a command, extensions that Windows
 * drops.
 */
function trimMarks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isMark(text[start])) start++
  while (end > start && isMark(text[end - 1])) end--
  return text.slice(start, end)
}

function isMark(character: string | undefined): boolean {
  return character === '.' || character === '_' || character === '-'
}

/** Cuts the stem, so that the extension stays. */
function shorten(name: string): string {
  if (byteLength(name) <= MAX_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && byteLength(name.slice(dot)) <= 32 ? name.slice(dot) : ''
  const room = MAX_NAME_BYTES - byteLength(extension)
  // Whole characters: a cut within one leaves U+FFFD, which `stream` holds back.
  const stem = new TextDecoder().decode(new TextEncoder().encode(name).subarray(0, room), { stream: true })
  return stem + extension
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}

/**
 * Whether one segment of a path can be used as the name of a file on every system: no separator, no colon, no
 * control character, not `.` or `..`, no device of Windows, no dot or space at its end, at most 255 bytes.
 *
 * @example
 * isSafeName('a.txt') // true
 * isSafeName('aux.txt') // false
 */
export function isSafeName(segment: string): boolean {
  return (
    !/[/\\:\p{Cc}]|[. ]$|^$/u.test(segment) && !DEVICE.test(segment) && byteLength(segment) <= MAX_NAME_BYTES
  )
}
