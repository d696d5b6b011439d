import { write } from '../output.ts'

/**
 * The filter `striptags`: a text without what looks like tags and comments, blanks run together.
 *
 * Does not make HTML safe: what is left is escaped like any text.
 *
 * @param preserveLinebreaks - Whether line breaks are kept. Default: false.
 */
export function stripTags(value: unknown, preserveLinebreaks: boolean = false): string {
  const text = withoutTags(write(value, false))
  if (!preserveLinebreaks) return text.split(/\s+/).join(' ').trim()
  const lines = text.split(/\r?\n/).map((line) => line.split(/ +/).join(' ').trim())
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

// By hand: a pattern would look for the end of each tag anew, and 100 kB of "<a<a<a" take seconds.
function withoutTags(text: string): string {
  const kept: string[] = []
  let at = 0
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
    if (open < at || !/[a-z/!]/i.test(text.charAt(open + 1))) continue
    const comment = text.startsWith('<!--', open)
    const end = comment ? text.indexOf('-->', open + 4) : text.indexOf('>', open)
    if (end < 0) break
    kept.push(text.slice(at, open))
    at = end + (comment ? 3 : 1)
  }
  return kept.join('') + text.slice(at)
}
