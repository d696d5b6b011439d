import type { Reply } from '@micro/core'

/** Tells caches that a reply depends on who asks: nobody else may get it, unless the view said otherwise. */
export function dependsOnCookie(reply: Reply): void {
  reply.headers.vary('Cookie').setDefault('cache-control', 'private')
}

/**
 * Keeps a reply that sets a cookie out of shared caches, whatever the view said: one that hands out a session to the next
 * client hands out the account with it.
 */
export function keepFromSharedCaches(reply: Reply): void {
  const said = reply.headers.get('cache-control') ?? ''
  const isPrivate = /\b(?:private|no-store)\b/i.test(said) && !/\b(?:public|s-maxage)\b/i.test(said)
  if (!isPrivate) reply.headers.set('cache-control', 'private')
}
