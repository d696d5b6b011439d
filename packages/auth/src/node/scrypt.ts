import crypto from 'node:crypto'
import type { PasswordScheme } from './password-scheme.ts'

/**
 * scrypt with N=2^17, r=8, p=1: 128 MiB, as OWASP recommends where there is no Argon2id.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7914
 */
export const scrypt: PasswordScheme = {
  name: 'scrypt',
  version: undefined,
  costs: { ln: 17, r: 8, p: 1 },
  isAffordable: ({ ln = 0, r = 0, p = 0 }) => ln >= 1 && ln <= 20 && r >= 1 && r <= 16 && p >= 1 && p <= 16,
  derive: (password, salt, { ln = 0, r = 0, p = 0 }, length) =>
    new Promise((resolve, reject) => {
      const N = 2 ** ln
      // Node refuses what takes more than 32 MiB unless it is told.
      const maxmem = 256 * N * r + 256 * r * p + 1_048_576
      crypto.scrypt(password, salt, length, { N, r, p, maxmem }, (error, key) =>
        error === null ? resolve(key) : reject(error),
      )
    }),
}
