import { fail } from '../ground/codes.ts'
import { formatQuery, type QueryValues } from '../http/query.ts'

/** Values of a form by name; a list repeats the name. */
export type FormValues = Readonly<Record<string, string | number | readonly (string | number)[]>>

/** What may be sent. Of `json`, `form`, `multipart` and `body` at most one. */
export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>
  /** Added to the path's own query. */
  readonly query?: QueryValues
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent urlencoded. */
  readonly form?: FormValues
  /** Sent as multipart; a `File` is an upload. */
  readonly multipart?: Readonly<Record<string, string | File | readonly (string | File)[]>>
  /** Sent as it is. */
  readonly body?: string | Uint8Array
  /** Whether redirects are followed, at most 20. Default: false. */
  readonly followRedirects?: boolean
  /** Address of the client. Default: 127.0.0.1. Over a socket it is that of the socket, whatever is said here. */
  readonly ip?: string
}

/** A body and what it is. */
export interface TestBody {
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
  readonly contentType?: string
}

/**
 * A request as the platform has it.
 *
 * @throws {@link MicroError} `TEST_REQUEST` for two bodies.
 */
export function toRequest(method: string, url: URL, request: TestRequest): Request {
  const { body, contentType } = bodyOf(request)
  const headers = new Headers(request.headers)
  if (contentType !== undefined && !headers.has('content-type')) headers.set('content-type', contentType)
  return new Request(withQuery(url, request), { method, headers, ...(body === undefined ? {} : { body }) })
}

/** An address with the query that goes with it. */
export function withQuery(url: URL, { query }: TestRequest): URL {
  const complete = new URL(url)
  if (query !== undefined)
    complete.search = [url.search.slice(1), formatQuery(query)].filter(Boolean).join('&')
  return complete
}

/** @throws {@link MicroError} `TEST_REQUEST` for two bodies. */
export function bodyOf({ json, form, multipart, body }: TestRequest): TestBody {
  const given = [json, form, multipart, body].filter((each) => each !== undefined)
  if (given.length > 1)
    throw fail('TEST_REQUEST', { problem: 'More than one of json, form, multipart and body was given' })
  if (json !== undefined) return { body: JSON.stringify(json), contentType: 'application/json' }
  if (form !== undefined) return { body: formatQuery(form), contentType: 'application/x-www-form-urlencoded' }
  if (multipart !== undefined) return { body: formData(multipart) }
  if (body === undefined) return {}
  return { body: typeof body === 'string' ? body : new Uint8Array(body) }
}

function formData(values: NonNullable<TestRequest['multipart']>): FormData {
  const data = new FormData()
  for (const [name, given] of Object.entries(values)) {
    for (const value of typeof given === 'string' || given instanceof File ? [given] : given) {
      if (typeof value === 'string') data.append(name, value)
      else data.append(name, value, value.name)
    }
  }
  return data
}
