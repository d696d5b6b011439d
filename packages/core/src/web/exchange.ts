import { keepContext } from '../context/current.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { isBodiless } from '../ground/status.ts'
import type { ReplyBody } from '../message/reply-body.ts'
import type { Reply } from '../message/reply.ts'
import type { Handle } from '../pipeline/platform.ts'
import { FetchSource } from './fetch-source.ts'

/** Keeps nothing from one call to the next. */
const ENCODER = /* @__PURE__ */ new TextEncoder()

/** One request and what came of it. */
export interface Exchange {
  readonly response: Promise<Response>
  /** Settled when everything that the request opened is closed; for a stream, after its last byte. */
  readonly done: Promise<void>
  /** The error behind the reply, when no handler of the app took it; known when `response` is. */
  readonly failure: () => unknown
}

/** Takes a platform `Request` through the pipeline. */
export function exchange(handle: Handle, request: Request, peer?: string): Exchange {
  const response = Promise.withResolvers<Response>()
  let failure: unknown
  const served = handle(new FetchSource(request, peer), (reply, error) => {
    failure = error
    try {
      return sendWeb(reply, request.method, response.resolve)
    } catch (problem) {
      response.reject(problem)
      throw problem
    }
  })
  return { response: response.promise, done: Promise.resolve(served), failure: () => failure }
}

/** Settled when the body is through. Of a reply without one a stream is told that nobody will read it. */
function sendWeb(reply: Reply, method: string, resolve: (response: Response) => void): MaybePromise<void> {
  if (method === 'HEAD' || isBodiless(reply.status)) {
    resolve(toResponse(reply, null))
    return reply.body instanceof ReadableStream ? reply.body.cancel() : undefined
  }
  if (reply.body === null) reply.headers.set('content-length', '0')
  const { body, sent } = watch(reply)
  // As bytes, of which the length is known; and of a text the platform would make up a type where the reply has none.
  resolve(toResponse(reply, typeof body === 'string' ? ENCODER.encode(body) : body))
  return sent
}

interface Watched {
  readonly body: ReplyBody
  readonly sent: Promise<void> | undefined
}

/** Lets a stream through and says when it is over; it keeps the context of its request. */
function watch({ body }: Reply): Watched {
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
