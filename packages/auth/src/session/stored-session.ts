import type { Claims } from '../tokens/token-codec.ts'

/** A session as it is kept between two requests. */
export interface StoredSession {
  readonly id: string
  /** When it began, in seconds since 1970: it ends a lifetime later, however much it is used. */
  readonly started: number
  /** When it was last written, in seconds since 1970: it ends an idle lifetime later. */
  readonly written: number
  /** Whether the cookie outlives the browser. */
  readonly permanent: boolean
  /** The values, as the text of a JSON object. */
  readonly text: string
}

/** How long sessions live, in seconds. */
export interface Lifetimes {
  /** From their beginning. */
  readonly lifetime: number
  /** From when they were last written. */
  readonly idleLifetime: number
}

/** Number of this layout. A session of another one is not read: whoever has it begins anew. */
const VERSION = 1

/** What a cookie holds of a session. */
interface SessionClaims extends Claims {
  readonly v: number
  readonly start: number
  readonly keep: boolean
  /** Absent when the values are in a store. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** When a session ends unless it is used again, in seconds since 1970. */
export function endOf(session: StoredSession, { lifetime, idleLifetime }: Lifetimes): number {
  return Math.min(session.started + lifetime, session.written + idleLifetime)
}

/** The claims of a session's cookie. */
export function toClaims(session: StoredSession, lifetimes: Lifetimes, withData: boolean): SessionClaims {
  return {
    v: VERSION,
    jti: session.id,
    iat: session.written,
    exp: endOf(session, lifetimes),
    start: session.started,
    keep: session.permanent,
    ...(withData ? { data: JSON.parse(session.text) } : {}),
  }
}

/** What the claims of a cookie turned out to say. */
export type ReadClaims =
  | { readonly session: StoredSession; readonly refused?: undefined }
  /** Why they cannot be believed, in a word for the log. */
  | { readonly refused: string }

/** Reads the claims of a session's cookie. Their signature says who wrote them, not which release of it. */
export function fromClaims(claims: Claims, withData: boolean): ReadClaims {
  const { v, jti, iat, start, keep, data = {} } = claims
  if (v !== VERSION) return { refused: 'version' }
  if (typeof start !== 'number' || !Number.isSafeInteger(start) || typeof keep !== 'boolean')
    return { refused: 'claims' }
  if (!isRecord(data) || withData !== Object.hasOwn(claims, 'data')) return { refused: 'claims' }
  return { session: { id: jti, started: start, written: iat, permanent: keep, text: JSON.stringify(data) } }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
