import type { ServerResponse } from 'node:http'

/**
 * Only for a reply that the socket did not take at once: ordinary ones have no timer. Node begins anew with each piece that the client takes, closes the
 * socket when the time is over, and puts the time of an idle connection in its place when the reply is out.
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
