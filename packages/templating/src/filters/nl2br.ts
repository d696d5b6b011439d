import { write } from '../output.ts'
import { markSafe, type SafeHtml } from '../safe-html.ts'

/** The filter `nl2br`: a text as HTML, escaped, with `<br>` for each line break. */
export function nl2br(value: unknown): SafeHtml {
  return markSafe(write(value, true).replaceAll(/\r\n|\n/g, '<br>\n'))
}
