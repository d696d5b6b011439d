import { type HttpError, json, type Reply, statusPhrase } from '@micro/core'

/**
 * The reply of an API to an error, for whatever the client says it accepts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem({ status, detail, headers, problem: members }: HttpError): Reply {
  // "When "about:blank" is used, the title SHOULD be the same as the recommended HTTP status phrase". RFC 9457 §4.2.1
  const title = statusPhrase(status)
  const body = { type: 'about:blank', title, status, ...(detail === '' ? {} : { detail }), ...members }
  return json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}
