import type { Origin } from '../context/current.ts'

/** How replies of one server are written. */
export interface Wire {
  /** How long a client may take nothing of a reply, in milliseconds; then its connection is closed. */
  readonly writeTimeout: number
  /**
   * Where what ends a reply is run: outside of its request. Then Node sets the timer of a connection that waits, and with it would keep the context it was set
   * in, request and all, until the next one: 5 KiB for each connection, which the collector moves again and again.
   */
  readonly outside: Origin
}
