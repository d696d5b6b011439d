import { splitList } from '../http/header.ts'
import type { ReplyParts } from './reply-body.ts'
import type { Reply } from './reply.ts'

/** What lets a shared cache keep a reply. */
const SHARED: ReadonlySet<string> = new Set(['public', 's-maxage', 'proxy-revalidate'])

/**
 * Makes a reply that sets a cookie `private`, whatever else was said of caching: a shared cache would hand one client's
 * cookie, and the account with it, to the next. `no-store` stays as it is.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-7.3
 */
export function keepCookiesPrivate(reply: Pick<Reply, 'headers' | 'headerLines'>): void {
  // Looked for in the lines: most replies have no cookie, and to ask for their fields would make a copy of them.
  if (!reply.headerLines.includes('set-cookie')) return
  const { headers } = reply
  // It may have been the value of another field.
  if (!headers.has('set-cookie')) return
  dropTargeted(headers)
  const said = splitList(headers.get('cache-control') ?? '')
  const names = said.map(nameOf)
  const isPrivate = names.includes('private') || names.includes('no-store')
  if (isPrivate && !names.some((name) => SHARED.has(name))) return
  const kept = said.filter((each) => !SHARED.has(nameOf(each)) && nameOf(each) !== 'private')
  headers.set('cache-control', ['private', ...kept].join(', '))
}

/**
 * RFC 9213 §2.1: a cache of the kind that such a field is for reads it in the place of Cache-Control. Vendors have fields of their own
 * (`cloudflare-cdn-cache-control`), and `surrogate-control` came before them.
 */
function dropTargeted(headers: ReplyParts['headers']): void {
  const targeted = [...headers].flatMap(([name]) =>
    /^surrogate-control$|-cache-control$/.test(name) ? [name] : [],
  )
  for (const name of targeted) headers.delete(name)
}

function nameOf(directive: string): string {
  return (directive.split('=', 1)[0] ?? '').trim().toLowerCase()
}
