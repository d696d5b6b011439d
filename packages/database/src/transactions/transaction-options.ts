import type { IsolationLevel } from 'kysely'

/** How a transaction is run. Of transactions within each other those of the outermost count. */
export interface TransactionOptions {
  /** Default: that of the server. SQLite has one alone: it is always serializable. */
  readonly isolationLevel?: IsolationLevel
  /** It only reads. On SQLite it then does not wait for who writes in another process. Default: false. */
  readonly readOnly?: boolean
  /**
   * How often the function is run again when the database gave up its transaction for another one: a deadlock, a failed
   * serialization. Default: 3.
   */
  readonly retries?: number
}
