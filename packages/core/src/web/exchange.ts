import { bodyOf, encode, initOf } from '#runtime'
import { Origin } from '../context/current.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { isBodiless } from '../ground/status.ts'
import type { ReplyBody } from '../message/reply-body.ts'
import type { Reply } from '../message/reply.ts'
import type { Handle } from '../pipeline/platform.ts'
import { FetchSource } from './fetch-source.ts'

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
  readonly sent?: MaybePromise<void>
}

/** Of a reply without body a stream is told that nobody will read it. */
function toWeb(reply: Reply, method: string): Sent {
  const { body, status } = reply
  if (method === 'HEAD' || isBodiless(status)) {
    const response = toResponse(reply, null, isBodiless(status) ? undefined : sizeOf(reply))
    return { response, sent: body instanceof ReadableStream ? body.cancel() : undefined }
  }
  if (typeof body === 'string') {
    const bytes = encode(body)
    return { response: toResponse(reply, bodyOf(bytes), bytes.length) }
  }
  if (!(body instanceof ReadableStream)) return { response: toResponse(reply, body, body?.length ?? 0) }
  const { watched, sent } = watch(body)
  return { response: toResponse(reply, watched, undefined), sent }
}

interface Watched {
  readonly watched: ReadableStream<Uint8Array>
  readonly sent: Promise<void>
}

/** Lets a stream through and says when it is over; it keeps the context of its request. */
function watch(body: ReadableStream<Uint8Array>): Watched {
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
  return { watched, sent: sent.promise }
}

/** @param size - How many bytes the body has, or of a reply to HEAD would have; `undefined` for what the reply says itself. */
function toResponse(reply: Reply, body: ReplyBody, size: number | undefined): Response {
  const { headerLines, status } = reply
  const response = new Response(body, initOf(status, headerLines))
  const { headers } = response
  // One by one: a list or a record of them costs the platform more.
  for (let i = 0; i < headerLines.length; i += 2) {
    const name = headerLines[i] ?? ''
    // How a body is framed is for whoever sends it to say; how long it is, for whoever knows.
    if (name !== 'content-length' && name !== 'transfer-encoding')
      headers.append(name, headerLines[i + 1] ?? '')
  }
  const length = size === undefined ? reply.headers.get('content-length') : String(size)
  if (length !== undefined && !isBodiless(status)) headers.append('content-length', length)
  return response
}

/** Of a reply to HEAD how long its body is; `undefined` where nobody knows, or the reply says it itself. */
function sizeOf(reply: Reply): number | undefined {
  const { body } = reply
  if (body === null) return reply.headers.has('content-length') ? undefined : 0
  if (body instanceof ReadableStream) return undefined
  return typeof body === 'string' ? encode(body).length : body.length
}
