import type { IncomingMessage } from 'node:http'
import { cutOff } from '../message/cut-off.ts'

/** Whether the last byte of a body has been read, or never will be. */
export function isOver(message: IncomingMessage): boolean {
  return message.destroyed || message.readableEnded
}

/**
 * The body as a stream that is read from the socket only as fast as somebody reads it. Not Node's `Readable.toWeb`: that one
 * closes the connection when its reader leaves, and the reply has still to go out.
 */
export function bodyStream(message: IncomingMessage): ReadableStream<Uint8Array> {
  if (isOver(message)) return failing()
  let stop: (() => void) | undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = follow(message, controller)
      },
      pull: () => void message.resume(),
      cancel: () => stop?.(),
    },
    { highWaterMark: 0 },
  )
}

function follow(
  message: IncomingMessage,
  controller: ReadableStreamDefaultController<Uint8Array>,
): () => void {
  const onData = (chunk: Buffer): void => {
    message.pause()
    controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
  }
  const onEnd = (): void => {
    stop()
    controller.close()
  }
  const onClose = (): void => {
    stop()
    controller.error(cutOff())
  }
  const stop = (): void => {
    message.off('data', onData).off('end', onEnd).off('close', onClose).pause()
  }
  message.on('data', onData).on('end', onEnd).on('close', onClose).pause()
  return stop
}

/** The stream of a body that nobody will get any more. */
export function failing(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(cutOff()) })
}
