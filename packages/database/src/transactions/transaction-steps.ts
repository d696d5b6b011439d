import type { AccessMode, IsolationLevel, Kysely } from 'kysely'
import type { TransactionOptions } from './transaction-options.ts'

/** Runs a function in a transaction. */
type RunTransaction<Tables> = <T>(
  work: (trx: Kysely<Tables>) => Promise<T>,
  options: TransactionOptions,
) => Promise<T>

/**
 * A transaction in kysely's own spelling: `db.transaction().execute(async (trx) => ...)`. Unlike kysely's it is known to
 * what its function calls, so that a query of `db` within it belongs to it too.
 */
export class TransactionSteps<Tables> {
  readonly #run: RunTransaction<Tables>
  readonly #options: TransactionOptions

  constructor(run: RunTransaction<Tables>, options: TransactionOptions = {}) {
    this.#run = run
    this.#options = options
  }

  setIsolationLevel(isolationLevel: IsolationLevel): TransactionSteps<Tables> {
    return new TransactionSteps(this.#run, { ...this.#options, isolationLevel })
  }

  setAccessMode(mode: AccessMode): TransactionSteps<Tables> {
    return new TransactionSteps(this.#run, { ...this.#options, readOnly: mode === 'read only' })
  }

  execute<T>(work: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
    return this.#run(work, this.#options)
  }
}
