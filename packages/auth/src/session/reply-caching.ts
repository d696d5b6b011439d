import type { Reply } from '@micro/core'

/** Tells caches that a reply depends on who asks: nobody else may get it, unless the view said otherwise. */
export function dependsOnCookie(reply: Reply): void {
  reply.headers.vary('Cookie').setDefault('cache-control', 'private')
}
