import type { App } from '../app/app.ts'
import { fail } from '../ground/codes.ts'
import { formatQuery, type QueryValues } from '../http/query.ts'
import { CookieJar } from './cookie-jar.ts'
import { TestResponse } from './test-response.ts'
import { inMemory, type Transport } from './transport.ts'

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

/** How a test client behaves. */
export interface TestClientOptions {
  /** What paths are relative to. Default: `'http://localhost'`. */
  readonly baseUrl?: string
  /** Header fields of every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether an error that no handler of the app takes fails the test, in place of a 500 reply. Default: true. */
  readonly raiseErrors?: boolean
  /** How the app is reached. Default: in memory, without a socket. */
  readonly transport?: Transport
}

/**
 * Asks an app as a browser would: with a cookie jar, and redirects that are followed when told to.
 *
 * Starts the app with the first request; stopping it is the test's: `await using app = createApp()`.
 *
 * @example
 * const client = testClient(app)
 * const response = await client.post('/login', { form: { name: 'ada' }, followRedirects: true })
 * console.log(response.status, await response.text())
 */
export function testClient(app: App, options: TestClientOptions = {}): TestClient {
  return new TestClient(app, options)
}

/**
 * Made by {@link testClient}, which says how it behaves.
 *
 * @example
 * const client: TestClient = testClient(app)
 * await client.request('PURGE', '/cache')
 */
export class TestClient {
  /** What the app has asked this client to keep; `get` and `set` mean the client's own base URL. */
  readonly cookies: CookieJar
  readonly #options: TestClientOptions
  readonly #transport: Transport

  constructor(app: App, options: TestClientOptions) {
    this.#options = options
    this.#transport = options.transport ?? inMemory(app, options.baseUrl ?? 'http://localhost')
    this.cookies = new CookieJar(this.#transport.baseUrl)
  }

  get(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('GET', path, request)
  }

  post(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('POST', path, request)
  }

  put(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('PUT', path, request)
  }

  patch(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('PATCH', path, request)
  }

  delete(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('DELETE', path, request)
  }

  head(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('HEAD', path, request)
  }

  options(path: string, request?: TestRequest): Promise<TestResponse> {
    return this.request('OPTIONS', path, request)
  }

  /**
   * Sends a request of any method.
   *
   * @throws What a handler threw and no error handler took, unless `raiseErrors` is off.
   * @throws {@link MicroError} `TEST_REQUEST` for two bodies, or redirects that do not end.
   */
  async request(method: string, path: string, request: TestRequest = {}): Promise<TestResponse> {
    const url = new URL(path, this.#transport.baseUrl)
    if (request.query !== undefined)
      url.search = [url.search.slice(1), formatQuery(request.query)].filter(Boolean).join('&')
    const first: Hop = {
      method,
      url: url.href,
      headers: { ...this.#options.headers, ...request.headers },
      ...bodyOf(request),
    }
    return this.#follow(first, request, [])
  }

  async #follow(hop: Hop, request: TestRequest, history: readonly TestResponse[]): Promise<TestResponse> {
    const response = await this.#send(hop, request.ip, history)
    const location = response.headers.get('location')
    if (
      request.followRedirects !== true ||
      location === null ||
      response.status < 300 ||
      response.status > 399
    )
      return response
    if (history.length === 20) throw fail('TEST_REQUEST', { problem: 'The redirects do not end' })
    return this.#follow(nextHop(hop, response.status, location), request, [...history, response])
  }

  async #send(hop: Hop, ip: string | undefined, history: readonly TestResponse[]): Promise<TestResponse> {
    const headers = new Headers(hop.headers)
    if (hop.contentType !== undefined && !headers.has('content-type'))
      headers.set('content-type', hop.contentType)
    const cookies = this.cookies.header(hop.url)
    if (cookies !== '' && !headers.has('cookie')) headers.set('cookie', cookies)
    const { method, url, body = null } = hop
    const {
      response,
      body: bytes,
      failure,
    } = await this.#transport.send(new Request(url, { method, headers, body }), ip)
    for (const field of response.headers.getSetCookie()) this.cookies.store(field, url)
    if (failure !== undefined && this.#options.raiseErrors !== false) throw failure
    return new TestResponse(response, bytes, url, history)
  }
}

interface Hop {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
  readonly contentType?: string
}

/** 307 and 308 keep method and body, 303 asks with GET, 301 and 302 do so after POST. RFC 9110 §15.4. */
function nextHop({ method, url, headers, body, contentType }: Hop, status: number, location: string): Hop {
  const target = new URL(location, url).href
  const keeps = status === 307 || status === 308 || (status !== 303 && method !== 'POST') || method === 'HEAD'
  if (!keeps) return { method: 'GET', url: target, headers }
  return {
    method,
    url: target,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(contentType === undefined ? {} : { contentType }),
  }
}

function bodyOf({ json, form, multipart, body }: TestRequest): Pick<Hop, 'body' | 'contentType'> {
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
