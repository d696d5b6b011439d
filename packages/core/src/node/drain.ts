import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { type Connections, isIdle } from './idle.ts'

/** The share of the deadline that a connection stays open for a request that may be on its way: 300 ms of 30 s. */
const MOMENT = 0.01

/**
 * Takes no new connections, waits for the requests that are under way, and cuts those that take too long. Their replies say that the
 * connection ends with them.
 *
 * A connection that is idle is given a moment: a client that has just had its reply may be sending the next request, and would not know whether
 * it was carried out. One on which nothing was ever sent ends at once.
 *
 * @param deadline - In milliseconds.
 * @returns How many connections were cut.
 */
export async function drain(server: Server, connections: Connections, deadline: number): Promise<number> {
  // Not the HTTP server's own `close`: that one ends idle connections at once, and no longer looks for slow clients.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  for (const socket of connections.keys()) if (socket.bytesRead === 0) socket.destroy()
  // Not Node's own way: to that a reply is over as soon as it is written, be it half on its way. What has ended its side, behind a refusal, goes by itself.
  const look = (): void => {
    for (const socket of connections.keys()) if (!socket.writableEnded && isIdle(socket)) socket.destroy()
  }
  const idle = setInterval(look, Math.max(deadline * MOMENT, 1))
  let cut = 0
  const late = setTimeout(() => {
    cut = connections.size
    server.closeAllConnections()
    for (const socket of connections.keys()) socket.destroy()
  }, deadline)
  await closed
  clearInterval(idle)
  clearTimeout(late)
  // Ends the search for slow clients.
  server.close()
  return cut
}
