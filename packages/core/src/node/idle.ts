import type { Socket } from 'node:net'
import type { ServerLimits } from '../pipeline/platform.ts'
import { replyOn } from './half-close.ts'

/** How often connections are looked at, and how much longer than the client was told they stay open, in milliseconds. */
const STEP = 1000

/** What was seen of a connection on which nothing went on. */
interface Rest {
  readonly bytesRead: number
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
export function closeIdle(sockets: ReadonlySet<Socket>, limits: ServerLimits): NodeJS.Timeout {
  const { keepAliveTimeout, requestTimeout } = limits
  const rests = new WeakMap<Socket, Rest>()
  const look = (): void => {
    const now = performance.now()
    for (const socket of sockets) {
      const { bytesRead, bytesWritten } = socket
      const rest = rests.get(socket)
      const wait = (time: number): unknown => rests.set(socket, { bytesRead, bytesWritten, due: now + time })
      if (replyOn(socket) !== undefined) rests.delete(socket)
      else if (bytesWritten === 0) continue
      else if (rest?.bytesWritten !== bytesWritten) wait(keepAliveTimeout + STEP)
      // No reply came behind it: half a header, or what is left of a body. Node answers it when its time is over.
      else if (rest.bytesRead !== bytesRead) wait(Math.max(keepAliveTimeout, requestTimeout) + 3 * STEP)
      else if (now >= rest.due) socket.destroy()
    }
  }
  // Behind what has come in: a process that was busy for long has requests to read first.
  return setInterval(() => setImmediate(look), STEP).unref()
}
