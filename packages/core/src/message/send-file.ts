import { formatHttpDate } from '../http/date.ts'
import { formatETag } from '../http/etag.ts'
import type { Pieces } from './byte-ranges.ts'
import { takeRanges } from './byte-ranges.ts'
import type { OpenFile } from './file-source.ts'
import { applyPreconditions, currentOf } from './preconditions.ts'
import { Reply } from './reply.ts'
import type { Request } from './request.ts'

/** Up to here a file is read at once and sent in one go, in bytes; of one twice as long it would save nothing. */
const SHORT = 65_536

/** What is said of a file besides its bytes. */
export interface FileFacts {
  /** Media type. */
  readonly type: string
  readonly cacheControl: string
  /** Entity tag, without quotes; `false` for none. Default: the file's own tag, else of its size and time of change. */
  readonly etag?: string | false | undefined
  /** Default: when the file was changed. */
  readonly lastModified?: Date | undefined
  /** Content coding of these bytes. */
  readonly coding?: string | undefined
  /** Whether there are other codings of it, so that caches keep them apart. */
  readonly hasCodings?: boolean
  /** `Content-Disposition`. */
  readonly disposition?: string | undefined
}

/**
 * Answers with an open file: 200, 206 for ranges, 304 when the client has it, 412 or 416 when its conditions do not
 * hold. The file is closed when it is read, at the latest with the request; at once where nothing of it is
 * sent.
 *
 * @throws {@link PreconditionFailed}, {@link RangeNotSatisfiable}
 * @throws {@link MicroError} `ETAG_VALUE`
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export async function sendOpenFile(file: OpenFile, request: Request, facts: FileFacts): Promise<Reply> {
  try {
    const reply = describe(file, facts)
    applyPreconditions(reply, request)
    if (reply.status === 304) await file.close()
    else if (!takeRanges(reply, request, piecesOf(file), currentOf(reply)))
      await addWhole(reply, file, request)
    // Whatever becomes of the reply: a middleware may answer with another, the handler may still throw.
    if (reply.body instanceof ReadableStream) request.owner?.onDispose(() => file.close())
    return reply
  } catch (error) {
    await file.close()
    throw error
  }
}

function describe(file: OpenFile, facts: FileFacts): Reply {
  const reply = new Reply(null, facts.type)
  const { headers } = reply
  const tag = facts.etag ?? tagOf(file)
  const lastModified = facts.lastModified ?? file.modified
  if (tag !== false && tag !== undefined) headers.set('etag', formatETag(tag + endingOf(facts)))
  if (lastModified !== undefined) headers.set('last-modified', formatHttpDate(notLater(lastModified)))
  headers.set('cache-control', facts.cacheControl).set('x-content-type-options', 'nosniff')
  if (facts.coding !== undefined) headers.set('content-encoding', facts.coding)
  if (facts.hasCodings === true) headers.vary('accept-encoding')
  if (facts.disposition !== undefined) headers.set('content-disposition', facts.disposition)
  return reply
}

/** Changes when size or time of change do. */
function tagOf({ tag, size, modified }: OpenFile): string | undefined {
  if (tag !== undefined || modified === undefined) return tag
  return `${size.toString(36)}-${modified.getTime().toString(36)}`
}

/** RFC 9110 §8.8.3.3: the tags of two codings of one thing have to differ, whatever their sizes and times are. */
function endingOf({ coding }: FileFacts): string {
  return coding === undefined ? '' : `-${coding}`
}

/** RFC 9110 §8.8.2.1: "An origin server with a clock MUST NOT generate a Last-Modified date that is later than the server's time of message origination". */
function notLater(date: Date): number {
  return Math.min(date.getTime(), Date.now())
}

function piecesOf(file: OpenFile): Pieces {
  return {
    size: file.size,
    read: (start, end, last) => file.stream(start, end, last),
    close: () => file.close(),
  }
}

async function addWhole(reply: Reply, file: OpenFile, request: Request): Promise<void> {
  reply.headers.set('content-length', String(file.size))
  if (request.method === 'HEAD' || file.size === 0) await file.close()
  else if (file.size > SHORT || file.bytes === undefined) reply.body = file.stream(0, file.size)
  else reply.body = await file.bytes(0, file.size)
}
