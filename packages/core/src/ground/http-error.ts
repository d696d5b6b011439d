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
 *
 * @example
 * throw new HttpError(507, 'The disk is full', { headers: { 'retry-after': '3600' } })
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
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
    super(`${status} ${statusPhrase(status)}${detail === '' ? '' : `: ${detail}`}`, options)
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw fail('ABORT_STATUS', { status: String(status) })
    this.status = status
    this.code = `HTTP_${status}`
    this.detail = detail
    this.headers = options.headers ?? {}
    this.problem = options.problem ?? {}
  }
}

/**
 * The class of the errors of one status.
 *
 * @example
 * app.errorHandler(NotFound, (error) => `Nothing here: ${error.detail}`)
 */
export interface HttpErrorClass {
  new (detail?: string, options?: HttpErrorOptions): HttpError
  /** That of all its errors. */
  readonly status: number
}

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
  return StatusError
}

/** 400: what the client sent cannot be understood. */
export const BadRequest: HttpErrorClass = classOf(400)
/** 401: the client has to say who it is. RFC 9110 §15.5.2 asks for a `www-authenticate` field with it: see {@link formatChallenge}. */
export const Unauthorized: HttpErrorClass = classOf(401)
/** 403: the client may not have this, whoever it is. */
export const Forbidden: HttpErrorClass = classOf(403)
/** 404: there is nothing here, or nothing that the client may know of. */
export const NotFound: HttpErrorClass = classOf(404)
/** 405: another method would do. RFC 9110 §15.5.6 asks for an `allow` field with it. */
export const MethodNotAllowed: HttpErrorClass = classOf(405)
/** 406: there is nothing of a kind that the client takes. */
export const NotAcceptable: HttpErrorClass = classOf(406)
/** 408: the request did not come in time. */
export const RequestTimeout: HttpErrorClass = classOf(408)
/** 409: the request does not go with what is there, such as a newer version. */
export const Conflict: HttpErrorClass = classOf(409)
/** 410: what was here is not here any more, and will not be back. */
export const Gone: HttpErrorClass = classOf(410)
/** 411: the client has to say how long the body is. */
export const LengthRequired: HttpErrorClass = classOf(411)
/** 412: a condition of the request, such as `if-match`, does not hold. */
export const PreconditionFailed: HttpErrorClass = classOf(412)
/** 413: the body is too long. */
export const ContentTooLarge: HttpErrorClass = classOf(413)
/** 414: the target is too long. */
export const UriTooLong: HttpErrorClass = classOf(414)
/** 415: the body is of a kind, or packed in a way, that is not taken here. */
export const UnsupportedMediaType: HttpErrorClass = classOf(415)
/** 416: what the client asked for a part of has no such part. */
export const RangeNotSatisfiable: HttpErrorClass = classOf(416)
/** 417: what the client expects by `expect` will not be done. */
export const ExpectationFailed: HttpErrorClass = classOf(417)
/** 418: the client asked a teapot for coffee. RFC 2324 §2.3.2 */
export const ImATeapot: HttpErrorClass = classOf(418)
/** 421: the request came to a server that does not answer for its host. */
export const MisdirectedRequest: HttpErrorClass = classOf(421)
/** 422: the body can be read, and what it says is not valid. */
export const UnprocessableContent: HttpErrorClass = classOf(422)
/** 423: somebody has locked it. RFC 4918 §11.3 */
export const Locked: HttpErrorClass = classOf(423)
/** 424: something else that it needed has failed. RFC 4918 §11.4 */
export const FailedDependency: HttpErrorClass = classOf(424)
/** 428: the request has to be conditional, so that nobody's change is lost. RFC 6585 §3 */
export const PreconditionRequired: HttpErrorClass = classOf(428)
/** 429: the client asks too often; `retry-after` says when it may again. RFC 6585 §4 */
export const TooManyRequests: HttpErrorClass = classOf(429)
/** 431: the header is too long. RFC 6585 §5 */
export const RequestHeaderFieldsTooLarge: HttpErrorClass = classOf(431)
/** 451: the law does not allow it. RFC 7725 */
export const UnavailableForLegalReasons: HttpErrorClass = classOf(451)
/** 500: something went wrong here. It is also what handlers of 500 get for an error that nobody expected, as its `cause`. */
export const InternalServerError: HttpErrorClass = classOf(500)
/** 501: nothing here can be done by this method. */
export const NotImplemented: HttpErrorClass = classOf(501)
/** 502: what is behind this server gave no answer that makes sense. */
export const BadGateway: HttpErrorClass = classOf(502)
/** 503: too much to do, or not ready; `retry-after` says when to ask again. */
export const ServiceUnavailable: HttpErrorClass = classOf(503)
/** 504: what is behind this server did not answer in time. */
export const GatewayTimeout: HttpErrorClass = classOf(504)
/** 505: this version of HTTP is not spoken here. */
export const HttpVersionNotSupported: HttpErrorClass = classOf(505)

const CLASSES: readonly HttpErrorClass[] = [
  BadRequest,
  Unauthorized,
  Forbidden,
  NotFound,
  MethodNotAllowed,
  NotAcceptable,
  RequestTimeout,
  Conflict,
  Gone,
  LengthRequired,
  PreconditionFailed,
  ContentTooLarge,
  UriTooLong,
  UnsupportedMediaType,
  RangeNotSatisfiable,
  ExpectationFailed,
  ImATeapot,
  MisdirectedRequest,
  UnprocessableContent,
  Locked,
  FailedDependency,
  PreconditionRequired,
  TooManyRequests,
  RequestHeaderFieldsTooLarge,
  UnavailableForLegalReasons,
  InternalServerError,
  NotImplemented,
  BadGateway,
  ServiceUnavailable,
  GatewayTimeout,
  HttpVersionNotSupported,
]

const BY_STATUS: ReadonlyMap<number, HttpErrorClass> = new Map(CLASSES.map((each) => [each.status, each]))

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
  const StatusError = BY_STATUS.get(status)
  throw StatusError ? new StatusError(detail, options) : new HttpError(status, detail, options)
}
