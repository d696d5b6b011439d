import { fail } from '../ground/codes.ts'
import { assertHeader } from '../http/header.ts'
import { mergeVary } from '../http/vary.ts'

/**
 * The header fields of a reply: in order, names in lower case, several lines for one name where `append` put them.
 *
 * A name or value that HTTP does not allow is refused when it is set, so nothing can be injected later.
 *
 * @example
 * reply.headers.set('cache-control', 'no-store').append('link', '</style.css>; rel=preload')
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5
 */
export class ReplyHeaders implements Iterable<readonly [string, string]> {
  /** Name, value, name, value …: the form that a listener writes in one go. */
  readonly #flat: string[]
  #closed = false

  /** @param lines - Name, value, name, value …: copied, and not looked at. */
  constructor(lines: readonly string[] = []) {
    this.#flat = [...lines]
  }

  /** The value of a field, its lines joined by `, `; `undefined` when it is not set. */
  get(name: string): string | undefined {
    const values = this.getAll(name)
    return values.length > 0 ? values.join(', ') : undefined
  }

  /** Every line of a field. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase()
    return this.#flat.filter((_, i, flat) => i % 2 === 1 && flat[i - 1] === wanted)
  }

  /** Whether a field is set. */
  has(name: string): boolean {
    return this.#indexOf(name.toLowerCase()) >= 0
  }

  /** Sets a field, replacing every line of it. @throws {@link MicroError} `HEADER_NAME`, `HEADER_VALUE` or `REPLY_SENT`. */
  set(name: string, value: string): this {
    this.delete(name)
    return this.append(name, value)
  }

  /** Sets a field unless it is set already. @throws {@link MicroError} `HEADER_NAME`, `HEADER_VALUE` or `REPLY_SENT`. */
  setDefault(name: string, value: string): this {
    return this.has(name) ? this : this.append(name, value)
  }

  /** Adds a line to a field. @throws {@link MicroError} `HEADER_NAME`, `HEADER_VALUE` or `REPLY_SENT`. */
  append(name: string, value: string): this {
    this.#assertOpen(name)
    assertHeader(name, value)
    this.#flat.push(name.toLowerCase(), value)
    return this
  }

  /** Removes every line of a field. @throws {@link MicroError} `REPLY_SENT` */
  delete(name: string): this {
    this.#assertOpen(name)
    const wanted = name.toLowerCase()
    for (let i = this.#indexOf(wanted); i >= 0; i = this.#indexOf(wanted)) this.#flat.splice(i, 2)
    return this
  }

  /** Adds names to `Vary`, each once. */
  vary(...names: readonly string[]): this {
    return this.set('vary', mergeVary(this.get('vary'), ...names))
  }

  /** Every field line, in order. */
  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    for (let i = 0; i < this.#flat.length; i += 2) yield [this.#flat[i] ?? '', this.#flat[i + 1] ?? '']
  }

  /** Name, value, name, value …, for a listener to write. Not a copy. */
  get flat(): readonly string[] {
    return this.#flat
  }

  /** For the pipeline: the fields are on their way, and what is set from here on would be lost. */
  close(): void {
    this.#closed = true
  }

  #assertOpen(name: string): void {
    if (this.#closed) throw fail('REPLY_SENT', { what: `the header field "${name}"` })
  }

  #indexOf(lowerName: string): number {
    for (let i = 0; i < this.#flat.length; i += 2) if (this.#flat[i] === lowerName) return i
    return -1
  }
}
