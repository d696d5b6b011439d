import { BadRequest, ContentTooLarge, UnsupportedMediaType } from '../ground/http-error.ts'
import type { JsonProvider } from '../ground/json.ts'
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
export function readBytes(source: Source, limit: number): Promise<Uint8Array> {
  try {
    assertDeclaredSize(source, limit)
    assertUncoded(source)
    return source.bytes(limit)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Reads a body as JSON. The media type is checked first, so that a wrong one is said before a long body is read. */
export function readJson(
  contentType: string | undefined,
  read: () => Promise<Uint8Array>,
  json: JsonProvider,
): Promise<unknown> {
  if (isUtf8Json(contentType)) return read().then((bytes) => json.parse(decodeUtf8(bytes)))
  return Promise.reject(new UnsupportedMediaType('Send JSON in UTF-8, as `content-type: application/json`'))
}

/** What nearly every client says is not taken apart. */
function isUtf8Json(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType === 'application/json') return contentType !== undefined
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
