import type { ServerResponse } from 'node:http'
import { isBodiless } from '../ground/status.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { feedOf } from '../message/feed.ts'
import type { Reply } from '../message/reply.ts'
import { saysTooMuch, withoutConnectionFields } from './connection-fields.ts'
import { Pump } from './pump.ts'
import { limitRest } from './write-timeout.ts'

/** Writes a reply to the socket: in one go when its body is known, with back-pressure when it is a stream. */
export function sendReply(
  response: ServerResponse,
  reply: Reply,
  head: boolean,
  writeTimeout: number,
): MaybePromise<void> {
  const { body, status } = reply
  if (response.destroyed) return body instanceof ReadableStream ? body.cancel() : undefined
  if (body instanceof ReadableStream)
    return head || isBodiless(status)
      ? sendHead(response, reply, body, writeTimeout)
      : pipe(response, reply, body, writeTimeout)
  if (isBodiless(status)) return endWithHead(response, reply, writeTimeout)
  const length = body === null ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
  response.writeHead(status, withLength(reply, length, head))
  if (head || body === null) response.end()
  else response.end(body, encodingOf(body, length))
  limitRest(response, writeTimeout)
  return undefined
}

/** A text of as many bytes as characters is ASCII: written as Latin-1 it is the same, and one of 8 KB costs a twentieth less than by UTF-8. */
function encodingOf(body: string | Uint8Array, length: number): 'latin1' | 'utf8' {
  return body.length === length ? 'latin1' : 'utf8'
}

/** The length is what is really sent, once; only a reply to HEAD without a body may say how long it would be. */
function withLength(reply: Reply, length: number, head: boolean): string[] {
  const { onlyType } = reply
  // Made in one go, as long as it will be: it is one for nearly every reply.
  if (onlyType !== undefined) return ['content-type', onlyType, 'content-length', String(length)]
  if (!reply.headerLines.includes('content-length'))
    return [...linesOf(reply), 'content-length', String(length)]
  if (!head || reply.body !== null) reply.headers.set('content-length', String(length))
  return [...linesOf(reply)]
}

/** The field lines, but for those that the listener alone can know. */
function linesOf({ headerLines }: Reply): readonly string[] {
  return saysTooMuch(headerLines) ? withoutConnectionFields(headerLines) : headerLines
}

function sendHead(
  response: ServerResponse,
  reply: Reply,
  body: ReadableStream<Uint8Array>,
  writeTimeout: number,
): Promise<void> {
  endWithHead(response, reply, writeTimeout)
  return body.cancel()
}

/**
 * RFC 9110 §8.6: "A server MUST NOT send a Content-Length header field in any response with a status code of 1xx or 204";
 * without one a client would wait for the body of a 205.
 */
function endWithHead(response: ServerResponse, reply: Reply, writeTimeout: number): void {
  if (reply.status === 204) reply.headers.delete('content-length')
  if (reply.status === 205) reply.headers.set('content-length', '0')
  response.writeHead(reply.status, [...linesOf(reply)])
  response.end()
  limitRest(response, writeTimeout)
}

/**
 * A source that fails, or that somebody else reads, cuts the connection: the client must see that something is missing, and
 * must not wait for it.
 */
async function pipe(
  response: ServerResponse,
  reply: Reply,
  body: ReadableStream<Uint8Array>,
  writeTimeout: number,
): Promise<void> {
  let pump: Pump | undefined
  try {
    pump = new Pump(feedOf(body), response, writeTimeout)
    // A length that the app has said and that is wrong fails here: the client would take the rest for the next reply.
    response.strictContentLength = true
    response.writeHead(reply.status, [...linesOf(reply)])
    await pump.run()
  } catch (error) {
    response.destroy()
    void pump?.stop(error)
    throw error
  }
}
