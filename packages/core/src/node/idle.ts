import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { TooManyRequests } from '../ground/http-error.ts'
import type { ServerLimits } from '../pipeline/platform.ts'
import { refuse, replyOn } from './refuse.ts'
import { isHeld } from './turn.ts'

/** How often connections are looked at, and how much longer than the client was told they stay open, in milliseconds. */
const STEP = 1000

/** Node keeps its parser there, and nowhere else. */
export interface Connection extends Socket {
  /** Gives an error in the middle of a request, for a client that ends there. Nothing is changed by it. */
  readonly parser?: { finish(): unknown } | null
}

/** What was last seen of a connection. One object for as long as it is open: a new one at each look is dear with a thousand of them. */
export class Rest {
  /** By the last look, if nothing went on there; -1 if something did. */
  bytesWritten = -1
  /** Whether the client had closed its side. */
  readableEnded = false
  /** Whether it was between two requests, rather than in a stream that has nothing to send. */
  isFree = false
  /** When it is closed. */
  due = 0
}

/** The open connections of a server. */
export type Connections = Map<Connection, Rest>

/**
 * Closes connections on which nothing goes on, by a look at all of them now and then. Node has a timer for each, which it stops when a request begins and sets
 * behind its reply: a thirtieth of the cost of a hello, and a timer keeps the async context that it was set in, request and all.
 *
 * A handler, a request that has begun and a client that takes nothing are left to times of their own, and so is a connection on which nothing was ever sent.
 *
 * A client that has closed its side still gets its reply: it may have said all it had to say. Nobody can tell it from one that has left before something is
 * sent to it, so a stream that has nothing to send is ended at the next look, or its source would be kept for ever. Behind as many requests as may wait
 * nobody hears that it has left, so what follows them is refused, behind the same time as an idle connection.
 *
 * @param connections - Of which some come and go.
 */
export function closeIdle(
  connections: Connections,
  { keepAliveTimeout, requestTimeout }: ServerLimits,
): NodeJS.Timeout {
  const look = (): void => {
    const now = performance.now()
    for (const [socket, rest] of connections) {
      const { bytesWritten, readableEnded } = socket
      const reply = replyOn(socket)
      const isFree = reply === undefined
      if (bytesWritten === 0 || !isQuiet(reply)) rest.bytesWritten = -1
      else if (
        rest.bytesWritten !== bytesWritten ||
        rest.readableEnded !== readableEnded ||
        rest.isFree !== isFree
      )
        Object.assign(rest, { bytesWritten, readableEnded, isFree, due: now + keepAliveTimeout + STEP })
      else if (readableEnded) socket.destroy()
      else if (now < rest.due) continue
      else if (isHeld(socket)) refuse(new TooManyRequests(), socket)
      // Half a header, or half of a body that nobody reads: Node answers it when its time is over, unless that was while it was held.
      else if (isFree && (now >= rest.due + requestTimeout || isIdle(socket))) socket.destroy()
    }
  }
  // Behind what has come in: a process that was busy for long has requests to read first.
  return setInterval(() => setImmediate(look), STEP).unref()
}

/** Whether a connection is between two requests, and has sent nothing of the next one. */
export function isIdle(socket: Connection): boolean {
  return replyOn(socket) === undefined && !(socket.parser?.finish() instanceof Error)
}

function isQuiet(reply: ServerResponse | undefined): boolean {
  return reply === undefined || (reply.headersSent && reply.writableLength === 0)
}
