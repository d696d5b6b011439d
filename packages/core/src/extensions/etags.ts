import { defineOptions, integerOption } from '../ground/options.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { parseCacheControl } from '../http/cache-control.ts'
import { applyPreconditions } from '../message/preconditions.ts'
import type { Reply } from '../message/reply.ts'
import type { Request } from '../message/request.ts'
import type { AppSetup, Extension } from '../app/extension.ts'

/** Which replies get an entity tag. */
export interface ETagsOptions {
  /** Bytes up to which a body is hashed; characters of a text count as one. Default: 1 MiB. */
  readonly maxSize: number
}

/**
 * Gives each 200 to `GET` and `HEAD` an entity tag, and answers 304 to a client that has that version already: what is not
 * changed is not sent again. The page is made all the same.
 *
 * Leaves tags alone that are there, and passes by streams, what is longer than `maxSize`, and what says `no-store`.
 * Goes with {@link Compression} in either order; registered after it, what is not sent is not packed first either.
 *
 * @example
 * app.register(new ETags())
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export class ETags implements Extension<void, ETagsOptions> {
  readonly name = 'etags'
  readonly options: StandardSchema<unknown, ETagsOptions>

  /** @param options - Defaults for every app; `app.register(etags, options)` and the configuration win over them. */
  constructor(options: Partial<ETagsOptions> = {}) {
    this.options = defineOptions({ maxSize: integerOption(options.maxSize ?? 1_048_576) })
  }

  initApp(app: AppSetup, { maxSize }: ETagsOptions): void {
    app.beforeSend((reply, { request }) =>
      isTaggable(reply, request, maxSize) ? tag(reply, request) : applyTag(reply, request),
    )
  }
}

function isTaggable({ status, headers, body }: Reply, { method }: Request, maxSize: number): boolean {
  if (status !== 200 || (method !== 'GET' && method !== 'HEAD') || headers.has('etag')) return false
  if (body === null || body instanceof ReadableStream || body.length > maxSize) return false
  return !('no-store' in parseCacheControl(headers.get('cache-control') ?? ''))
}

async function tag(reply: Reply, request: Request): Promise<void> {
  await reply.addETag()
  applyPreconditions(reply, request)
}

/** A view that tagged its reply by itself may have left the conditions to us. */
function applyTag(reply: Reply, request: Request): MaybePromise<void> {
  if (reply.headers.has('etag')) applyPreconditions(reply, request)
}
