import { base64url } from 'jose'

/** A name that nobody can guess: 256 random bits, in 43 characters that a cookie and a URL can hold. */
export function randomId(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
}
