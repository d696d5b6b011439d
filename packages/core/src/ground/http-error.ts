import { fail } from './codes.ts'
import { statusPhrase } from './status.ts'

/** What may go with an {@link HttpError}. */
export interface HttpErrorOptions extends ErrorOptions {
  /** Header fields of the reply, such as `{ 'retry-after': '30' }`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Further members of the problem details that a JSON client gets, such as `{ errors: [...] }`. RFC 9457 §3.2. */
  readonly problem?: Readonly<Record<string, unknown>>
}

/**
 * An answer that is an error: thrown by {@link abort}, by routing and by the body readers, and turned into a reply by
 * the nearest error handler.
 *
 * The detail is said to the client; the `cause` and the stack never are.
 */
export class HttpError extends Error {
  override readonly name: string = 'HttpError'
  /** 400 to 599. */
  readonly status: number
  /** Stable name of the error, such as `'HTTP_404'`. */
  readonly code: string
  /** What the client is told besides the status; `''` when there is nothing to tell. */
  readonly detail: string
  /** Header fields of the reply. */
  readonly headers: Readonly<Record<string, string>>
  /** Further members of the problem details. */
  readonly problem: Readonly<Record<string, unknown>>

  /** @throws {@link MicroError} `ABORT_STATUS` when the status is not a whole number from 400 to 599. */
  constructor(status: number, detail = '', options: HttpErrorOptions = {}) {
    super(
      detail === '' ? `${status} ${statusPhrase(status)}` : `${status} ${statusPhrase(status)}: ${detail}`,
      options,
    )
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw fail('ABORT_STATUS', { status: String(status) })
    this.status = status
    this.code = `HTTP_${status}`
    this.detail = detail
    this.headers = options.headers ?? {}
    this.problem = options.problem ?? {}
  }
}

/** The class of the errors of one status: `new NotFound('No such post')`. */
export type HttpErrorClass = new (detail?: string, options?: HttpErrorOptions) => HttpError

const byStatus = new Map<number, HttpErrorClass>()

function classOf(status: number): HttpErrorClass {
  const name = statusPhrase(status).replaceAll(/[^A-Za-z]/g, '')
  class StatusError extends HttpError {
    static readonly status: number = status
    override readonly name: string = name
    constructor(detail?: string, options?: HttpErrorOptions) {
      super(status, detail, options)
    }
  }
  Object.defineProperty(StatusError, 'name', { value: name })
  byStatus.set(status, StatusError)
  return StatusError
}

export const BadRequest: HttpErrorClass = classOf(400)
export const Unauthorized: HttpErrorClass = classOf(401)
export const Forbidden: HttpErrorClass = classOf(403)
export const NotFound: HttpErrorClass = classOf(404)
export const MethodNotAllowed: HttpErrorClass = classOf(405)
export const NotAcceptable: HttpErrorClass = classOf(406)
export const RequestTimeout: HttpErrorClass = classOf(408)
export const Conflict: HttpErrorClass = classOf(409)
export const Gone: HttpErrorClass = classOf(410)
export const LengthRequired: HttpErrorClass = classOf(411)
export const PreconditionFailed: HttpErrorClass = classOf(412)
export const ContentTooLarge: HttpErrorClass = classOf(413)
export const UriTooLong: HttpErrorClass = classOf(414)
export const UnsupportedMediaType: HttpErrorClass = classOf(415)
export const RangeNotSatisfiable: HttpErrorClass = classOf(416)
export const ExpectationFailed: HttpErrorClass = classOf(417)
export const ImATeapot: HttpErrorClass = classOf(418)
export const MisdirectedRequest: HttpErrorClass = classOf(421)
export const UnprocessableContent: HttpErrorClass = classOf(422)
export const Locked: HttpErrorClass = classOf(423)
export const FailedDependency: HttpErrorClass = classOf(424)
export const PreconditionRequired: HttpErrorClass = classOf(428)
export const TooManyRequests: HttpErrorClass = classOf(429)
export const RequestHeaderFieldsTooLarge: HttpErrorClass = classOf(431)
export const UnavailableForLegalReasons: HttpErrorClass = classOf(451)
export const InternalServerError: HttpErrorClass = classOf(500)
export const NotImplemented: HttpErrorClass = classOf(501)
export const BadGateway: HttpErrorClass = classOf(502)
export const ServiceUnavailable: HttpErrorClass = classOf(503)
export const GatewayTimeout: HttpErrorClass = classOf(504)
export const HttpVersionNotSupported: HttpErrorClass = classOf(505)

/**
 * Ends the request with an error status. Hooks, teardown and the error handlers run as for any error.
 *
 * @param detail - Said to the client; never put a secret or a client's input you do not trust yourself to show in it.
 * @throws {@link HttpError} Always, as the class of that status: `abort(404)` is caught by `errorHandler(NotFound, ...)`.
 * @throws {@link MicroError} `ABORT_STATUS` when the status is not a whole number from 400 to 599.
 * @example
 * const post = (await findPost(id)) ?? abort(404, `No post ${id}`)
 */
export function abort(status: number, detail?: string, options?: HttpErrorOptions): never {
  const StatusError = byStatus.get(status)
  throw StatusError ? new StatusError(detail, options) : new HttpError(status, detail, options)
}
