import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Socket } from 'node:net'
import {
  BadRequest,
  ContentTooLarge,
  type HttpError,
  type HttpErrorClass,
  MethodNotAllowed,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
} from '../ground/http-error.ts'
import { codeOf } from '../ground/errors.ts'
import { statusPhrase } from '../ground/status.ts'
import { createErrorPage } from '../pipeline/error-page.ts'
import { replyOn } from './half-close.ts'
import { endSoon } from './linger.ts'

const errorPage = createErrorPage(false)

const BY_CODE: ReadonlyMap<unknown, HttpErrorClass> = new Map([
  ['HPE_HEADER_OVERFLOW', RequestHeaderFieldsTooLarge],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ContentTooLarge],
  ['ERR_HTTP_REQUEST_TIMEOUT', RequestTimeout],
])

/**
 * Answers what Node's parser refuses, and what did not come in time, and ends the connection: where the request that follows begins, nobody
 * knows any more. What a connection can suffer besides, such as a reset, ends here without a word: it is the client's own doing.
 */
export function refuseBroken(error: Error, socket: Duplex): void {
  if (!(socket instanceof Socket)) return void socket.destroy()
  // Told before: whatever else it sends is not looked at.
  if (!socket.writable) return void socket.pause()
  const reply = replyOn(socket)
  const code = codeOf(error)
  if (reply !== undefined && reply.req.complete) return endAfter(reply, socket)
  if (code === 'ECONNRESET' || reply?.headersSent === true) return void socket.destroy()
  const Refusal = BY_CODE.get(code) ?? BadRequest
  write(new Refusal(), socket)
  // A handler that waits for the rest of the body must hear that there is none.
  if (reply === undefined) endSoon(socket)
  else socket.destroySoon()
}

/** Answers a request for a tunnel. RFC 9110 §9.3.6: a server that is no proxy may refuse it. */
export function refuseTunnel(_: IncomingMessage, socket: Duplex): void {
  // Node has taken its own listeners off: what a connection can suffer must not end the process.
  socket.on('error', () => socket.destroy())
  // Of a host and port no method is allowed.
  if (socket instanceof Socket) write(new MethodNotAllowed('', { headers: { allow: '' } }), socket)
  if (socket instanceof Socket) socket.destroySoon()
  else socket.destroy()
}

/** The request that is being answered was whole; it is what came after it that is broken. */
function endAfter(reply: ServerResponse, socket: Socket): void {
  socket.pause()
  if (!reply.headersSent) reply.shouldKeepAlive = false
  else reply.once('finish', () => socket.destroySoon())
}

function write(error: HttpError, socket: Socket): void {
  const { body, headerLines } = errorPage(error, undefined)
  const text = typeof body === 'string' ? body : ''
  const lines = [`HTTP/1.1 ${error.status} ${statusPhrase(error.status)}`]
  for (let i = 0; i < headerLines.length; i += 2) lines.push(`${headerLines[i]}: ${headerLines[i + 1]}`)
  lines.push(
    `content-length: ${Buffer.byteLength(text)}`,
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  )
  socket.write(`${lines.join('\r\n')}\r\n\r\n${text}`)
}
