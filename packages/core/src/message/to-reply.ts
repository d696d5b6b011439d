import { fail } from '../ground/codes.ts'
import type { JsonProvider } from '../ground/json.ts'
import { fromResponse } from './from-response.ts'
import { HTML, JSON_TYPE, Reply } from './reply.ts'
import { chunksOf, streamOf } from './stream.ts'

/**
 * What a handler may return. A text is a page, an object or array is JSON, bytes and blobs are sent as they are, a
 * stream or generator is streamed; a {@link Reply} or a platform `Response` goes out as it stands.
 *
 * Nothing (`undefined`), a number or a boolean is a mistake of the developer and does not compile; nor does a promise of
 * one, which is why a thenable is no object here.
 */
export type Returned = string | (object & { readonly then?: never })

/**
 * Turns what a handler returned into a {@link Reply}.
 *
 * @param endpoint - Who returned it, for the error.
 * @throws {@link MicroError} `RETURNED_NOTHING`, `RETURNED_VALUE` or `RETURNED_STREAM`, naming the endpoint; `REPLY_SENT` for a
 *   reply that was sent before.
 */
export function toReply(value: unknown, json: JsonProvider, endpoint: string): Reply {
  if (typeof value === 'string') return new Reply(value, HTML)
  if (value instanceof Reply) return unsent(value)
  if (value === undefined) throw fail('RETURNED_NOTHING', { endpoint })
  if (typeof value !== 'object' || value === null)
    throw fail('RETURNED_VALUE', { endpoint, type: nameOf(value) })
  if (isJsonLike(value)) return jsonReply(value, json, endpoint)
  const reply = fromPlatform(value) ?? notSendable(value, endpoint)
  // Found out here it is a page of this error; found out by whoever sends it, a connection that breaks off.
  if (reply.body instanceof ReadableStream && reply.body.locked) throw fail('RETURNED_STREAM', { endpoint })
  return reply
}

/** One that was sent has been through the hooks of another request: it may hold the cookies of another client. */
function unsent(reply: Reply): Reply {
  if (reply.sent) throw fail('REPLY_SENT', { what: 'anything' })
  return reply
}

/**
 * A reply of JSON.
 *
 * @throws {@link MicroError} `RETURNED_VALUE` for what JSON has no word for: `undefined`, a function, a symbol.
 */
export function jsonReply(value: unknown, json: JsonProvider, endpoint: string): Reply {
  // The platform's own types promise a text for every value.
  const text: string | undefined = json.stringify(value)
  if (text === undefined) notSendable(value, endpoint)
  return new Reply(text, JSON_TYPE)
}

/** Plain objects, arrays, and instances of classes that say how they are written; of others JSON may make `{}`. */
function isJsonLike(value: object): boolean {
  // Node's Buffer has a `toJSON`, and is bytes all the same.
  if (Array.isArray(value) || ('toJSON' in value && !(value instanceof Uint8Array))) return true
  if (Symbol.asyncIterator in value) return false
  const prototype: object | null = Object.getPrototypeOf(value)
  // The params of a path inherit from an object that has nothing and inherits nothing.
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

const BYTES = 'application/octet-stream'

function fromPlatform(value: object): Reply | undefined {
  const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value
  if (bytes instanceof Uint8Array || bytes instanceof ReadableStream) return new Reply(bytes, BYTES)
  if (value instanceof Response) return fromResponse(value)
  if (value instanceof Blob) return new Reply(value.stream(), value.type || BYTES)
  const chunks = chunksOf(value)
  return chunks === undefined ? undefined : new Reply(streamOf(chunks), HTML)
}

function notSendable(value: unknown, endpoint: string): never {
  throw fail('RETURNED_VALUE', { endpoint, type: nameOf(value) })
}

/** What the type of a value is called in an error. */
export function nameOf(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value
}
