import { fail } from '../ground/codes.ts'

/** Names of one kind with what stands behind them, and who added each: a clash names both. */
export class OwnedNames<T> {
  readonly #kind: string
  readonly #values = new Map<string, T>()
  readonly #owners = new Map<string, string>()

  /** @param kind - What is named, for errors: `'template filter'`. */
  constructor(kind: string) {
    this.#kind = kind
  }

  /** @throws {@link MicroError} `NAME_TAKEN`, naming both owners. */
  add(name: string, value: T, owner: string): void {
    const other = this.#owners.get(name)
    if (other !== undefined) throw fail('NAME_TAKEN', { kind: this.#kind, name, owner, other })
    this.#values.set(name, value)
    this.#owners.set(name, owner)
  }

  /** What stands behind each name. */
  get values(): ReadonlyMap<string, T> {
    return this.#values
  }

  /** The names that somebody added. */
  namesOf(owner: string): string[] {
    return [...this.#owners].filter(([, by]) => by === owner).map(([name]) => name)
  }
}
