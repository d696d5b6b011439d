// What neither a page nor an XML feed can hold. XML 1.0 §2.2.
// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g

/** A text without what neither a page nor a feed can hold. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '')
}

/** Text of several lines as it is kept: line breaks are `\n`, nothing unprintable, no space at either end. */
export function cleanText(text: string): string {
  return printable(text.toWellFormed().replaceAll(/\r\n?/g, '\n')).trim()
}

/** Text of one line as it is kept: every run of white space is one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/g, ' ')
}

/** The beginning of a text, cut at a word. */
export function excerpt(text: string, length: number): string {
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length)
  return `${text
    .slice(0, end > 0 ? end : length)
    .toWellFormed()
    .replace(/[\s.,;:–-]+$/, '')}…`
}
