import { write } from '../output.ts'
import { htmlOf, markSafe } from '../safe-html.ts'

/** The filter `trim`: without the blanks around; HTML stays HTML. Linear, where that of nunjucks is quadratic. */
export function trim(value: unknown): unknown {
  const html = htmlOf(value)
  return html === undefined ? write(value, false).trim() : markSafe(html.trim())
}
