import { signToken, verifyToken } from '@micro/auth'
import { integer, number, object, pipe, safeParse } from 'valibot'
import type { User } from '../schema.ts'

const PURPOSE = 'api'
const THIRTY_DAYS = 30 * 86_400

const Grant = object({ user: pipe(number(), integer()), epoch: pipe(number(), integer()) })

/** Whom a token stands for. */
export interface ApiGrant {
  readonly user: number
  /** The `session_epoch` of the user when it was made: with a new password old tokens end, too. */
  readonly epoch: number
}

/** Makes a token with which a program can write in the name of a user, for thirty days. */
export function makeApiToken({ id, session_epoch }: User): Promise<string> {
  return signToken(PURPOSE, { user: id, epoch: session_epoch }, { maxAge: THIRTY_DAYS })
}

/** Whom a token stands for; `undefined` when it is none of ours, or has ended. */
export async function readApiToken(token: string): Promise<ApiGrant | undefined> {
  const payload = safeParse(Grant, await verifyToken(PURPOSE, token))
  return payload.success ? payload.output : undefined
}
