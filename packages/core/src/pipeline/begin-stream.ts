import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { isBodiless } from '../ground/status.ts'
import type { Reply } from '../message/reply.ts'
import type { Request } from '../message/request.ts'
import { beginnable, ChunkStream } from '../message/stream.ts'

/**
 * Waits for the first chunk of a reply that is a stream: while nothing is sent, an error of its source can still be answered by a
 * page. When the client leaves, or has waited too long, the source is told and the waiting ends.
 *
 * A stream of known length is left as it is: a file, or what another server sends. It was opened before, and nothing is to be put
 * between its chunks and the client. So is a stream of events, whose first may be an hour away. Nobody reads a reply to HEAD.
 *
 * @throws What the source throws, or rejects with it.
 */
export function beginStream(reply: Reply, request: Request): MaybePromise<Reply> {
  const { body } = reply
  if (!(body instanceof ReadableStream) || request.method === 'HEAD' || isBodiless(reply.status)) return reply
  if (/^text\/event-stream\b/i.test(reply.headers.get('content-type') ?? '')) return reply
  if (!(body instanceof ChunkStream) && reply.headers.has('content-length')) return reply
  const stream = beginnable(body)
  reply.body = stream
  const begun = stream.begin()
  return isPromise(begun) ? begunOrLeft(stream, begun, request.signal).then(() => reply) : reply
}

function begunOrLeft(stream: ChunkStream, begun: PromiseLike<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      stream.cancel(signal.reason).catch(() => {})
      resolve()
    }
    const stay = (settle: () => void): void => {
      signal.removeEventListener('abort', leave)
      settle()
    }
    begun.then(
      () => stay(resolve),
      (error: unknown) => stay(() => reject(error)),
    )
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
  })
}
