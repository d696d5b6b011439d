import {
  type CryptoKey,
  EncryptJWT,
  errors,
  type JWTClaimVerificationOptions,
  type JWTPayload,
  jwtDecrypt,
  jwtVerify,
  SignJWT,
} from 'jose'
import type { PurposeKeys } from '../keys/key-ring.ts'
import { seconds } from './clock.ts'

/** What every token says of itself, besides what it carries. */
export interface Claims {
  /** Names the thing the token stands for: what is revoked is this, never the token's text, of which there are many spellings. */
  readonly jti: string
  /** When it was made, in seconds since 1970. */
  readonly iat: number
  /** When it ends, in seconds since 1970. */
  readonly exp: number
  readonly [claim: string]: unknown
}

/** What a token turned out to be. */
export type Opened =
  | { readonly claims: Claims; readonly refused?: undefined }
  /** Why it is none, in a word for the log: never said to a client. */
  | { readonly refused: string }

/** Which tokens these are: one kind never passes for another. */
export interface TokenKind {
  /** Header parameter `typ`. RFC 8725 §3.11 */
  readonly type: string
  /** Claim `aud`: what the token is for. */
  readonly purpose: string
}

/** Makes and opens the tokens of one kind. */
export interface TokenCodec {
  seal(claims: Claims): Promise<string>
  /**
   * Never throws for a bad token.
   *
   * @param maxAge - Oldest token accepted, in seconds since it was made.
   */
  open(token: string, maxAge: number): Promise<Opened>
}

/** Longest token that is looked at: no browser keeps a longer cookie. */
export const MAX_TOKEN_LENGTH = 4096

/** How far the clocks of two servers may differ, in seconds. */
const CLOCK_TOLERANCE = 60

/**
 * Tokens that everybody can read and nobody can forge: JWS with HS256.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515
 */
export function signedTokens(keys: PurposeKeys, kind: TokenKind): TokenCodec {
  const header = { alg: 'HS256', typ: kind.type, kid: keys.primary.id }
  return {
    seal: (claims) =>
      new SignJWT({ ...claims, aud: kind.purpose }).setProtectedHeader(header).sign(keys.primary.key),
    open: (token, maxAge) =>
      openWith(token, 3, async () => {
        const options = { ...claimRules(kind, maxAge), algorithms: ['HS256'] }
        return (await jwtVerify(token, keyFinder(keys, header), options)).payload
      }),
  }
}

/**
 * Tokens that nobody else can read: JWE, `dir` with A256GCM and a random nonce, so that two tokens with the same content differ.
 *
 * NIST SP 800-38D §8.3: a key with random nonces must not make more than 2^32 tokens; change `secretKey` before it has.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7516
 */
export function encryptedTokens(keys: PurposeKeys, kind: TokenKind): TokenCodec {
  const header = { alg: 'dir', enc: 'A256GCM', typ: kind.type, kid: keys.primary.id }
  return {
    seal: (claims) =>
      new EncryptJWT({ ...claims, aud: kind.purpose }).setProtectedHeader(header).encrypt(keys.primary.key),
    open: (token, maxAge) =>
      openWith(token, 5, async () => {
        const allowed = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
        const options = { ...claimRules(kind, maxAge), ...allowed }
        return (await jwtDecrypt(token, keyFinder(keys, header), options)).payload
      }),
  }
}

function claimRules(kind: TokenKind, maxAge: number): JWTClaimVerificationOptions {
  return {
    typ: kind.type,
    audience: kind.purpose,
    requiredClaims: ['exp', 'iat', 'jti'],
    maxTokenAge: maxAge,
    clockTolerance: CLOCK_TOLERANCE,
  }
}

/**
 * Finds the key that a header names.
 *
 * A header with anything that ours never have is refused before any of it is obeyed: `crit`, `b64`, `zip`, `jku`, `jwk`, `x5u` …
 */
function keyFinder(keys: PurposeKeys, ours: object): (header: object & { kid?: string }) => CryptoKey {
  return (header) => {
    const key =
      Object.keys(header).every((name) => Object.hasOwn(ours, name)) && keys.byId.get(header.kid ?? '')
    if (!key) throw new errors.JWKSNoMatchingKey()
    return key
  }
}

async function openWith(token: string, parts: number, open: () => Promise<JWTPayload>): Promise<Opened> {
  if (token.length > MAX_TOKEN_LENGTH) return { refused: 'too long' }
  if (!hasParts(token, parts)) return { refused: 'malformed' }
  try {
    return checkTimes(await open())
  } catch (error) {
    // Whatever went wrong, nobody is who they say they are.
    return { refused: error instanceof errors.JOSEError ? error.code : 'unreadable' }
  }
}

/** Base64url in as many parts as the kind has. What decoders let pass besides (`=`, `+`, `/`, line breaks) is refused here. */
function hasParts(token: string, parts: number): boolean {
  return /^[\w.-]+$/.test(token) && token.split('.').length === parts
}

/** The times again, strictly: the tolerance is for clocks that are behind, not for tokens that have ended. */
function checkTimes(payload: JWTPayload): Opened {
  const { jti, iat, exp, nbf } = payload
  const now = seconds()
  // `1e400` is Infinity, which is later than now for ever.
  if (typeof jti !== 'string' || !Number.isSafeInteger(iat) || !Number.isSafeInteger(exp))
    return { refused: 'claims' }
  if (iat === undefined || exp === undefined || exp <= now || (nbf !== undefined && nbf > now))
    return { refused: 'time' }
  return { claims: { ...payload, jti, iat, exp } }
}
