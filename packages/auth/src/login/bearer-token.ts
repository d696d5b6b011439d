/** Longest token that is handed on. */
const MAX_LENGTH = 4096

/**
 * The token of an `Authorization` field; `undefined` for every other scheme, and for one that is malformed or empty.
 *
 * @example
 * bearerToken('Bearer abc') // 'abc'
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_LENGTH) return undefined
  return /^bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1]
}
