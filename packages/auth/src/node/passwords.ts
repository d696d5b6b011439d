import { randomBytes, timingSafeEqual } from 'node:crypto'
import { BadRequest, currentApp, hasContext } from '@micro/core'
import { passwordGate } from '../gate.ts'
import { argon2id } from './argon2id.ts'
import type { Costs, PasswordScheme } from './password-scheme.ts'
import { formatPhc, parsePhc, type PhcHash } from './phc-string.ts'
import { scrypt } from './scrypt.ts'

/** What new passwords are hashed with. */
const preferred: PasswordScheme = argon2id ?? scrypt

const schemes: readonly PasswordScheme[] = argon2id === undefined ? [scrypt] : [argon2id, scrypt]

/** In bytes of UTF-8: far above what a person types, far below what costs time to send. */
const MAX_PASSWORD_BYTES = 1024
const SALT_BYTES = 16
const HASH_BYTES = 32

/**
 * Hashes a password, to be stored: Argon2id, or scrypt where Node has no Argon2id.
 *
 * The password counts as it is: spaces, case and every Unicode spelling are part of it. Runs beside the event loop, in a request
 * at most two at once; 64 more wait.
 *
 * @returns A PHC string with its own salt: the same password gives another one each time.
 * @throws {@link HttpError} 400 above 1024 bytes, before anything is hashed; 503 with `Retry-After` when too many wait.
 * @example
 * const stored = await hashPassword('correct horse battery staple')
 */
export async function hashPassword(password: string): Promise<string> {
  assertLength(password)
  const { name, version, costs } = preferred
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(preferred, password, { salt, costs, length: HASH_BYTES })
  return formatPhc({ name, version, costs, salt, hash })
}

/**
 * Whether a password is the one that was hashed.
 *
 * Takes as long without a hash as with one: call it for unknown users too, so that nobody can find out by the clock who has an
 * account. A stored hash that cannot be read is logged as an error, and no password fits it.
 *
 * @param stored - As {@link hashPassword} gave it; `undefined` when there is no such user.
 * @throws {@link HttpError} 400 above 1024 bytes; 503 with `Retry-After` when too many wait.
 * @example
 * const stored = await hashPassword('correct horse battery staple')
 * const fits = await verifyPassword(stored, 'Tr0ub4dor&3') // false
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  assertLength(password)
  const kept = typeof stored === 'string' ? readStored(stored) : undefined
  if (kept === undefined) return pretend(password)
  const { scheme, salt, costs, hash } = kept
  return timingSafeEqual(await derive(scheme, password, { salt, costs, length: hash.length }), hash)
}

/**
 * Whether a hash is weaker than a new one would be, or cannot be read: to be asked after a login, when the password is at hand.
 *
 * @example
 * if (needsRehash('$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA')) await hashPassword('the password')
 */
export function needsRehash(stored: string): boolean {
  const kept = parsePhc(stored)
  if (kept === undefined || kept.name !== preferred.name || kept.version !== preferred.version) return true
  if (kept.salt.length < SALT_BYTES || kept.hash.length < HASH_BYTES) return true
  return Object.entries(preferred.costs).some(([cost, value]) => (kept.costs[cost] ?? 0) < value)
}

interface StoredHash extends PhcHash {
  readonly scheme: PasswordScheme
}

function readStored(text: string): StoredHash | undefined {
  const kept = parsePhc(text)
  const scheme = schemes.find(({ name, version }) => name === kept?.name && version === kept.version)
  if (kept !== undefined && scheme !== undefined && scheme.isAffordable(kept.costs))
    return { ...kept, scheme }
  // The text stays out of the log: it may be a password that was stored by mistake.
  if (hasContext())
    currentApp().logger.error({ length: text.length }, 'A stored password hash cannot be read')
  return undefined
}

/** The work of a real check, for nothing. */
async function pretend(password: string): Promise<false> {
  const costs = { salt: randomBytes(SALT_BYTES), costs: preferred.costs, length: HASH_BYTES }
  await derive(preferred, password, costs)
  return false
}

interface DeriveOptions {
  readonly salt: Uint8Array
  readonly costs: Costs
  /** Of the hash, in bytes. */
  readonly length: number
}

function derive(
  scheme: PasswordScheme,
  password: string,
  { salt, costs, length }: DeriveOptions,
): Promise<Uint8Array> {
  const work = (): Promise<Uint8Array> => scheme.derive(password, salt, costs, length)
  // A script or command may take the machine for itself; a request shares it.
  const gate = hasContext() ? currentApp().service(passwordGate) : undefined
  return gate === undefined ? work() : gate.pass(work)
}

function assertLength(password: string): void {
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) throw new BadRequest('The password is too long')
}
