import { PreconditionFailed, RangeNotSatisfiable } from '../ground/http-error.ts'
import { evaluatePreconditions, ifRangeHolds, type Representation } from '../http/conditional.ts'
import { formatHttpDate } from '../http/date.ts'
import { formatETag } from '../http/etag.ts'
import { fileType } from '../http/file-type.ts'
import { type ByteRange, formatContentRange, parseRange } from '../http/range.ts'
import type { OpenFile } from './file-source.ts'
import { Reply } from './reply.ts'
import type { Request } from './request.ts'

/**
 * Answers with an open file: 200, 206 for a range, 304 when the client has it, 412 or 416 when its conditions do not
 * hold. Clients may keep it, but ask whether it is still the same.
 *
 * @param name - Whose end gives the media type.
 * @throws {@link PreconditionFailed}, {@link RangeNotSatisfiable}
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export async function sendOpenFile(file: OpenFile, name: string, request: Request): Promise<Reply> {
  const header = (field: string): string | undefined => request.headers.get(field)
  const state: Representation = { etag: etagOf(file), lastModified: file.modified.getTime() }
  const result = evaluatePreconditions(request.method, header, state)
  if (result !== 'proceed') await file.close()
  if (result === 'failed') throw new PreconditionFailed()
  if (result === 'not-modified') return describe(new Reply(null, undefined, { status: 304 }), state)
  const range = ifRangeHolds(header('if-range'), state) ? await rangeOf(file, request) : undefined
  const { start, end } = range ?? { start: 0, end: file.size - 1 }
  const reply = new Reply(await bodyOf(file, start, end + 1, request), fileType(name))
  reply.headers.set('accept-ranges', 'bytes').set('content-length', String(end + 1 - start))
  if (range !== undefined)
    reply.set({ status: 206, headers: { 'content-range': formatContentRange(file.size, range) } })
  return describe(reply, state)
}

/** Changes when size or time of change do. */
function etagOf({ size, modified }: OpenFile): string {
  return formatETag(`${size.toString(36)}-${modified.getTime().toString(36)}`)
}

function describe(reply: Reply, { etag = '', lastModified = 0 }: Representation): Reply {
  reply.headers.set('etag', etag).set('last-modified', formatHttpDate(lastModified))
  reply.headers.set('cache-control', 'no-cache').set('x-content-type-options', 'nosniff')
  return reply
}

/** The one range asked for; `undefined` sends the whole: several ranges are not served piece by piece. */
async function rangeOf(file: OpenFile, request: Request): Promise<ByteRange | undefined> {
  const field = request.method === 'GET' ? request.headers.get('range') : undefined
  const ranges = field === undefined ? undefined : parseRange(field, file.size)
  if (ranges === undefined || ranges.length > 1) return undefined
  const [range] = ranges
  if (range !== undefined) return range
  await file.close()
  throw new RangeNotSatisfiable('', { headers: { 'content-range': formatContentRange(file.size) } })
}

async function bodyOf(
  file: OpenFile,
  start: number,
  end: number,
  request: Request,
): Promise<ReadableStream<Uint8Array> | null> {
  if (request.method !== 'HEAD' && end > start) return file.stream(start, end)
  await file.close()
  return null
}
