import { fail } from '../ground/codes.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import { issuePointer, type SchemaResult, type StandardSchema } from '../ground/schema.ts'
import type { RequestContext } from '../context/request-context.ts'
import { isJson, parseMediaType } from '../http/media-type.ts'
import type { Reply } from '../message/reply.ts'
import { toReply } from '../message/to-reply.ts'
import type { View } from './endpoint.ts'

/** Most problems that the error names. */
const MAX_PROBLEMS = 10

/**
 * Checks the JSON of a view's replies in debug; elsewhere the view runs as it is. Which of the two is decided by the first
 * request: `debug` does not change any more.
 *
 * What is checked is the document as it is sent, so `respond({ ... }, { status: 201 })` is checked as well. Replies that are
 * no JSON, or that have no status of success, are what they are.
 *
 * @param endpoint - Who returned it, for the error.
 */
export function withReplyCheck(schema: StandardSchema, endpoint: string, view: View): View {
  let chosen: View | undefined
  const checking: View = (c) => {
    const value = view(c)
    const check = (settled: unknown): MaybePromise<Reply> => checkReply(schema, endpoint, settled, c)
    return isPromise(value) ? value.then(check) : check(value)
  }
  return (c) => (chosen ??= c.app.debug ? checking : view)(c)
}

/** @throws {@link MicroError} `REPLY_SCHEMA`. */
function checkReply(
  schema: StandardSchema,
  endpoint: string,
  value: unknown,
  c: RequestContext,
): MaybePromise<Reply> {
  const reply = toReply(value, c.app.json, endpoint)
  const { body, status } = reply
  if (typeof body !== 'string' || status > 299) return reply
  if (!isJson(parseMediaType(reply.headers.get('content-type') ?? ''))) return reply
  const settle = (result: SchemaResult<unknown>): Reply => {
    if (result.issues === undefined) return reply
    const problems = Array.from(result.issues, (issue) => `${issuePointer(issue)}: ${issue.message}`)
    throw fail('REPLY_SCHEMA', { endpoint, problems: problems.slice(0, MAX_PROBLEMS).join('; ') })
  }
  const pending = schema['~standard'].validate(JSON.parse(body))
  return isPromise(pending) ? pending.then(settle) : settle(pending)
}
