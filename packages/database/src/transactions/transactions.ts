import type { MaybePromise } from '@micro/core'
import { type Kysely, sql, type TransactionBuilder } from 'kysely'
import { TransactionConflict } from '../faults/database-unavailable.ts'
import { Ambient } from '../node/ambient.ts'
import { OpenTransaction } from './open-transaction.ts'
import { watchRequestEnd } from './request-end.ts'
import type { TransactionOptions } from './transaction-options.ts'

/** What runs in a transaction. */
export type TransactionWork<Tables, T> = (trx: Kysely<Tables>) => MaybePromise<T>

/** The transactions of one database of one app, each known to everything that its function calls. */
export class Transactions<Tables> {
  readonly #kysely: Kysely<Tables>
  readonly #ambient = new Ambient<OpenTransaction<Tables>>()

  constructor(kysely: Kysely<Tables>) {
    this.#kysely = kysely
  }

  /**
   * What a query goes to: the transaction that is going on, or else the database.
   *
   * @throws {@link MicroError} `TRANSACTION_OVER`
   */
  get kysely(): Kysely<Tables> {
    return this.#ambient.current?.kysely ?? this.#kysely
  }

  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws, a savepoint when one is
   * going on already.
   */
  async run<T>(work: TransactionWork<Tables, T>, options: TransactionOptions = {}): Promise<T> {
    const outer = this.#ambient.current
    if (outer?.kysely.isTransaction === true) return outer.nested(() => this.#savepoint(outer, work))
    for (let left = options.retries ?? 3; ; left--) {
      try {
        return await this.#begin(work, options)
      } catch (error) {
        if (!(error instanceof TransactionConflict) || left <= 0) throw error
      }
      // Those who got in each other's way should not meet again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50))
    }
  }

  /** Runs a function whose queries go to a connection that somebody holds already. */
  runOn<T>(kysely: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
    return this.#inside(new OpenTransaction(kysely), work)
  }

  async #begin<T>(work: TransactionWork<Tables, T>, options: TransactionOptions): Promise<T> {
    const requestEnd = watchRequestEnd(this)
    try {
      return await prepare(this.kysely, options).execute((trx) =>
        this.#inside(new OpenTransaction<Tables>(trx), () => work(trx), requestEnd?.reached),
      )
    } finally {
      requestEnd?.forget()
    }
  }

  async #savepoint<T>(outer: OpenTransaction<Tables>, work: TransactionWork<Tables, T>): Promise<T> {
    const trx = outer.kysely
    const open = new OpenTransaction(trx, outer)
    const name = sql.id(`savepoint_${open.depth}`)
    await sql`savepoint ${name}`.execute(trx)
    try {
      const result = await this.#inside(open, () => work(trx))
      await sql`release savepoint ${name}`.execute(trx)
      return result
    } catch (error) {
      // When even this fails the whole transaction is lost, and why is what was caught.
      await sql`rollback to savepoint ${name}`.execute(trx).catch(() => {})
      throw error
    }
  }

  async #inside<T>(
    open: OpenTransaction<Tables>,
    work: () => MaybePromise<T>,
    until?: Promise<never>,
  ): Promise<T> {
    try {
      const running = this.#ambient.run(open, work)
      return await (until === undefined ? running : Promise.race([running, until]))
    } finally {
      open.end()
    }
  }
}

function prepare<Tables>(kysely: Kysely<Tables>, options: TransactionOptions): TransactionBuilder<Tables> {
  let builder = kysely.transaction()
  if (options.isolationLevel !== undefined) builder = builder.setIsolationLevel(options.isolationLevel)
  if (options.readOnly === true) builder = builder.setAccessMode('read only')
  return builder
}
