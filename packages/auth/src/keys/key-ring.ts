import { base64url, type CryptoKey } from 'jose'
import type { Secrets } from './secrets.ts'

/** What a key does: one is never used for both. */
export type KeyUse = 'sign' | 'encrypt'

/** A key and the name that tokens know it by. */
export interface NamedKey {
  /** Says nothing of the key. */
  readonly id: string
  readonly key: CryptoKey
}

/** The keys of one purpose. */
export interface PurposeKeys {
  /** What tokens are made with. */
  readonly primary: NamedKey
  /** Every key that opens a token, by the name that is in its header: a look-up, never a fetch. */
  readonly byId: ReadonlyMap<string, CryptoKey>
}

const ALGORITHMS = {
  sign: { name: 'HMAC', hash: 'SHA-256', length: 256 },
  encrypt: { name: 'AES-GCM', length: 256 },
} as const

/**
 * The keys of an app, each derived from its secrets for one purpose and use: what was made for one is noise to every other.
 *
 * A key is derived when its purpose first asks for it and kept: nothing is imported per request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869 (HKDF)
 */
export class KeyRing {
  readonly #secrets: Secrets
  readonly #derived = new Map<string, Promise<PurposeKeys>>()

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /** The keys of a purpose, such as `'session'`. */
  keys(purpose: string, use: KeyUse): Promise<PurposeKeys> {
    const name = `${use}:${purpose}`
    const derived = this.#derived.get(name) ?? derive(this.#secrets, name, use)
    this.#derived.set(name, derived)
    return derived
  }
}

async function derive(secrets: Secrets, name: string, use: KeyUse): Promise<PurposeKeys> {
  const [primary, fallbacks] = await Promise.all([
    deriveKey(secrets.primary, name, use),
    Promise.all(secrets.fallbacks.map((secret) => deriveKey(secret, name, use))),
  ])
  // The primary key last: it stays what its name means, also when it stands among the fallbacks.
  return { primary, byId: new Map([...fallbacks, primary].map(({ id, key }) => [id, key])) }
}

async function deriveKey(secret: string, name: string, use: KeyUse): Promise<NamedKey> {
  const master = await crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, [
    'deriveKey',
    'deriveBits',
  ])
  const id = await crypto.subtle.deriveBits(hkdf(`id:${name}`), master, 64)
  const usages = use === 'sign' ? (['sign', 'verify'] as const) : (['encrypt', 'decrypt'] as const)
  const key = await crypto.subtle.deriveKey(hkdf(`key:${name}`), master, ALGORITHMS[use], false, usages)
  return { id: base64url.encode(new Uint8Array(id)), key }
}

function hkdf(info: string) {
  return { name: 'HKDF', hash: 'SHA-256', salt: utf8('micro/auth/v1'), info: utf8(info) }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
