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
import { http } from './built-in.ts'
import { endSoon } from './linger.ts'
import { isHeld } from './turn.ts'

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
  const code = codeOf(error)
  // It may all be there, behind the requests that wait.
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && isHeld(socket)) return
  refuse(new (BY_CODE.get(code) ?? BadRequest)(), socket)
}

/** Answers a request for a tunnel. RFC 9110 §9.3.6: a server that is no proxy may refuse it. */
export function refuseTunnel(_: IncomingMessage, socket: Duplex): void {
  // Node has taken its own listeners off: what a connection can suffer must not end the process, and whoever takes nothing is cut.
  const leave = (): void => void socket.destroy()
  socket.on('error', leave).on('timeout', leave)
  // Of a host and port no method is allowed.
  if (socket instanceof Socket) refuse(new MethodNotAllowed('', { headers: { allow: '' } }), socket)
  else leave()
}

/**
 * Behind the replies to the requests before it, which were whole. RFC 9112 §9.3.2: a server "MUST send the corresponding responses in the
 * same order that the requests were received".
 */
export function refuse(error: HttpError, socket: Socket): void {
  // It was told before, or is gone: whatever else it sends is not looked at.
  if (!socket.writable) return void socket.pause()
  const reply = replyOn(socket)
  if (reply?.req.complete === true) {
    takeNoMore(socket)
    // Node has given the socket to the next one by then.
    reply.once('finish', () => refuse(error, socket))
  } else if (reply?.headersSent === true) socket.destroy()
  else {
    write(error, socket)
    // A handler that waits for the rest of the body must hear that there is none.
    if (reply === undefined) endSoon(socket)
    else socket.destroySoon()
  }
}

/** The reply that is being made or written on a connection: Node keeps it there, and nowhere else. */
export function replyOn(socket: Socket): ServerResponse | undefined {
  const reply: unknown = Reflect.get(socket, '_httpMessage')
  return reply instanceof http.ServerResponse ? reply : undefined
}

/** Drops what comes, and reads on: nobody would hear otherwise that the client has left. */
function takeNoMore(socket: Socket): void {
  // Node's parser is one that listens, and so is what holds back requests that wait.
  socket.pause().removeAllListeners('data').removeAllListeners('resume')
  socket.on('data', () => {}).resume()
  // oxlint-disable-next-line eslint/no-underscore-dangle -- its stream still waits for what it asked for before the parser took it, and would not ask again
  socket._read(0)
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
