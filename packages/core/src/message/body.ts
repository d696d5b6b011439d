import { BadRequest, ContentTooLarge, UnsupportedMediaType } from '../ground/http-error.ts'
import { isJson, isUtf8, parseMediaType } from '../http/media-type.ts'
import type { Source } from './source.ts'

/** @throws {@link ContentTooLarge} when a body says that it is too long, before a byte of it is read. */
export function assertDeclaredSize(source: Source, limit: number): void {
  if (Number(source.header('content-length') ?? 0) > limit) throw new ContentTooLarge()
}

/** @throws {@link UnsupportedMediaType} for a content coding. RFC 9110 §15.5.16: a few compressed bytes may unpack to gigabytes. */
export function assertUncoded(source: Source): void {
  const coding = source.header('content-encoding')
  if (coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity')
    throw new UnsupportedMediaType('Send the body uncompressed')
}

/** Reads a body whole. No async function: it would be a promise of the source's promise. */
export function readWhole<T>(source: Source, limit: number, use: (bytes: Uint8Array) => T): Promise<T> {
  try {
    assertDeclaredSize(source, limit)
    assertUncoded(source)
    return source.read(limit, use)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Whether a body says that it is JSON in UTF-8. */
export function isUtf8Json(contentType: string): boolean {
  const mediaType = parseMediaType(contentType)
  return mediaType !== undefined && isJson(mediaType) && isUtf8(mediaType)
}

/** Made once: it keeps nothing from one call to the next, for it is never told that more will come. */
const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true })

/** Decodes UTF-8; a byte order mark is dropped. @throws {@link BadRequest} for anything else. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch (cause) {
    throw new BadRequest('The body is not valid UTF-8', { cause })
  }
}
