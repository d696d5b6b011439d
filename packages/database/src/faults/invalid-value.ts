import { HttpError } from '@micro/core'

/**
 * A value that the database cannot take: a list where one value is compared, a text that is no number, a date that does
 * not exist. Answers 400. The `cause` says which; the client is not told.
 */
export class InvalidValue extends HttpError {
  override readonly name = 'InvalidValue'
  constructor(cause: unknown) {
    super(400, 'A value cannot be used as it was sent.', { cause })
  }
}
