import { filters as library } from '../nunjucks.js'
import { write } from '../output.ts'
import { htmlOf, markSafe } from '../safe-html.ts'

/**
 * The filter `replace`: a text with one part in the place of another. In HTML, what is put in is escaped.
 *
 * @param count - How many are replaced. Default: all.
 */
export function replaceIn(value: unknown, old: unknown, put: unknown, count?: number): unknown {
  const html = htmlOf(value)
  if (html === undefined) return library['replace']?.(value, old, put, count)
  return markSafe(String(library['replace']?.(html, old, write(put, true), count)))
}
