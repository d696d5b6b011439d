import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { http } from './built-in.ts'

/** How long a client that has closed its side is waited for before it counts as gone, in milliseconds. */
export const MOMENT = 500

/**
 * A client that has closed its side still gets its reply: it may have said all it had to say. Nobody can tell it from one that has
 * left before something is sent to it, so a stream that has nothing to send is ended after a moment, or its source would be kept for ever.
 */
export function mindHalfClose(socket: Socket): void {
  socket.once('end', () => {
    const reply = replyOn(socket)
    if (reply?.headersSent === true && reply.writableLength === 0) socket.setTimeout(MOMENT)
  })
}

/** The reply that is being made or written on a connection: Node keeps it there, and nowhere else. */
export function replyOn(socket: Socket): ServerResponse | undefined {
  const reply: unknown = Reflect.get(socket, '_httpMessage')
  return reply instanceof http.ServerResponse ? reply : undefined
}
