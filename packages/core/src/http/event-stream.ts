import { fail } from '../ground/codes.ts'

/** One event of a stream of the type `text/event-stream`. */
export interface ServerSentEvent {
  /** What the client's listener gets; may hold line breaks. Without it the client gets no event. */
  readonly data?: string
  /** Which listeners get it. Default: those of `message`. */
  readonly event?: string
  /** What the client sends as `Last-Event-ID` when it connects again. */
  readonly id?: string
  /** Milliseconds after which the client connects again, a whole number. */
  readonly retry?: number
  /** For people and proxies; no client sees it. An event with nothing else keeps a connection alive. */
  readonly comment?: string
}

/**
 * Writes one server-sent event, with the empty line that ends it.
 *
 * @throws {@link MicroError} `EVENT_FIELD` when `event` or `id` holds a line break or NUL, or `retry` is no
 * whole number of milliseconds: with a line break in it, a value could write fields and events of its own.
 * @example
 * formatEvent({ event: 'news', data: 'one\ntwo' }) // 'event: news\ndata: one\ndata: two\n\n'
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function formatEvent({ data, event, id, retry, comment }: ServerSentEvent): string {
  if (retry !== undefined && !(Number.isSafeInteger(retry) && retry >= 0))
    throw refused('retry', String(retry))
  return `${[
    lines('', comment),
    oneLine('event', event),
    oneLine('id', id),
    lines('retry', retry?.toString()),
    lines('data', data),
  ].join('')}\n`
}

function lines(field: string, text: string | undefined): string {
  if (text === undefined) return ''
  // CR LF, LF and CR each end a line for the client.
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => `${field}: ${line}\n`)
    .join('')
}

function oneLine(field: string, text: string | undefined): string {
  if (text !== undefined && /[\r\n\0]/.test(text)) throw refused(field, JSON.stringify(text))
  return lines(field, text)
}

function refused(name: string, value: string): Error {
  return fail('EVENT_FIELD', { name, value })
}
