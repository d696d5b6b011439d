import type { IncomingMessage } from 'node:http'
import {
  BadRequest,
  type HttpError,
  HttpVersionNotSupported,
  NotImplemented,
  RequestHeaderFieldsTooLarge,
} from '../ground/http-error.ts'
import type { Source } from '../message/source.ts'

/** A field that a request has at most once, and the bit that says it was seen. */
interface Singleton {
  readonly name: string
  /** As most clients write it; the others write it in lower case. */
  readonly usual: string
  readonly bit: number
}

/** Those that say how the request is framed or where it goes come first: their bits have names below. */
const SINGLETONS: readonly Singleton[] = [
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'origin',
  'referer',
  'user-agent',
  'from',
  'date',
  'range',
  'if-range',
  'if-modified-since',
  'if-unmodified-since',
  'max-forwards',
  'proxy-authorization',
  'content-location',
  'content-range',
].map((name, index) => ({ name, usual: capitalized(name), bit: 1 << index }))

const HOST = 1
const CONTENT_LENGTH = 2
const TRANSFER_ENCODING = 4
/** A field that may come once has come twice. */
const REPEATED = 1 << 30

/** By the length of their names: most fields of a request are none of them, and are not compared at all. */
const BY_LENGTH: readonly (readonly Singleton[] | undefined)[] = Array.from({ length: 20 }, (_, length) => {
  const these = SINGLETONS.filter(({ name }) => name.length === length)
  return these.length > 0 ? these : undefined
})

/**
 * One pass over the fields of a request: which of those that it may have once it has, as bits. It runs for every request.
 *
 * @param rawHeaders - Name, value, name, value …
 */
export function markFields(rawHeaders: readonly string[]): number {
  let seen = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const field = rawHeaders[i]
    if (field === undefined) continue
    const candidates = BY_LENGTH[field.length]
    if (candidates === undefined) continue
    const bit = bitOf(field, candidates)
    if ((seen & bit) !== 0) seen |= REPEATED
    seen |= bit
  }
  return seen
}

function bitOf(field: string, candidates: readonly Singleton[]): number {
  // Counted, not `for … of`, which makes an iterator for each field of each request. To put a name in lower case costs more than all comparisons.
  for (let i = 0; i < candidates.length; i++) {
    const each = candidates[i]
    if (each !== undefined && (field === each.usual || field === each.name)) return each.bit
  }
  const name = field.toLowerCase()
  return candidates.find((each) => each.name === name)?.bit ?? 0
}

/** `content-type` as `Content-Type`. */
function capitalized(name: string): string {
  return name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
}

/** Whether a request with these fields has a body. RFC 9112 §6.3. */
export function hasBody(seen: number): boolean {
  return (seen & (CONTENT_LENGTH | TRANSFER_ENCODING)) !== 0
}

/**
 * What is wrong with how a request was framed, which Node's parser lets through; `undefined` when all is well.
 *
 * Does not look at the target, and of `Host` only at how often it is there: the door does that.
 *
 * @param seen - As given by {@link markFields}.
 */
export function framingError(
  message: IncomingMessage,
  seen: number,
  maxHeaderCount: number,
  fields: Pick<Source, 'header'>,
): HttpError | undefined {
  const { httpVersionMajor: major, httpVersionMinor: minor } = message
  if (major === 0) return new BadRequest('The version of HTTP is missing')
  if (major > 1 || minor > 1) return new HttpVersionNotSupported('Only HTTP/1.1 and HTTP/1.0 are spoken here')
  if (message.rawHeaders.length > maxHeaderCount * 2)
    return new RequestHeaderFieldsTooLarge('The header has too many fields')
  // Two parties that pick different ones see two different requests: the way around a proxy's checks.
  if ((seen & REPEATED) !== 0) return new BadRequest('A header field that may be sent once was sent twice')
  // RFC 9112 §3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that lacks a Host header field".
  if (minor === 1 && (seen & HOST) === 0) return new BadRequest('The Host is missing')
  return (seen & TRANSFER_ENCODING) === 0 ? undefined : codingError(minor, fields.header('transfer-encoding'))
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
