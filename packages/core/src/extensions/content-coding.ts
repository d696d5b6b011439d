import { streamOf } from '../message/stream.ts'

/** A content coding, as header fields name it. */
export type ContentCoding = 'br' | 'gzip' | 'deflate'

/** What the platform calls them; `deflate` is the zlib format in both. */
const FORMATS = { br: 'brotli', gzip: 'gzip', deflate: 'deflate' } as const

/** Whether this runtime can make a coding: brotli came late to many. */
export function canEncode(coding: ContentCoding): boolean {
  try {
    return new CompressionStream(FORMATS[coding]) instanceof CompressionStream
  } catch {
    return false
  }
}

/** A stream in a content coding. Reads as fast as it is read; told to stop, it stops what it reads. */
export function encodeStream(
  stream: ReadableStream<Uint8Array>,
  coding: ContentCoding,
): ReadableStream<Uint8Array> {
  return stream.pipeThrough<Uint8Array>(new CompressionStream(FORMATS[coding]))
}

/** Bytes in a content coding. */
export async function encodeBytes(bytes: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  const encoded = encodeStream(streamOf([bytes].values()), coding)
  return new Uint8Array(await new Response(encoded).arrayBuffer())
}
