import { fail } from '../ground/codes.ts'
import { Reply } from './reply.ts'
import type { Request } from './request.ts'

/** The statuses that send a client elsewhere. */
export type RedirectStatus = 301 | 302 | 303 | 307 | 308

/**
 * Sends the client to another address.
 *
 * Does not check where that is: pass what a client gave through {@link localPath} first.
 *
 * @param location - Absolute, or relative to this site. Non-ASCII characters are percent-encoded.
 * @param status - Default: 303, which makes the client ask with `GET`. 307 and 308 keep method and body.
 * @throws {@link MicroError} `REDIRECT_STATUS`; `REDIRECT_LOCATION` for an empty location, one with control characters, or a script.
 * @example
 * return redirect('/login')
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.4
 */
export function redirect(location: string, status: RedirectStatus = 303): Reply {
  if (![301, 302, 303, 307, 308].includes(status)) throw fail('REDIRECT_STATUS', { status: String(status) })
  if (!isLocation(location)) throw fail('REDIRECT_LOCATION', { location: JSON.stringify(location) })
  return new Reply(null, undefined, { status, headers: { location: asciiLocation(location) } })
}

/**
 * Where a client asked to be sent, if that is on this site; the fallback otherwise.
 *
 * Everything that a browser would read as another host is refused: `//evil`, `/\evil`, `/\t/evil`, `/.//evil`,
 * `https:evil`, `user@host`.
 *
 * @example
 * return redirect(localPath(c.request.query.get('next'), '/'))
 */
export function localPath(wanted: string | undefined, fallback: string): string {
  if (wanted === undefined || !wanted.startsWith('/') || !isLocation(wanted) || /[\\ ]/.test(wanted))
    return fallback
  if (!URL.canParse(wanted, 'http://local.invalid')) return fallback
  const { origin, pathname } = new URL(wanted, 'http://local.invalid')
  return origin === 'http://local.invalid' && !pathname.startsWith('//') ? wanted : fallback
}

/**
 * Sends the client back to the page of this site that it came from, as its `Referer` says; to the fallback when that is not
 * said, lies on another site, or is this very address, which would go round for ever.
 *
 * Browsers leave the field out where the page says `Referrer-Policy: no-referrer`. Give the address in the form itself
 * (see {@link localPath}) where the way back has to be sure.
 *
 * @param fallback - A path of this site. Default: `'/'`.
 * @param status - Default: 303, which makes the client ask with `GET`.
 * @throws {@link MicroError} `REDIRECT_STATUS`, `REDIRECT_LOCATION`
 * @example
 * app.post('/posts/<int:id>/like', (c) => redirectBack(c, '/posts'))
 */
export function redirectBack(
  { request }: { readonly request: Request },
  fallback = '/',
  status?: RedirectStatus,
): Reply {
  return redirect(pathCameFrom(request) ?? fallback, status)
}

function pathCameFrom(request: Request): string | undefined {
  const referer = request.headers.get('referer') ?? ''
  if (!URL.canParse(referer) || !URL.canParse(request.url)) return undefined
  const from = new URL(referer)
  const here = new URL(request.url)
  const path = `${from.pathname}${from.search}`
  const isLoop = path === `${here.pathname}${here.search}` && request.method === 'GET'
  if (from.origin !== here.origin || isLoop) return undefined
  return localPath(path, '') || undefined
}

function isLocation(location: unknown): location is string {
  return (
    typeof location === 'string' &&
    location !== '' &&
    !/\p{Cc}/u.test(location) &&
    !/^\s*(javascript|data|vbscript):/i.test(location)
  )
}

function asciiLocation(location: string): string {
  return location.replaceAll(/[^\u0021-\u007E]+/g, (text) => encodeURIComponent(text.toWellFormed()))
}
