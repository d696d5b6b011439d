import crypto from 'node:crypto'
import type { PasswordScheme } from './password-scheme.ts'

/**
 * Argon2id, at the cost that OWASP recommends: 19 MiB, 2 passes, 1 lane. `undefined` on a Node without it (before 24.7).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9106
 */
export const argon2id: PasswordScheme | undefined = 'argon2' in crypto ? scheme() : undefined

function scheme(): PasswordScheme {
  return {
    name: 'argon2id',
    version: 19,
    costs: { m: 19_456, t: 2, p: 1 },
    isAffordable: ({ m = 0, t = 0, p = 0 }) =>
      m >= 8 * p && m <= 1_048_576 && t >= 1 && t <= 10 && p >= 1 && p <= 16,
    derive: (message, nonce, { m = 0, t = 0, p = 0 }, tagLength) =>
      new Promise((resolve, reject) => {
        crypto.argon2(
          'argon2id',
          { message, nonce, memory: m, passes: t, parallelism: p, tagLength },
          (error, key) => (error === null ? resolve(key) : reject(error)),
        )
      }),
  }
}
