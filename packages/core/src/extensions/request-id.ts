import { defineOptions, booleanOption, customOption } from '../ground/options.ts'
import type { StandardSchema } from '../ground/schema.ts'
import { isToken } from '../http/header.ts'
import type { Context } from '../context/context.ts'
import type { AppSetup, Extension } from '../app/extension.ts'
import { type RequestIds, requestIds } from './request-ids.ts'

/** How requests are named. */
export interface RequestIdOptions {
  /** The field in which the id is sent back, and taken from. Default: `'x-request-id'`. */
  readonly header: string
  /**
   * Whether an id that came with the request is kept, if it is one: 1 to 64 letters, digits, `-` and `_`. For apps behind a
   * proxy that names requests; a client could choose its id otherwise. Default: false.
   */
  readonly trustHeader: boolean
}

/**
 * Names each request, so that all that is written about it can be found again: {@link requestId} gives the name, the reply
 * carries it in a field, and {@link RequestLog} writes it down.
 *
 * @example
 * app.register(new RequestId())
 */
export class RequestId implements Extension<void, RequestIdOptions> {
  readonly name = 'requestId'
  readonly options: StandardSchema<unknown, RequestIdOptions>

  /** @param options - Defaults for every app; `app.register(ids, options)` and the configuration win over them. */
  constructor(options: Partial<RequestIdOptions> = {}) {
    this.options = defineOptions({
      header: customOption(options.header ?? 'x-request-id', 'the name of a header field', isFieldName),
      trustHeader: booleanOption(options.trustHeader ?? false),
    })
  }

  initApp(app: AppSetup, { header, trustHeader }: RequestIdOptions): void {
    const ids: RequestIds = {
      of: (c) => c.scoped(ids, () => (trustHeader ? given(c, header) : undefined) ?? crypto.randomUUID()),
    }
    app.provide(requestIds, ids)
    app.beforeSend((reply, c) => void reply.headers.set(header, ids.of(c)))
  }
}

function isFieldName(value: unknown): value is string {
  return typeof value === 'string' && isToken(value)
}

/** Of a field that was sent twice the lines are joined by a comma, which no id has. */
function given(c: Context, header: string): string | undefined {
  const value = c.request.headers.get(header)
  return value !== undefined && /^[\w-]{1,64}$/.test(value) ? value : undefined
}
