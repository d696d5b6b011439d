import { defaultJson } from '../ground/json.ts'
import { HTML, Reply, type ReplyOptions } from '../message/reply.ts'
import { jsonReply, toReply } from '../message/to-reply.ts'
import { ambient } from './current.ts'

/**
 * Answers with a body and whatever has to be said of it.
 *
 * @param body - Anything a handler may return, or `null` for no body.
 * @throws {@link MicroError} `REPLY_STATUS` or `HEADER_VALUE`.
 * @example
 * app.post('/users', () => respond({ id: 7 }, { status: 201, headers: { location: '/users/7' } }))
 */
export function respond(body: string | object | null, options: ReplyOptions = {}): Reply {
  const reply = body === null ? new Reply() : toReply(body, ambient()?.app.json ?? defaultJson, 'respond()')
  return reply.set(options)
}

/** Answers with JSON, also for what is not JSON by itself: a text, a number, `null`. Written by the app's provider. */
export function json(value: unknown, options: ReplyOptions = {}): Reply {
  return jsonReply(value, ambient()?.app.json ?? defaultJson, 'json()').set(options)
}

/** Answers with a page. Escapes nothing: the text goes out as it is. */
export function html(text: string, options?: ReplyOptions): Reply {
  return new Reply(text, HTML, options)
}
