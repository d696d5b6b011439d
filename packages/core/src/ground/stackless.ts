import { HttpError, type HttpErrorClass } from './http-error.ts'
import { statusPhrase } from './status.ts'

/** Makes one error. What it is given are header fields of the reply. */
export type ErrorMaker = (headers?: Readonly<Record<string, string>>) => HttpError

/**
 * Makes what makes the errors of a status, for those that clients cause as often as they like and that are raised in one place: the
 * stack of such an error would say nothing, and to take it costs more than the rest of such a request. Its `stack` is name and message alone.
 *
 * Not for what a developer's code throws: there the stack says where.
 *
 * @example
 * const methodNotAllowed = withoutStack(MethodNotAllowed)
 * throw methodNotAllowed({ allow: 'GET' })
 */
export function withoutStack(StatusError: HttpErrorClass & { readonly name: string }): ErrorMaker {
  const { name, status } = StatusError
  const message = `${status} ${statusPhrase(status)}`

  /** An instance of that class for which no constructor of the platform's errors is run. */
  class Stackless {
    readonly name = name
    readonly status = status
    readonly code = `HTTP_${status}`
    readonly detail = ''
    readonly headers: Readonly<Record<string, string>>
    readonly problem: Readonly<Record<string, unknown>> = {}

    constructor(headers: Readonly<Record<string, string>>) {
      this.headers = headers
    }
  }

  // As the platform's errors have them: there, and not among what is listed. Inherited, for to define them on each error costs twenty times as much as the rest.
  Object.defineProperties(Stackless.prototype, {
    constructor: hidden(StatusError),
    message: hidden(message),
    stack: hidden(`${name}: ${message}`),
  })
  Object.setPrototypeOf(Stackless.prototype, StatusError.prototype)

  return (headers = {}) => {
    const error: unknown = new Stackless(headers)
    return error instanceof HttpError ? error : new StatusError('', { headers })
  }
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true, enumerable: false }
}
