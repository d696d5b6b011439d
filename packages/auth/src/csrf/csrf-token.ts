import { currentContext, sessionContract } from '@micro/core'
import { fail } from '../errors.ts'
import { randomId } from '../keys/random-id.ts'
import { CSRF_SECRET, isSecret } from './csrf-secret.ts'
import { maskToken } from './masked-token.ts'

/**
 * A token that shows a form to be from this site: `<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">`, or the
 * header `X-CSRF-Token`.
 *
 * Different each time it is called, and good as long as the session; a login or logout ends it. Browsers of today are recognised
 * without it: it is for those that send neither `Sec-Fetch-Site` nor `Origin`.
 *
 * @throws {@link MicroError} `SESSIONS_MISSING` without {@link Sessions}; `NO_REQUEST` outside of a request.
 * @example
 * const form = `<form method="post"><input type="hidden" name="csrf_token" value="${csrfToken()}"></form>`
 */
export function csrfToken(): string {
  const { app } = currentContext()
  const session = app.service(sessionContract)?.current()
  if (session === undefined) throw fail('SESSIONS_MISSING', { caller: 'csrfToken()', app: app.name })
  const kept = session.get(CSRF_SECRET)
  if (isSecret(kept)) return maskToken(kept)
  const secret = randomId()
  session.set(CSRF_SECRET, secret)
  return maskToken(secret)
}
