import type { RequestHeaders } from './request-headers.ts'

/** What conditions and ranges are read from: a request, without its body. */
export interface RequestHead {
  readonly method: string
  readonly headers: RequestHeaders
}
