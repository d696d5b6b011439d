import type { Kysely } from 'kysely'
import { fail } from '../errors.ts'

/** A transaction, or a savepoint within one, while its function runs. */
export class OpenTransaction<Tables> {
  /** How many transactions are around it. */
  readonly depth: number
  readonly #kysely: Kysely<Tables>
  readonly #outer: OpenTransaction<Tables> | undefined
  #over = false
  #lastNested: Promise<unknown> = Promise.resolve()

  constructor(kysely: Kysely<Tables>, outer?: OpenTransaction<Tables>) {
    this.#kysely = kysely
    this.#outer = outer
    this.depth = outer === undefined ? 0 : outer.depth + 1
  }

  /**
   * What its queries go to.
   *
   * @throws {@link MicroError} `TRANSACTION_OVER` when it has ended: such a query would run outside of it unnoticed.
   */
  get kysely(): Kysely<Tables> {
    if (this.#over) throw fail('TRANSACTION_OVER', {})
    return this.#outer?.kysely ?? this.#kysely
  }

  end(): void {
    this.#over = true
  }

  /** Runs what is nested in it one after the other: savepoints of a connection are a stack. */
  nested<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lastNested.then(work)
    this.#lastNested = result.catch(() => {})
    return result
  }
}
