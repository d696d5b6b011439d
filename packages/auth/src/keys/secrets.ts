import type { RunningApp } from '@micro/core'
import { fail } from '../errors.ts'
import { randomId } from './random-id.ts'

/** The secrets of an app, from which every key is derived. */
export interface Secrets {
  /** Signs and encrypts. */
  readonly primary: string
  /** Open what was made before the key was changed, and make nothing. */
  readonly fallbacks: readonly string[]
}

/** NIST SP 800-107 §5.3.4: a key of HMAC-SHA-256 that is shorter than its output weakens it. */
const MIN_BYTES = 32

/** Fewer different characters than this is a pattern, such as `'a'.repeat(32)`, not a key. */
const MIN_CHARACTERS = 8

/**
 * Reads `secretKey` and `secretKeyFallbacks`. White space around a key, as a file or an environment leaves it there, is not part
 * of it; its length is checked after.
 *
 * In debug a weak key is let through, and a missing one is replaced by a random one, each with a warning.
 *
 * @throws {@link MicroError} `SECRET_KEY_MISSING`, `SECRET_KEY_WEAK` or `SECRET_KEY_FALLBACKS`.
 */
export function readSecrets(app: RunningApp): Secrets {
  const primary = app.config.get('secretKey')
  const fallbacks = app.config.get('secretKeyFallbacks') ?? []
  // A lone text would be taken apart into keys of one character.
  if (!isTexts(fallbacks)) throw fail('SECRET_KEY_FALLBACKS', {})
  return {
    primary: primary === undefined ? randomSecret(app) : strong(app, primary, 'secretKey'),
    fallbacks: fallbacks.map((key, i) => strong(app, key, `secretKeyFallbacks[${i}]`)),
  }
}

function randomSecret(app: RunningApp): string {
  if (!app.debug) throw fail('SECRET_KEY_MISSING', { app: app.name })
  app.logger.warn({}, 'No `secretKey`: one was made up, and everybody is logged out when this process ends')
  return randomId()
}

function strong(app: RunningApp, key: unknown, setting: string): string {
  const text = typeof key === 'string' ? key.trim() : ''
  const problem = weakness(text)
  if (problem === undefined) return text
  if (!app.debug || text === '') throw fail('SECRET_KEY_WEAK', { setting, problem })
  app.logger.warn({}, `\`${setting}\` is too weak for anything but debugging: ${problem}`)
  return text
}

function weakness(key: string): string | undefined {
  const bytes = new TextEncoder().encode(key).length
  if (bytes < MIN_BYTES) return `it has ${bytes} bytes, and ${MIN_BYTES} are the least`
  const characters = new Set(key).size
  return characters < MIN_CHARACTERS ? `it has only ${characters} different characters` : undefined
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
