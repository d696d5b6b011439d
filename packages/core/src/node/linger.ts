import type { Socket } from 'node:net'
import type { Message } from './message.ts'

/** How much of what nobody wants is still taken from a client, in bytes. */
const MOST = 65_536
/** How long a client may take to read the reply that ends its connection, in milliseconds. */
const LONGEST = 1000

/**
 * Lets the connection end, after the reply, in a way in which a client that is still sending its body gets to read the reply: what is closed
 * with bytes unread is reset, and a reset may overtake the reply. RFC 9112 §9.6: "servers typically close a connection in stages".
 *
 * What comes in meanwhile is dropped, and never taken for a request.
 */
export function lingerAfterReply(message: Message): void {
  const { socket } = message
  socket.destroySoon = () => {
    endSoon(socket)
    drop(message)
  }
}

/** Ends a connection, and closes it when the client does not. */
export function endSoon(socket: Socket): void {
  socket.end()
  const timer = setTimeout(() => socket.destroy(), LONGEST)
  socket.once('close', () => clearTimeout(timer))
}

function drop(message: Message): void {
  let left = MOST
  const end = (): void => void message.socket.destroy()
  if (message.complete) return end()
  message.on('data', ({ length }: Buffer) => {
    left -= length
    // Not more: what the client still sends waits in its own memory.
    if (left <= 0) message.pause()
  })
  message.once('end', end).dismiss()
}
