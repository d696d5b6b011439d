import { RangeNotSatisfiable } from '../ground/http-error.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { ifRangeHolds, type Representation } from '../http/conditional.ts'
import { type ByteRange, formatContentRange, parseRange } from '../http/range.ts'
import type { ReplyBody, ReplyParts } from './reply-body.ts'
import type { RequestHead } from './request-head.ts'
import { streamOf } from './stream.ts'

/** A body that can be read in pieces: bytes in memory, or a file. */
export interface Pieces {
  /** Of the whole, in bytes. */
  readonly size: number
  /**
   * The bytes from `start` up to and without `end`. Called once for each range, and not before the piece before it was
   * read to its end.
   *
   * @param last - Whether this is the last piece, so that what is behind it can be closed when it was read.
   */
  read(start: number, end: number, last: boolean): ReplyBody
  /** Called when several pieces were read, or the client left between them. May be called after the last one closed it. */
  close?(): MaybePromise<void>
}

/**
 * Makes the 200 of a whole body the 206 of the ranges that the client asks for: one, or several as
 * `multipart/byteranges`.
 *
 * Evaluates no preconditions but `If-Range`, and sets no entity tag: do both first. Reads nothing and leaves the reply
 * alone when it gives `false`; says `accept-ranges` in either case.
 *
 * @param reply - With its media type and entity tag; its body is replaced.
 * @returns Whether it did: `false` when the whole is to be sent.
 * @throws {@link RangeNotSatisfiable} when nothing of what was asked for is there. Nothing was read: the caller closes what it opened.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7
 */
export function takeRanges(
  reply: ReplyParts,
  request: RequestHead,
  pieces: Pieces,
  state: Representation,
): boolean {
  reply.headers.set('accept-ranges', 'bytes')
  const ranges = rangesOf(request, pieces.size, state)
  if (ranges === undefined) return false
  const [first] = ranges
  if (first === undefined)
    throw new RangeNotSatisfiable('', { headers: { 'content-range': formatContentRange(pieces.size) } })
  reply.status = 206
  if (ranges.length === 1) takeOne(reply, pieces, first)
  else takeSeveral(reply, pieces, ranges)
  return true
}

/** RFC 9110 §14.2: "A server MUST ignore a Range header field received with a request method that is unrecognized or for which range handling is not defined": it is for GET alone. */
function rangesOf(
  request: RequestHead,
  size: number,
  state: Representation,
): readonly ByteRange[] | undefined {
  const field = request.method === 'GET' ? request.headers.get('range') : undefined
  if (field === undefined || !ifRangeHolds(request.headers.get('if-range'), state)) return undefined
  return parseRange(field, size)
}

function takeOne(reply: ReplyParts, pieces: Pieces, range: ByteRange): void {
  reply.body = pieces.read(range.start, range.end + 1, true)
  reply.headers.set('content-range', formatContentRange(pieces.size, range))
  reply.headers.set('content-length', String(lengthOf(range)))
}

/** RFC 9110 §15.3.7.2: "a server MUST NOT generate a Content-Range header field in the header section of a multiple part response". */
function takeSeveral(reply: ReplyParts, pieces: Pieces, ranges: readonly ByteRange[]): void {
  // Nobody can write a body that holds it: it is not known before.
  const boundary = crypto.randomUUID()
  const type = reply.headers.get('content-type')
  const parts = ranges.map((range) => ({ range, head: headOf(boundary, range, pieces.size, type) }))
  const end = `\r\n--${boundary}--\r\n`
  const length = parts.reduce((sum, { range, head }) => sum + head.length + lengthOf(range), end.length)
  reply.headers.set('content-type', `multipart/byteranges; boundary=${boundary}`)
  reply.headers.set('content-length', String(length))
  reply.body = streamOf(write(pieces, parts, end))
}

interface Part {
  readonly range: ByteRange
  readonly head: Uint8Array
}

function headOf(boundary: string, range: ByteRange, size: number, type: string | undefined): Uint8Array {
  const typeLine = type === undefined ? '' : `content-type: ${type}\r\n`
  const line = `content-range: ${formatContentRange(size, range)}\r\n`
  return new TextEncoder().encode(`\r\n--${boundary}\r\n${typeLine}${line}\r\n`)
}

async function* write(
  pieces: Pieces,
  parts: readonly Part[],
  end: string,
): AsyncGenerator<string | Uint8Array, void, undefined> {
  try {
    for (const [i, { range, head }] of parts.entries()) {
      yield head
      const piece = pieces.read(range.start, range.end + 1, i === parts.length - 1)
      if (piece instanceof ReadableStream) yield* piece
      else if (piece !== null) yield piece
    }
    yield end
  } finally {
    await pieces.close?.()
  }
}

function lengthOf({ start, end }: ByteRange): number {
  return end + 1 - start
}
