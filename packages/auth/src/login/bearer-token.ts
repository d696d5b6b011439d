import { parseAuthorization } from '@micro/core'

/** Longest field that is looked at, in characters. */
const MAX_LENGTH = 4096

/**
 * The token of an `Authorization` field; `undefined` for every other scheme, and for one that is malformed, empty or too long.
 *
 * @example
 * bearerToken('Bearer abc') // 'abc'
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_LENGTH) return undefined
  const authorization = parseAuthorization(header)
  return authorization?.scheme === 'bearer' ? authorization.token : undefined
}
