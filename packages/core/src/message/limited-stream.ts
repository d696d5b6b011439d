import { ContentTooLarge, type HttpError } from '../ground/http-error.ts'
import { cutOff } from './cut-off.ts'

/**
 * A body as a stream that fails with 413 when it becomes longer than its limit, and with 400 when it is cut off. Read only as
 * fast as somebody reads it; what nobody reads is left to the listener, which has a reply to send before it may cut.
 *
 * @param refused - Told of the error: whoever reads the stream may make another one of it.
 */
export function limitedStream(
  body: ReadableStream<Uint8Array>,
  limit: number,
  refused?: (error: HttpError) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const refuse = (error: HttpError): never => {
    refused?.(error)
    throw error
  }
  let size = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((cause: unknown) => refuse(cutOff(cause)))
        if (done) return controller.close()
        size += value.length
        if (size > limit) refuse(new ContentTooLarge())
        controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
}
