import type { App } from '../app/app.ts'
import type { Context } from '../context/context.ts'
import { type Session, sessionContract } from '../context/session.ts'
import { fail } from '../ground/codes.ts'
import { Reply } from '../message/reply.ts'
import { CookieJar } from './cookie-jar.ts'
import { bodyOf, type TestBody, type TestRequest, withQuery } from './test-request.ts'
import { TestResponse } from './test-response.ts'
import { inMemory, type Transport } from './transport.ts'

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
    const url = withQuery(new URL(path, this.#transport.baseUrl), request)
    const first: Hop = {
      method,
      url: url.href,
      headers: { ...this.#options.headers, ...request.headers },
      ...bodyOf(request),
    }
    return this.#follow(first, request, [])
  }

  /**
   * Reads and changes what the app keeps for this client in its session, as a request would: before the next one, or after the last. Needs an
   * extension that keeps sessions, such as `Sessions` of `@micro/auth`.
   *
   * @returns What the function gives; by then the session is saved.
   * @throws {@link MicroError} `TEST_REQUEST` when the app keeps no sessions, or is reached over a socket.
   * @example
   * const client = testClient(app)
   * await client.sessionTransaction((session) => session.set('theme', 'dark')).catch(() => console.log('No sessions here'))
   */
  async sessionTransaction<T>(run: (session: Session) => T | PromiseLike<T>): Promise<T> {
    const { open } = this.#transport
    if (open === undefined)
      throw fail('TEST_REQUEST', { problem: 'A session cannot be changed over a socket' })
    const outcome = Promise.withResolvers<T>()
    const view = async (c: Context): Promise<Reply> => {
      const provider = c.app.service(sessionContract)
      if (provider === undefined) throw fail('TEST_REQUEST', { problem: 'This app keeps no sessions' })
      await provider.open(c)
      outcome.resolve(await run(provider.current()))
      return new Reply(null, undefined, { status: 204 })
    }
    const url = this.#transport.baseUrl
    const { response, failure } = await open(this.#withCookies('GET', url), view)
    if (failure !== undefined) throw failure
    this.#keep(response, url)
    return outcome.promise
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
    const { method, url } = hop
    const {
      response,
      body: bytes,
      failure,
    } = await this.#transport.send(this.#withCookies(method, url, hop), ip)
    this.#keep(response, url)
    if (failure !== undefined && this.#options.raiseErrors !== false) throw failure
    return new TestResponse(response, bytes, url, history)
  }

  #withCookies(method: string, url: string, hop?: Hop): Request {
    const headers = new Headers(hop?.headers)
    if (hop?.contentType !== undefined && !headers.has('content-type'))
      headers.set('content-type', hop.contentType)
    const cookies = this.cookies.header(url)
    if (cookies !== '' && !headers.has('cookie')) headers.set('cookie', cookies)
    return new Request(url, { method, headers, body: hop?.body ?? null })
  }

  #keep(response: Response, url: string): void {
    for (const field of response.headers.getSetCookie()) this.cookies.store(field, url)
  }
}

interface Hop extends TestBody {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
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
