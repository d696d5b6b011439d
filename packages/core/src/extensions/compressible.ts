import { isBodiless } from '../ground/status.ts'
import { parseCacheControl } from '../http/cache-control.ts'
import { parseMediaType } from '../http/media-type.ts'
import type { Reply } from '../message/reply.ts'

const TYPES: ReadonlySet<string> = new Set([
  'application/javascript',
  'application/json',
  'application/wasm',
  'application/xml',
  'application/x-ndjson',
  'font/otf',
  'font/ttf',
  'image/bmp',
  'image/vnd.microsoft.icon',
  'image/x-icon',
])

/**
 * Whether a reply may be sent in a content coding, and gains by it: it has none yet, is the whole of something, and of a
 * media type that is not packed already. Says nothing of its size.
 */
export function isCompressible({ status, headers }: Reply): boolean {
  if (isBodiless(status) || status === 206 || headers.has('content-range')) return false
  if (headers.has('content-encoding') || headers.has('content-digest')) return false
  return isPlainType(headers.get('content-type')) && mayTransform(headers.get('cache-control'))
}

/** Server-sent events are not: a coder keeps what it gets until it is worth sending, and an event would wait. */
function isPlainType(field: string | undefined): boolean {
  const type = parseMediaType(field ?? '')?.type ?? ''
  if (type.startsWith('text/')) return type !== 'text/event-stream'
  return TYPES.has(type) || type.endsWith('+json') || type.endsWith('+xml')
}

/** RFC 9111 §5.2.2.6: "indicates that an intermediary […] MUST NOT transform the content". The app says it to us as well. */
function mayTransform(field: string | undefined): boolean {
  return field === undefined || !('no-transform' in parseCacheControl(field))
}
