import type { ServerResponse } from 'node:http'

/**
 * Only while a client is waited for: ordinary replies have no timer. Node begins anew with each piece that the client takes, and closes the
 * socket when the time is over.
 *
 * @param writeTimeout - In milliseconds.
 */
export function limitWaiting(response: ServerResponse, writeTimeout: number): void {
  response.socket?.setTimeout(writeTimeout)
}

/** Ends what {@link limitWaiting} began. */
export function waitForSource(response: ServerResponse): void {
  response.socket?.setTimeout(0)
}

/** Limits how long the client takes for what is left of a reply that has ended. The connection is free again when it is out. */
export function limitRest(response: ServerResponse, writeTimeout: number): void {
  const { socket } = response
  if (socket === null || response.writableLength === 0) return
  socket.setTimeout(writeTimeout)
  // Before Node gives the socket to the next reply, which may be waited for in its turn.
  response.prependOnceListener('finish', () => socket.setTimeout(0))
}
