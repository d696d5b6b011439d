import { keepContext } from '../context/current.ts'
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
  if (typeof body === 'string') return { response: textResponse(reply, body), sent: undefined }
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
  const pull = keepContext(async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { done, value } = await reader.read()
    if (!done) return controller.enqueue(value)
    controller.close()
    sent.resolve()
  })
  const watched = new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        pull(controller).catch((error: unknown) => {
          sent.reject(error)
          controller.error(error)
        }),
      cancel: (reason) => reader.cancel(reason).finally(sent.resolve),
    },
    { highWaterMark: 0 },
  )
  return { body: watched, sent: sent.promise }
}

/** The longest text of which the characters are looked at one by one. */
const SHORT = 400

/**
 * A text as a response. A short one in ASCII is as long as it is, and is handed over as it stands, which saves the platform a copy. Others, and what
 * has no type, are handed over as bytes: their length is known then, and the platform makes up no type.
 */
function textResponse(reply: Reply, text: string): Response {
  const { headerLines, status } = reply
  if (headerLines[0] !== 'content-type' || !isShortAscii(text)) return toResponse(reply, ENCODER.encode(text))
  const response = new Response(text, status === 200 ? undefined : { status })
  const { headers } = response
  // In the place of what the platform says of texts. One by one: to hand over a list or a record costs more.
  headers.set('content-type', headerLines[1] ?? '')
  for (let i = 2; i < headerLines.length; i += 2) {
    const name = headerLines[i] ?? ''
    if (!isFraming(name)) headers.append(name, headerLines[i + 1] ?? '')
  }
  headers.append('content-length', String(text.length))
  return response
}

function isShortAscii(text: string): boolean {
  if (text.length > SHORT) return false
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** How a body is framed is for whoever sends it to say. */
function isFraming(name: string): boolean {
  return name === 'content-length' || name === 'transfer-encoding'
}

function toResponse(reply: Reply, body: Exclude<ReplyBody, string>): Response {
  const { headerLines, status } = reply
  const length = isBodiless(status) ? undefined : body instanceof Uint8Array ? body.length : lengthOf(reply)
  const ownLength = length === undefined && !isBodiless(status)
  // A list, not `Headers`: the platform would copy them.
  const headers: [string, string][] = []
  for (let i = 0; i < headerLines.length; i += 2) {
    const name = headerLines[i] ?? ''
    // How a body is framed is for whoever sends it to say.
    if (name !== 'transfer-encoding' && (name !== 'content-length' || ownLength))
      headers.push([name, headerLines[i + 1] ?? ''])
  }
  if (length !== undefined) headers.push(['content-length', String(length)])
  return new Response(body, { status, headers })
}

/** Of a reply that is sent without its body, and of a stream: `undefined` where nobody knows. */
function lengthOf(reply: Reply): number | undefined {
  const { body } = reply
  // A reply to HEAD may say how long the body would be.
  if (body === null) return reply.headers.has('content-length') ? undefined : 0
  if (typeof body === 'string') return ENCODER.encode(body).length
  return body instanceof Uint8Array ? body.length : undefined
}
