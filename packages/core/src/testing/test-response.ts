/**
 * What a test client got. The body has been read: every method can be called any number of times.
 *
 * @example
 * const response = await testClient(app).get('/')
 * console.log(response.status, response.headers.get('content-type'), await response.text())
 */
export class TestResponse {
  readonly status: number
  readonly headers: Headers
  /** Where it came from. */
  readonly url: string
  /** The redirects that led here, first to last; empty unless they were followed. */
  readonly history: readonly TestResponse[]
  readonly #body: Uint8Array

  constructor(response: Response, body: Uint8Array, url: string, history: readonly TestResponse[]) {
    this.status = response.status
    this.headers = response.headers
    this.url = url
    this.history = history
    this.#body = body
  }

  /** Whether the status is 200 to 299. */
  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  /** The body as text. */
  text(): Promise<string> {
    return Promise.resolve(new TextDecoder().decode(this.#body))
  }

  /** The body as JSON. @throws SyntaxError when it is none. */
  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  /** The body as it is. */
  bytes(): Promise<Uint8Array> {
    return Promise.resolve(this.#body)
  }
}
