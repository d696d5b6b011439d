import type { Context } from '../context/context.ts'
import { currentContext } from '../context/current.ts'
import { defineKey, type Key } from '../context/key.ts'

/** The nonce of a request that has asked for one. */
export const nonceKey: Key<string> = defineKey('csp nonce')

/**
 * The nonce of this request: a script or style with it in its `nonce` attribute may run under the policy of
 * {@link SecurityHeaders}. Every call in one request gives the same; no two requests share one.
 *
 * Has to be asked for before the reply is complete: the header of a stream is sent before its body is made. Pages with a
 * nonce must not be kept by shared caches.
 *
 * @throws {@link MicroError} `NO_REQUEST` outside of a request.
 * @example
 * app.get('/', () => `<script nonce="${cspNonce()}">start()</script>`)
 * @see https://www.w3.org/TR/CSP3/#security-nonces
 */
export function cspNonce(): string {
  return nonceOf(currentContext())
}

function nonceOf(c: Context): string {
  const known = c.get(nonceKey)
  if (known !== undefined) return known
  // "The generated value SHOULD be at least 128 bits long (before encoding), and SHOULD be generated via a cryptographically
  // secure random number generator"
  const made = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  c.set(nonceKey, made)
  return made
}
