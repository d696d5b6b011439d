import type { ReplyHeaders } from './reply-headers.ts'

/** What can be sent: a text in UTF-8, bytes, a stream of them, or nothing. */
export type ReplyBody = string | Uint8Array | ReadableStream<Uint8Array> | null

/** What a reply is made of, for code below it that changes it. */
export interface ReplyParts {
  status: number
  body: ReplyBody
  readonly headers: ReplyHeaders
}
