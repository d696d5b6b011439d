import { base64url } from 'jose'
import type { RequestSession } from '../session/request-session.ts'
import { seconds } from '../tokens/clock.ts'

const USER_ID = '_user_id'
const EPOCH = '_epoch'
const LOGIN_AT = '_login_at'

/** Who a session says is logged in. Nothing of it is believed before the user was loaded. */
export interface SessionLogin {
  readonly userId: string
  /** Digest of the user's epoch at login; `undefined` where none is used. */
  readonly epoch: string | undefined
  /** When the password was given, in seconds since 1970. */
  readonly at: number
}

/** Writes a login into a session. The session gets another id, so that whoever knew it before does not know it now. */
export function writeLogin(session: RequestSession, userId: string, epoch: string | undefined): void {
  session.regenerate()
  session.set(USER_ID, userId)
  session.set(LOGIN_AT, seconds())
  if (epoch === undefined) session.delete(EPOCH)
  else session.set(EPOCH, epoch)
}

/** The login of a session; `undefined` when there is none, or what stands there is of another shape. */
export function readLogin(session: RequestSession): SessionLogin | undefined {
  const userId = session.get(USER_ID)
  const epoch = session.get(EPOCH)
  const at = session.get(LOGIN_AT)
  if (typeof userId !== 'string' || userId === '') return undefined
  return {
    userId,
    epoch: typeof epoch === 'string' ? epoch : undefined,
    at: typeof at === 'number' ? at : 0,
  }
}

/** Takes the login out of a session and leaves the rest, under another id. */
export function forgetLogin(session: RequestSession): void {
  for (const name of [USER_ID, EPOCH, LOGIN_AT]) session.delete(name)
  session.regenerate()
}

/** An epoch as it stands in a session: signed cookies can be read, so what it is made of must not stand there. */
export async function digestEpoch(userId: string, epoch: string | number): Promise<string> {
  const text = JSON.stringify([userId, typeof epoch, epoch])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return base64url.encode(new Uint8Array(digest, 0, 16))
}
