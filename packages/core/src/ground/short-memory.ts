/**
 * Values by name, each for a moment: what is asked for many times a second is found out once.
 *
 * @example
 * const sizes = new ShortMemory<number>()
 * sizes.set('a.css', 12)
 * console.log(sizes.get('a.css')) // 12
 */
export class ShortMemory<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>()
  readonly #life: number
  readonly #most: number

  /**
   * @param life - How long a value is kept, in milliseconds. Default: 1,000.
   * @param most - Most values at once; over it all are forgotten, for the names may come from clients. Default: 1,000.
   */
  constructor(life = 1000, most = 1000) {
    this.#life = life
    this.#most = most
  }

  /** `undefined` for what is not known, or not any more. */
  get(name: string): Value | undefined {
    const entry = this.#entries.get(name)
    return entry !== undefined && entry.until > performance.now() ? entry.value : undefined
  }

  set(name: string, value: Value): Value {
    if (this.#entries.size >= this.#most) this.#entries.clear()
    this.#entries.set(name, { value, until: performance.now() + this.#life })
    return value
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries.clear()
  }
}
