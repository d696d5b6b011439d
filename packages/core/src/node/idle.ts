import type { Socket } from 'node:net'
import { replyOn } from './half-close.ts'

/** How often connections are looked at, and how much longer than the client was told they stay open, in milliseconds. */
const STEP = 1000

/** What was seen of a connection on which nothing went on. */
interface Rest {
  readonly bytesRead: number
  readonly since: number
}

/**
 * Closes connections on which nothing goes on, by a look at all of them now and then. Node has a timer for each, which it stops when a request begins and sets
 * behind its reply: a thirtieth of the cost of a hello, and a timer keeps the async context that it was set in, request and all.
 *
 * A connection on which nothing was ever sent is left to the time for a header.
 *
 * @param sockets - The connections, of which some come and go.
 * @param keepAliveTimeout - How long they may rest, in milliseconds. They are closed one to three seconds later.
 */
export function closeIdle(sockets: ReadonlySet<Socket>, keepAliveTimeout: number): NodeJS.Timeout {
  const rests = new WeakMap<Socket, Rest>()
  const look = (): void => {
    const now = performance.now()
    for (const socket of sockets) {
      const { bytesRead } = socket
      const rest = rests.get(socket)
      if (replyOn(socket) !== undefined) rests.delete(socket)
      else if (rest?.bytesRead !== bytesRead) rests.set(socket, { bytesRead, since: now })
      else if (bytesRead > 0 && now - rest.since >= keepAliveTimeout + STEP) socket.destroy()
    }
  }
  // Behind what has come in: a process that was busy for long has requests to read first.
  return setInterval(() => setImmediate(look), STEP).unref()
}
