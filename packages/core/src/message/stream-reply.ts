import { fail } from '../ground/codes.ts'
import { Reply, type ReplyOptions, TEXT } from './reply.ts'
import { streamOf } from './stream.ts'

type Chunk = string | Uint8Array

/** What can be streamed: a generator, any iterable, or a stream, of texts and bytes. A lone text is none. */
export type StreamSource =
  | (Iterable<Chunk> & object)
  | AsyncIterable<Chunk>
  | Iterator<Chunk>
  | AsyncIterator<Chunk>
  | ReadableStream<Chunk>

/** What may be said of a stream. */
export interface StreamOptions extends ReplyOptions {
  /** Media type. Default: `text/plain; charset=utf-8`. */
  readonly type?: string
}

/**
 * A reply that is sent piece by piece, as its source gives it, and no faster than the client takes it. When the client leaves,
 * the source is told: the `finally` of a generator runs.
 *
 * Its length is not known to the client, unless you set `content-length`.
 *
 * @throws {@link MicroError} `RETURNED_VALUE` for what gives no pieces; `REPLY_STATUS`, `HEADER_NAME`, `HEADER_VALUE`.
 * @example
 * app.get('/export', () => {
 *   function* rows() {
 *     yield 'id,title\n'
 *     for (let id = 1; id <= 3; id++) yield `${id},Post ${id}\n`
 *   }
 *   return stream(rows(), { type: 'text/csv; charset=utf-8' })
 * })
 */
export function stream(source: StreamSource, { type = TEXT, ...options }: StreamOptions = {}): Reply {
  return new Reply(streamOf(piecesOf(source, 'stream()')), type, options)
}

/** The pieces of a source, of any kind. @throws {@link MicroError} `RETURNED_VALUE`, naming the caller. */
export function piecesOf<Piece>(
  source: Iterable<Piece> | AsyncIterable<Piece> | Iterator<Piece> | AsyncIterator<Piece>,
  caller: string,
): Iterator<Piece> | AsyncIterator<Piece> {
  if (typeof source === 'object' && source !== null) {
    if ('next' in source && typeof source.next === 'function') return source
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]()
    if (Symbol.iterator in source) return source[Symbol.iterator]()
  }
  throw fail('RETURNED_VALUE', { endpoint: caller, type: typeof source })
}
