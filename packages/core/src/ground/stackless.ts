import { HttpError, type HttpErrorClass } from './http-error.ts'
import { statusPhrase } from './status.ts'

/**
 * An error of a status, for those that clients cause as often as they like and that are raised in one place: its stack would say
 * nothing, and to take it costs more than the rest of such a request. Its `stack` is name and message alone.
 *
 * Not for what a developer's code throws: there the stack says where.
 *
 * @example
 * throw withoutStack(MethodNotAllowed, { allow: 'GET' })
 */
export function withoutStack(
  StatusError: HttpErrorClass,
  headers: Readonly<Record<string, string>> = {},
): HttpError {
  // An instance of that class for which no constructor of the platform's errors was run.
  const error: unknown = Reflect.construct(Fields, [StatusError, headers], StatusError)
  return error instanceof HttpError ? error : new StatusError('', { headers })
}

/** What an {@link HttpError} has of its own. */
class Fields {
  readonly name: string
  readonly status: number
  readonly code: string
  readonly detail = ''
  readonly headers: Readonly<Record<string, string>>
  readonly problem: Readonly<Record<string, unknown>> = {}

  constructor(
    { name, status }: HttpErrorClass & { readonly name: string },
    headers: Readonly<Record<string, string>>,
  ) {
    const message = `${status} ${statusPhrase(status)}`
    this.name = name
    this.status = status
    this.code = `HTTP_${status}`
    this.headers = headers
    hide(this, 'message', message)
    hide(this, 'stack', `${name}: ${message}`)
  }
}

/** As the platform's errors have it: there, and not among what is listed. */
function hide(error: object, name: string, value: string): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true, enumerable: false })
}
