import { HttpError } from '@micro/core'

/**
 * The database cannot be reached, has no connection to spare, or did not answer in time. Answers 503 with `Retry-After`.
 * The `cause` says why; the client is not told.
 */
export class DatabaseUnavailable extends HttpError {
  override readonly name: string = 'DatabaseUnavailable'
  constructor(cause: unknown) {
    super(503, '', { cause, headers: { 'retry-after': '1' } })
  }
}

/**
 * Transactions got in each other's way (a deadlock, a failed serialization), and trying again did not help. Answers 503
 * with `Retry-After`.
 */
export class TransactionConflict extends DatabaseUnavailable {
  override readonly name = 'TransactionConflict'
}
