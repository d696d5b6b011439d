import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Origin } from '../context/current.ts'

/** How many requests wait for their turn on a connection; only connections that have any are in it. */
export type Waiting = WeakMap<Socket, number>

/** Whether it is this request's turn, as it nearly always is: a reply is given the socket when the one before it is out. */
export function isNext(response: ServerResponse): boolean {
  return response.socket !== null
}

/**
 * Serves the requests of one connection one after the other. A client may send the next ones before it has the first reply; Node
 * would run all of them at once. While one waits, nothing more is read from the connection.
 *
 * For a request whose turn it is not: see {@link isNext}.
 */
export function inTurn(
  message: IncomingMessage,
  response: ServerResponse,
  waiting: Waiting,
  run: () => void,
): void {
  const { socket } = message
  // Its turn comes where the reply before it ends, which belongs to another request.
  const origin = new Origin()
  wait(socket, waiting)
  response.once('socket', () => {
    if (leave(socket, waiting) === 0) socket.resume()
    origin.run(run)
  })
}

function wait(socket: Socket, waiting: Waiting): void {
  const others = waiting.get(socket) ?? 0
  waiting.set(socket, others + 1)
  // Node starts to read again at the end of each message of the piece that it is parsing, so this has to come after it.
  if (others === 0) queueMicrotask(() => waiting.has(socket) && socket.pause())
}

function leave(socket: Socket, waiting: Waiting): number {
  const others = (waiting.get(socket) ?? 1) - 1
  if (others > 0) waiting.set(socket, others)
  else waiting.delete(socket)
  return others
}
