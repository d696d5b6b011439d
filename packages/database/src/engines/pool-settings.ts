/** How connections to a database server are made and shared. */
export interface PoolSettings {
  readonly url: string
  /** Most connections at a time. */
  readonly size: number
  /** Longest wait for a connection, in milliseconds. */
  readonly acquireTimeout: number
  /** Longest time a statement may take, in milliseconds; 0 for no limit. */
  readonly statementTimeout: number
  /** Hears of a connection that was lost while nobody used it. */
  readonly onIdleError: (error: Error) => void
}
