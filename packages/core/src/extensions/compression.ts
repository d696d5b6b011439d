import { defineOptions, integerOption, customOption } from '../ground/options.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { acceptsEncoding } from '../http/accept.ts'
import { parseETags } from '../http/etag.ts'
import type { Reply } from '../message/reply.ts'
import type { Request } from '../message/request.ts'
import { streamOf } from '../message/stream.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { isCompressible } from './compressible.ts'
import { canEncode, type ContentCoding, encodeBytes, encodeStream } from './content-coding.ts'

type Offer = ContentCoding | 'identity'

/** What is packed, and how. */
export interface CompressionOptions {
  /** The codings, of those that a client likes alike the first counts; what this runtime cannot make is left out. Default: gzip, br, deflate. */
  readonly codings: readonly ContentCoding[]
  /** Bytes from which on a body is packed. A stream whose length nobody knows always is. Default: 1,024. */
  readonly threshold: number
}

// Runtimes that make brotli make it at its best and slowest: for what is packed anew for each request gzip comes first.
const CODINGS: readonly ContentCoding[] = ['gzip', 'br', 'deflate']

/**
 * Packs the bodies of replies in a coding that the client takes, where that is worth it: texts, JSON, scripts, not images.
 *
 * Leaves alone what has a coding, what is a part of something, server-sent events, and what says
 * `cache-control: no-transform`: say so where a page holds a secret next to what a client sent, for the length would tell
 * about it. Entity tags become weak. Register it before extensions that look at bodies: it has to come last.
 *
 * @example
 * app.register(new Compression())
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export class Compression implements Extension<void, CompressionOptions> {
  readonly name = 'compression'
  readonly options: StandardSchema<unknown, CompressionOptions>

  /** @param options - Defaults for every app; `app.register(compression, options)` and the configuration win over them. */
  constructor(options: Partial<CompressionOptions> = {}) {
    this.options = defineOptions({
      codings: customOption(options.codings ?? CODINGS, 'a list of "br", "gzip" and "deflate"', isCodings),
      threshold: integerOption(options.threshold ?? 1024),
    })
  }

  initApp(app: AppSetup, { codings, threshold }: CompressionOptions): void {
    let offers: readonly Offer[] | undefined
    app.beforeSend((reply, { request }) => {
      if (reply.status === 206 || reply.status === 304) return describeWhole(reply, request)
      if (!isCompressible(reply)) return undefined
      reply.headers.vary('accept-encoding')
      // Not at set-up: Workers make no coding outside of a request.
      const coding = codingFor(request, (offers ??= [...codings.filter(canEncode), 'identity']))
      return coding === 'identity' || isShort(reply, threshold) ? undefined : encode(reply, coding)
    })
  }
}

function isCodings(value: unknown): value is readonly ContentCoding[] {
  return Array.isArray(value) && value.every((name) => CODINGS.some((coding) => coding === name))
}

/** A client that takes nothing that there is gets the body as it is: that serves it better than an error. */
function codingFor(request: Request, offers: readonly Offer[]): Offer {
  const accepted = request.headers.get('accept-encoding')
  return accepted === undefined ? 'identity' : (acceptsEncoding(accepted, offers) ?? 'identity')
}

/** Characters are counted as a byte each: at the threshold it does not matter. */
function isShort({ body, headers }: Reply, threshold: number): boolean {
  if (typeof body === 'string' || body instanceof Uint8Array) return body.length < threshold
  const said = headers.get('content-length')
  if (said !== undefined) return Number(said) < threshold
  return body === null
}

function encode(reply: Reply, coding: ContentCoding): MaybePromise<void> {
  const { body } = reply
  weaken(reply)
  reply.headers.set('content-encoding', coding).delete('content-length').delete('accept-ranges')
  if (typeof body === 'string') return pack(reply, new TextEncoder().encode(body), coding)
  if (body instanceof Uint8Array) return pack(reply, body, coding)
  // The reply to a HEAD may have no body: then it gets a stream, of which nobody claims to know the length.
  reply.body = body === null ? streamOf([].values()) : encodeStream(body, coding)
  return undefined
}

async function pack(reply: Reply, bytes: Uint8Array, coding: ContentCoding): Promise<void> {
  reply.body = await encodeBytes(bytes, coding)
}

/** RFC 9110 §8.8.3.3: the tags of two codings of the same thing have to differ, unless they are weak. */
function weaken({ headers }: Reply): void {
  const tag = headers.get('etag')
  if (tag?.startsWith('"') === true) headers.set('etag', `W/${tag}`)
}

/**
 * RFC 9110 §15.3.7 and §15.4.5: a 206 and a 304 have the `ETag` and the `Vary` "that would have been sent in a 200 (OK) response". A part is of the
 * body as it is. Of a 304 only the client can say what it has: with a strong tag it is the body as it is.
 */
function describeWhole(reply: Reply, request: Request): void {
  reply.headers.vary('accept-encoding')
  if (reply.status === 304 && !hasPlain(reply, request)) weaken(reply)
}

function hasPlain({ headers }: Reply, request: Request): boolean {
  const tag = headers.get('etag')
  const known = parseETags(request.headers.get('if-none-match') ?? '')
  return tag !== undefined && known !== '*' && known.includes(tag)
}
