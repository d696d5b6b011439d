import { type Contract, currentApp, defineContract } from '@micro/core'
import { fail } from '../errors.ts'
import { jsonFault, type JsonValue } from '../json-value.ts'
import { randomId } from '../keys/random-id.ts'
import type { AppTokens } from './app-tokens.ts'
import { seconds } from './clock.ts'
import type { TokenCodec } from './token-codec.ts'

/** Where the tokens of an app come from. */
export interface TokenSource {
  readonly tokens: AppTokens
}

/** Fulfilled by the extension that reads the app's secret keys. */
export const tokenSource: Contract<TokenSource> = defineContract<TokenSource>('signed tokens')

/** How long a token is good for. */
export interface SignOptions {
  /** In seconds. */
  readonly maxAge: number
}

/**
 * Makes a token that comes back unchanged or not at all: for links in e-mails, such as one that resets a password.
 *
 * Does not encrypt: whoever holds it can read it. Does not end with its first use: put something into the payload that the use
 * changes, such as a digest of the password's hash.
 *
 * @param purpose - What it is for. A token for one purpose is worthless for another.
 * @param payload - Plain JSON.
 * @throws {@link MicroError} `TOKEN_PAYLOAD`, `TOKEN_MAX_AGE`; `SESSIONS_MISSING` without {@link Sessions}, whose keys it uses;
 * `NO_APP` outside of an app.
 * @example
 * const token = await signToken('reset-password', { userId: '7' }, { maxAge: 3600 })
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export async function signToken(
  purpose: string,
  payload: JsonValue,
  { maxAge }: SignOptions,
): Promise<string> {
  const problem = jsonFault(payload, 'payload')
  if (problem !== undefined) throw fail('TOKEN_PAYLOAD', { purpose, problem })
  if (!Number.isSafeInteger(maxAge) || maxAge < 1) throw fail('TOKEN_MAX_AGE', { maxAge: String(maxAge) })
  const iat = seconds()
  const codec = await codecFor(purpose, 'signToken()')
  return codec.seal({ jti: randomId(), iat, exp: iat + maxAge, payload })
}

/**
 * The payload of a token; `undefined` for one that was changed, has ended, is for another purpose or another app, or is none.
 *
 * @param token - As it came; anything may have been sent.
 * @throws {@link MicroError} `SESSIONS_MISSING` without {@link Sessions}; `NO_APP` outside of an app.
 * @example
 * const payload = await verifyToken('reset-password', c.request.query.get('token'))
 * if (payload === undefined) abort(400, 'This link is no longer good')
 */
export async function verifyToken(
  purpose: string,
  token: string | undefined,
): Promise<JsonValue | undefined> {
  if (token === undefined || token === '') return undefined
  const codec = await codecFor(purpose, 'verifyToken()')
  const opened = await codec.open(token, Number.MAX_SAFE_INTEGER)
  if (opened.refused !== undefined) return undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `signToken` checked that it is JSON; the signature says that nobody has changed it since
  return opened.claims['payload'] as JsonValue
}

function codecFor(purpose: string, caller: string): Promise<TokenCodec> {
  const app = currentApp()
  const source = app.service(tokenSource)
  if (source === undefined) throw fail('SESSIONS_MISSING', { caller, app: app.name })
  return source.tokens.for(purpose)
}
