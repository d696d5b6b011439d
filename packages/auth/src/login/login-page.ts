import { type Context, formatChallenge, localPath, redirect, type Reply, Unauthorized } from '@micro/core'

/**
 * Answers a client that has to log in: a person on the way to a page is sent to the login page, and told to come back with `next`;
 * everything else gets 401.
 *
 * @param loginEndpoint - `undefined` when there is no such page.
 * @throws {@link HttpError} 401.
 */
export function askToLogIn(c: Context, loginEndpoint: string | undefined): Reply {
  const { request, app } = c
  if (loginEndpoint === undefined || !isPageView(c)) throw unauthorized('Cookie')
  const next = localPath(request.source.target, '')
  const reply = redirect(app.urlFor(loginEndpoint, {}, { query: next === '' ? {} : { next } }))
  reply.headers.vary('Accept')
  return reply
}

/** RFC 9110 §11.6.1: "A server generating a 401 response MUST send a WWW-Authenticate header field". */
export function unauthorized(scheme: 'Cookie' | 'Bearer', error?: string): Error {
  const challenge = formatChallenge(scheme, { realm: 'app', error })
  return new Unauthorized('', { headers: { 'www-authenticate': challenge } })
}

/** A browser asks for HTML by name; a script that takes anything is not sent to a page. */
function isPageView({ request }: Context): boolean {
  const { method } = request
  return (
    (method === 'GET' || method === 'HEAD') &&
    request.accepts(['application/json', 'text/html']) === 'text/html'
  )
}
