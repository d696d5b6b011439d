import { BadRequest, HttpError } from '../ground/http-error.ts'

/**
 * What a reader of a body gets when it ends before its last byte: the client has left, or its time is over. Whatever a listener calls it, that is the
 * client's doing; what is already an answer to the client stays.
 *
 * @param cause - What the platform says of it, if it does.
 */
export function cutOff(cause?: unknown): HttpError {
  if (cause instanceof HttpError) return cause
  return new BadRequest('The body was cut off', cause === undefined ? {} : { cause })
}
