import { PreconditionFailed, PreconditionRequired } from '../ground/http-error.ts'
import { evaluatePreconditions, type HeaderLookup, type Representation } from '../http/conditional.ts'
import { parseHttpDate } from '../http/date.ts'
import { formatETag } from '../http/etag.ts'
import type { ReplyParts } from './reply-body.ts'
import type { RequestHead } from './request-head.ts'
import { letGo } from './stream.ts'

/** What is stored at present, as a client may have seen it. */
export interface CurrentState {
  /** As given to `reply.setETag`: without quotes. */
  readonly etag?: string
  readonly lastModified?: Date
}

/** What {@link checkPreconditions} asks for. */
export interface PreconditionOptions {
  /** Whether a request without a condition that can fail is refused with 428. Default: false. */
  readonly required?: boolean
}

/**
 * Refuses a change that somebody else's change came before: call it in a `PUT`, `PATCH` or `DELETE` before anything is
 * written.
 *
 * Reads `If-Match`, `If-Unmodified-Since` and `If-None-Match`. Locks nothing: where two requests may write at the same
 * moment, let the database compare the version as well.
 *
 * @param state - What is there now; `undefined` when there is nothing yet, so that `If-None-Match: *` holds.
 * @throws {@link PreconditionFailed} when a condition does not hold; {@link PreconditionRequired} when one is required and there is none.
 * @throws {@link MicroError} `ETAG_VALUE`, `HTTP_DATE`
 * @example
 * app.put('/posts/<int:id>', async ({ request, params }) => {
 *   const post = { id: params.id, version: 7 }
 *   checkPreconditions(request, { etag: String(post.version) }, { required: true })
 *   return { ...post, version: 8 }
 * })
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function checkPreconditions(
  request: RequestHead,
  state: CurrentState | undefined,
  { required = false }: PreconditionOptions = {},
): void {
  const header = lookupIn(request)
  const current = state === undefined ? undefined : representationOf(state)
  if (evaluatePreconditions(request.method, header, current) === 'failed') throw new PreconditionFailed()
  if (required && !isBound(header, current)) throw new PreconditionRequired()
}

function representationOf({ etag, lastModified }: CurrentState): Representation {
  return {
    etag: etag === undefined ? undefined : formatETag(etag),
    lastModified: lastModified?.getTime(),
  }
}

/** A date that cannot be read, or with nothing to compare it to, is ignored, and would let everything through. */
function isBound(header: HeaderLookup, current: Representation | undefined): boolean {
  if (header('if-match') !== undefined || header('if-none-match')?.trim() === '*') return true
  const since = header('if-unmodified-since')
  return since !== undefined && parseHttpDate(since) !== undefined && current?.lastModified !== undefined
}

/** What describes a body that a 304 does not have. RFC 9110 §15.4.5 */
const OF_THE_BODY: readonly string[] = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
]

/**
 * Makes a 200 whose entity tag or date the client has already a 304. All other fields stay: RFC 9110 §15.4.5 "MUST generate
 * any of the following header fields that would have been sent in a 200 (OK) response".
 *
 * Does nothing for other methods than `GET` and `HEAD`, whose work is done by now, nor for another status.
 *
 * @returns Whether the body is still to be sent.
 * @throws {@link PreconditionFailed} for an `If-Match` or `If-Unmodified-Since` that does not hold.
 */
export function applyPreconditions(reply: ReplyParts, request: RequestHead): boolean {
  if (reply.status !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return false
  const result = evaluatePreconditions(request.method, lookupIn(request), currentOf(reply))
  if (result === 'proceed') return true
  dropBody(reply)
  if (result === 'failed') throw new PreconditionFailed()
  reply.status = 304
  for (const name of OF_THE_BODY) reply.headers.delete(name)
  return false
}

/** The state that a reply itself tells of. */
export function currentOf({ headers }: ReplyParts): Representation {
  const lastModified = headers.get('last-modified')
  return {
    etag: headers.get('etag'),
    lastModified: lastModified === undefined ? undefined : parseHttpDate(lastModified),
  }
}

/** A stream that nobody will read is told so. */
function dropBody(reply: ReplyParts): void {
  const { body } = reply
  reply.body = null
  if (body instanceof ReadableStream) void letGo(body)
}

function lookupIn({ headers }: RequestHead): HeaderLookup {
  return (name) => headers.get(name)
}
