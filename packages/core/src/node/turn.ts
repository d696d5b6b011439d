import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Origin } from '../context/current.ts'

/**
 * How many requests may wait before nothing more is read from their connection. Until then it is, or nobody would hear that the client has left. More than
 * what one read brings, and 64 KiB of each body, never waits.
 */
const MOST = 8

/** How many requests wait for their turn on a connection; only connections that have any are in it. */
export type Waiting = WeakMap<Socket, number>

/** Whether it is this request's turn, as it nearly always is: a reply is given the socket when the one before it is out. */
export function isNext(response: ServerResponse): boolean {
  return response.socket !== null
}

/**
 * Serves the requests of one connection one after the other. A client may send the next ones before it has the first reply; Node
 * would run all of them at once.
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
    leave(socket, waiting)
    origin.run(run)
  })
}

function wait(socket: Socket, waiting: Waiting): void {
  const count = (waiting.get(socket) ?? 0) + 1
  waiting.set(socket, count)
  // Node starts to read again at the end of each message of the piece that it is parsing.
  if (count === MOST) socket.on('resume', hold).pause()
}

function leave(socket: Socket, waiting: Waiting): void {
  const count = (waiting.get(socket) ?? 1) - 1
  if (count > 0) waiting.set(socket, count)
  else waiting.delete(socket)
  if (count === MOST - 1) socket.off('resume', hold).resume()
}

/** Whether nothing is read, however much the client has sent. */
export function isHeld(socket: Socket): boolean {
  return socket.listeners('resume').includes(hold)
}

function hold(this: Socket): void {
  this.pause()
}
