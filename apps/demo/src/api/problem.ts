import { type HttpError, json, type Reply } from '@micro/core'

/**
 * The reply of an API to an error, for whatever the client says it accepts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem({ status, detail, headers, problem: members }: HttpError): Reply {
  const body = { type: 'about:blank', status, ...(detail === '' ? {} : { detail }), ...members }
  return json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}
