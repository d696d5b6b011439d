import type { Request } from '@micro/core'

/** Where a request comes from: this site, another one, or a client that does not say. */
export type RequestOrigin = 'own' | 'foreign' | 'unknown'

/**
 * Reads from the header of a request which site's page sent it. Scripts can set neither field.
 *
 * @param trusted - Other origins that count as this site.
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 * @see https://www.rfc-editor.org/rfc/rfc6454#section-7
 */
export function requestOrigin(
  { headers, scheme, host }: Request,
  trusted: ReadonlySet<string>,
): RequestOrigin {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  // `none`: a person typed the address or followed a bookmark.
  if (site === 'same-origin' || site === 'none') return 'own'
  if (origin !== undefined && trusted.has(origin)) return 'own'
  if (site !== undefined) return 'foreign'
  if (origin === undefined) return 'unknown'
  return origin === `${scheme}://${host}` ? 'own' : 'foreign'
}
