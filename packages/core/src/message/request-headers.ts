import type { Source } from './source.ts'

/**
 * The header fields of a request, read where the platform already parsed them: nothing is copied.
 *
 * Read-only, and unverified: all of it is the client's word.
 *
 * @example
 * const language = request.headers.get('accept-language') ?? 'en'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5
 */
export class RequestHeaders implements Iterable<readonly [string, string]> {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  /** The value of a field, its lines joined by `, `; `undefined` when it was not sent. Case does not matter. */
  get(name: string): string | undefined {
    return this.#source.header(name.toLowerCase())
  }

  /** Whether a field was sent. */
  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** Every line of a field as received. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase()
    return [...this].filter(([field]) => field === wanted).map(([, value]) => value)
  }

  /** Every field line as received, names in lower case. */
  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    for (const [name, value] of this.#source.headers()) yield [name.toLowerCase(), value]
  }
}
