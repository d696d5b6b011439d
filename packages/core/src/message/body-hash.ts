import { encode } from '#runtime'
import { fail } from '../ground/codes.ts'
import type { ReplyBody } from './reply-body.ts'

/** The bytes that are sent for a body. */
export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? encode(body) : body
}

/**
 * The SHA-256 of a body, in base64url.
 *
 * @throws {@link MicroError} `ETAG_BODY` for a stream, of which nobody knows the end, and without a body.
 */
export async function hashOf(body: ReplyBody): Promise<string> {
  if (body === null) throw fail('ETAG_BODY', { problem: 'it has none' })
  if (body instanceof ReadableStream) throw fail('ETAG_BODY', { problem: 'it is a stream' })
  // A copy of the bytes: the view may lie on memory that is shared, which the platform does not hash.
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytesOf(body)))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')
}
