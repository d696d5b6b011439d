import { escapeHtml } from '@micro/core'
import { write } from '../output.ts'
import { markSafe, type SafeHtml } from '../safe-html.ts'

/** What may stand around an address without being part of it. */
const OPENING = '([{<"\''
const CLOSING = ')]}>"\'.,;:!?'

/**
 * The filter `urlize`: a text as HTML in which web addresses are links. Everything in it is escaped.
 *
 * Finds `http://…`, `https://…` and `www.…`; not bare domains, and no mail addresses.
 *
 * @param length - Longest text of a link, in characters; a longer one ends in `…`. Default: no limit.
 * @param nofollow - Whether search engines are asked not to follow the links. Default: false.
 */
export function urlize(value: unknown, length: number = Infinity, nofollow: boolean = false): SafeHtml {
  const words = write(value, false).split(/(\s+)/)
  return markSafe(words.map((word) => linked(word, length, nofollow)).join(''))
}

function linked(word: string, length: number, nofollow: boolean): string {
  const { before, address, after } = trimmed(word)
  if (!/^(?:https?:\/\/|www\.)./i.test(address)) return escapeHtml(word)
  const href = /^www\./i.test(address) ? `https://${address}` : address
  const text = address.length > length ? `${address.slice(0, length)}…` : address
  const rel = nofollow ? ' rel="nofollow"' : ''
  return `${escapeHtml(before)}<a href="${escapeHtml(href)}"${rel}>${escapeHtml(text)}</a>${escapeHtml(after)}`
}

interface Word {
  readonly before: string
  readonly address: string
  readonly after: string
}

function trimmed(word: string): Word {
  let start = 0
  let end = word.length
  while (start < end && OPENING.includes(word.charAt(start))) start++
  while (end > start && CLOSING.includes(word.charAt(end - 1))) end--
  return { before: word.slice(0, start), address: word.slice(start, end), after: word.slice(end) }
}
