import type { IncomingMessage } from 'node:http'
import {
  BadRequest,
  type HttpError,
  HttpVersionNotSupported,
  NotImplemented,
  RequestHeaderFieldsTooLarge,
} from '../ground/http-error.ts'
import { type HeaderFields, HOST, TRANSFER_ENCODING } from './header-fields.ts'

/**
 * What is wrong with how a request was framed, which Node's parser lets through; `undefined` when all is well.
 *
 * Does not look at the target, and of `Host` only at how often it is there: the door does that.
 */
export function framingError(
  message: IncomingMessage,
  fields: HeaderFields,
  maxHeaderCount: number,
): HttpError | undefined {
  const { httpVersionMajor: major, httpVersionMinor: minor } = message
  if (major === 0) return new BadRequest('The version of HTTP is missing')
  if (major > 1 || minor > 1) return new HttpVersionNotSupported('Only HTTP/1.1 and HTTP/1.0 are spoken here')
  if (message.rawHeaders.length > maxHeaderCount * 2)
    return new RequestHeaderFieldsTooLarge('The header has too many fields')
  // Two parties that pick different ones see two different requests: the way around a proxy's checks.
  if (fields.areAmbiguous) return new BadRequest('A header field that may be sent once was sent twice')
  // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks a Host header field".
  if (minor === 1 && !fields.has(HOST)) return new BadRequest('The Host is missing')
  return fields.has(TRANSFER_ENCODING) ? codingError(minor, fields.get('transfer-encoding')) : undefined
}

function codingError(minor: number, coding = ''): HttpError | undefined {
  // RFC 9112 §6.1: "A server or client that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST treat the message as if the framing is faulty".
  if (minor === 0) return new BadRequest('Transfer-Encoding needs HTTP/1.1')
  if (coding.toLowerCase() === 'chunked') return undefined
  // RFC 9112 §6.1: "A server that receives a request message with a transfer coding it does not understand SHOULD respond with 501";
  // §6.3: "If a Transfer-Encoding header field is present in a request and the chunked transfer coding is not the final encoding, […] the server MUST respond with the 400".
  if (/,[ \t]*chunked$/i.test(coding)) return new NotImplemented('The only transfer coding is chunked')
  return new BadRequest('The last transfer coding is not chunked')
}
