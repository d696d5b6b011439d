/** Where a session keeps the secret behind its CSRF tokens. */
export const CSRF_SECRET = '_csrf'

/** Whether a value of a session can be a secret: 32 bytes in base64url. */
export function isSecret(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value)
}
