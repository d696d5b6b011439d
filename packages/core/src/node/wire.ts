/** How replies of one server are written. */
export interface Wire {
  /** How long a client may take nothing of a reply, in milliseconds; then its connection is closed. */
  readonly writeTimeout: number
  /** What a `Keep-Alive` field says: for how long the connection may be used again. */
  readonly keepAlive: string
}
