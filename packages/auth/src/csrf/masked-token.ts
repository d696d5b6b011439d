import { base64url } from 'jose'

const SECRET_BYTES = 32

/** A token is a mask and the masked secret. */
const TOKEN_LENGTH = Math.ceil((2 * SECRET_BYTES * 4) / 3)

/**
 * Writes a secret into a page so that it looks different each time: what compresses together with it tells nothing of it (BREACH).
 *
 * @param secret - 32 bytes in base64url.
 * @see https://www.breachattack.com
 */
export function maskToken(secret: string): string {
  const bytes = base64url.decode(secret)
  const mask = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return base64url.encode(new Uint8Array([...mask, ...mask.map((byte, i) => byte ^ (bytes[i] ?? 0))]))
}

/** Whether a token that a client sent is the mask of a secret. Takes as long for any text of the right length. */
export function isMaskOf(token: string, secret: string): boolean {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/.test(token)) return false
  const sent = base64url.decode(token)
  const wanted = base64url.decode(secret)
  let difference = sent.length ^ (2 * SECRET_BYTES)
  for (let i = 0; i < SECRET_BYTES; i++) {
    difference |= (sent[i] ?? 0) ^ (sent[i + SECRET_BYTES] ?? 0) ^ (wanted[i] ?? 0)
  }
  return difference === 0
}
