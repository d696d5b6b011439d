import type { Socket } from 'node:net'
import { replyOn } from './half-close.ts'

/** How often connections are looked at, and how much longer than the client was told they stay open, in milliseconds. */
const STEP = 1000

/** Node keeps its parser there, and nowhere else. */
interface Connection extends Socket {
  /** Gives an error in the middle of a request, for a client that ends there. Nothing is changed by it. */
  readonly parser?: { finish(): unknown } | null
}

/** What was seen of a connection on which nothing went on. */
interface Rest {
  readonly bytesWritten: number
  /** When it is closed. */
  readonly due: number
}

/**
 * Closes connections on which nothing goes on, by a look at all of them now and then. Node has a timer for each, which it stops when a request begins and sets
 * behind its reply: a thirtieth of the cost of a hello, and a timer keeps the async context that it was set in, request and all.
 *
 * A request that has begun is left to the times for a header and a request, and so is a connection on which nothing was ever sent.
 *
 * @param sockets - The connections, of which some come and go.
 */
export function closeIdle(sockets: ReadonlySet<Connection>, keepAliveTimeout: number): NodeJS.Timeout {
  const rests = new WeakMap<Socket, Rest>()
  const look = (): void => {
    const now = performance.now()
    for (const socket of sockets) {
      const { bytesWritten } = socket
      const rest = rests.get(socket)
      if (replyOn(socket) !== undefined) rests.delete(socket)
      else if (bytesWritten === 0) continue
      else if (rest?.bytesWritten !== bytesWritten)
        rests.set(socket, { bytesWritten, due: now + keepAliveTimeout + STEP })
      // Half a header, or half of a body that nobody reads: Node answers it when its time is over.
      else if (now >= rest.due && !(socket.parser?.finish() instanceof Error)) socket.destroy()
    }
  }
  // Behind what has come in: a process that was busy for long has requests to read first.
  return setInterval(() => setImmediate(look), STEP).unref()
}
