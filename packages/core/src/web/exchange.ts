import { Origin } from '../context/current.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { isBodiless } from '../ground/status.ts'
import type { ReplyBody } from '../message/reply-body.ts'
import type { Reply } from '../message/reply.ts'
import type { Handle } from '../pipeline/platform.ts'
import { FetchSource } from './fetch-source.ts'

/** Keeps nothing from one call to the next. */
const ENCODER = /* @__PURE__ */ new TextEncoder()

/** One request and what came of it: no promise where nothing had to be waited for. */
export interface Exchange {
  readonly response: MaybePromise<Response>
  /** Settled when everything that the request opened is closed; for a stream, after its last byte. */
  readonly done: MaybePromise<void>
  /** The error behind the reply, when no handler of the app took it; known when `response` is. */
  readonly failure: () => unknown
}

/** Takes a platform `Request` through the pipeline. */
export function exchange(handle: Handle, request: Request, peer?: string): Exchange {
  let response: MaybePromise<Response> | undefined
  let later: PromiseWithResolvers<Response> | undefined
  let failure: unknown
  const done = handle(new FetchSource(request, peer), (reply, error) => {
    failure = error
    try {
      const { sent, response: made } = toWeb(reply, request.method)
      response = made
      later?.resolve(made)
      return sent
    } catch (problem) {
      response = Promise.reject(problem)
      later?.resolve(response)
      throw problem
    }
  })
  return { response: response ?? (later = Promise.withResolvers()).promise, done, failure: () => failure }
}

interface Sent {
  readonly response: Response
  /** Settled when the body is through; `undefined` for one that is there as a whole. */
  readonly sent: MaybePromise<void>
}

/** Of a reply without body a stream is told that nobody will read it. */
function toWeb(reply: Reply, method: string): Sent {
  const { body, status } = reply
  if (method === 'HEAD' || isBodiless(status)) {
    const response = toResponse(reply, null)
    return { response, sent: body instanceof ReadableStream ? body.cancel() : undefined }
  }
  if (typeof body === 'string')
    return { response: toResponse(reply, handedOver(reply, body)), sent: undefined }
  if (body === null) reply.headers.set('content-length', '0')
  const { body: watched, sent } = watch(body)
  return { response: toResponse(reply, watched), sent }
}

interface Watched {
  readonly body: Exclude<ReplyBody, string>
  readonly sent: Promise<void> | undefined
}

/** Lets a stream through and says when it is over; it keeps the context of its request. */
function watch(body: Exclude<ReplyBody, string>): Watched {
  if (!(body instanceof ReadableStream)) return { body, sent: undefined }
  const sent = Promise.withResolvers<void>()
  const reader = body.getReader()
  const origin = new Origin()
  let left = false
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      const { done, value } = await reader.read()
      // What is cancelled says at once that it is done, and may still be closing what it opened.
      if (left) return
      if (!done) return controller.enqueue(value)
      controller.close()
      sent.resolve()
    } catch (error) {
      if (left) return
      sent.reject(error)
      controller.error(error)
    }
  }
  const watched = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => origin.run(() => pull(controller)),
      cancel: (reason) => {
        left = true
        return origin.run(() => reader.cancel(reason)).finally(sent.resolve)
      },
    },
    { highWaterMark: 0 },
  )
  return { body: watched, sent: sent.promise }
}

/** The longest text whose characters are looked at one by one: of a longer one it costs less to make bytes. */
const SHORT = 400

/**
 * How a text is given to the platform. A short one in ASCII is as long as it is, and stays a text, which saves a copy. Others are bytes, of which the
 * length is known; and so is what has no type, for of a text the platform would make one up.
 */
function handedOver({ headerLines }: Reply, text: string): string | Uint8Array {
  return headerLines[0] === 'content-type' && isShortAscii(text) ? text : ENCODER.encode(text)
}

function isShortAscii(text: string): boolean {
  if (text.length > SHORT) return false
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** @param body - A text only if it is in ASCII and the reply begins with its type. */
function toResponse(reply: Reply, body: ReplyBody): Response {
  const { headerLines, status } = reply
  const bodiless = isBodiless(status)
  const length = bodiless ? undefined : (sizeOf(body) ?? lengthOf(reply))
  const response = new Response(body, status === 200 ? undefined : { status })
  const { headers } = response
  // One by one: a list or a record of them costs the platform more.
  for (let i = 0; i < headerLines.length; i += 2) {
    const name = headerLines[i] ?? ''
    const value = headerLines[i + 1] ?? ''
    // In the place of what the platform says of a text.
    if (i === 0 && name === 'content-type') headers.set(name, value)
    else if (!isFraming(name)) headers.append(name, value)
    else if (name === 'content-length' && length === undefined && !bodiless) headers.append(name, value)
  }
  if (length !== undefined) headers.append('content-length', String(length))
  return response
}

/** How a body is framed is for whoever sends it to say; how long it is, for whoever knows. */
function isFraming(name: string): boolean {
  return name === 'content-length' || name === 'transfer-encoding'
}

function sizeOf(body: ReplyBody): number | undefined {
  return typeof body === 'string' || body instanceof Uint8Array ? body.length : undefined
}

/** Of a reply that is sent without its body, and of a stream: `undefined` where nobody knows. */
function lengthOf(reply: Reply): number | undefined {
  const { body } = reply
  // A reply to HEAD may say how long the body would be.
  if (body === null) return reply.headers.has('content-length') ? undefined : 0
  return typeof body === 'string' ? ENCODER.encode(body).length : sizeOf(body)
}
