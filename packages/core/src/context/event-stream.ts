import { fail } from '../ground/codes.ts'
import { defaultJson, type JsonProvider } from '../ground/json.ts'
import { formatEvent, type ServerSentEvent } from '../http/event-stream.ts'
import { type Ending, Heartbeats } from '../message/heartbeats.ts'
import { Reply, type ReplyOptions } from '../message/reply.ts'
import { piecesOf } from '../message/stream-reply.ts'
import { streamOf } from '../message/stream.ts'
import type { AppContext } from './app-context.ts'
import { ambient } from './current.ts'
import { RequestContext } from './request-context.ts'

/** One event for the browser: its data may be a text, which goes out as it is, or anything that JSON can say. */
export interface StreamEvent extends Omit<ServerSentEvent, 'data'> {
  /** What the listener gets as `event.data`. Without it the client gets no event. */
  readonly data?: string | number | boolean | object | null
}

/** Where events come from. A text is an event with nothing but data. */
export type EventStreamSource =
  | (Iterable<string | StreamEvent> & object)
  | AsyncIterable<string | StreamEvent>
  | Iterator<string | StreamEvent>
  | AsyncIterator<string | StreamEvent>

/** What may be said of a stream of events. */
export interface EventStreamOptions extends ReplyOptions {
  /** After how many milliseconds without an event a comment is sent, so that no proxy takes the connection for dead. Default: 15,000. */
  readonly heartbeat?: number
}

/**
 * A reply of server-sent events, for `new EventSource(url)` in the browser. The head goes out at once; each event as it comes.
 *
 * When the client leaves, the source is told: the `finally` of a generator runs, once what it waits for is over. So give
 * `c.signal` to whatever it waits for. An error in it cuts the connection, and the browser connects again. When the server closes, the
 * stream ends: the browser connects to whatever has taken its place.
 *
 * @throws {@link MicroError} `LIMIT_VALUE` for the heartbeat, `RETURNED_VALUE` for what gives no events. A wrong field of an
 *   event (`EVENT_FIELD`) cuts the connection, and is logged.
 * @example
 * app.get('/clock', ({ request }) => {
 *   const last = Number(request.headers.get('last-event-id') ?? 0)
 *   async function* ticks() {
 *     for (let id = last + 1; id <= last + 3; id++) yield { id: String(id), event: 'tick', data: { now: Date.now() } }
 *   }
 *   return eventStream(ticks())
 * })
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(
  source: EventStreamSource,
  { heartbeat = 15_000, ...options }: EventStreamOptions = {},
): Reply {
  if (!Number.isInteger(heartbeat) || heartbeat < 1 || heartbeat > MAX_TIMER)
    throw fail('LIMIT_VALUE', { limit: 'heartbeat', value: String(heartbeat) })
  const context = ambient()
  const app = context?.app
  const events = new WrittenEvents(piecesOf(source, 'eventStream()'), app?.json ?? defaultJson)
  const reply = new Reply(streamOf(new Heartbeats(events, heartbeat, endingOf(context))), 'text/event-stream')
  // `no-transform`: a proxy that packs would keep events back; nginx reads the other field for the same.
  reply.headers.set('cache-control', 'no-cache, no-transform').set('x-accel-buffering', 'no')
  return reply.set(options)
}

/** When the server closes, the signal of the request says so to what the source waits for. */
function endingOf(context: AppContext | undefined): Ending | undefined {
  if (!(context instanceof RequestContext)) return undefined
  const { app, request } = context
  return {
    signal: app.closing,
    tell: () => request.giveUp(new DOMException('The server closes', 'AbortError')),
  }
}

/** What a timer can hold: beyond it, it goes off at once. */
const MAX_TIMER = 2_147_483_647

/** Events as the text that is sent. */
class WrittenEvents implements AsyncIterator<string> {
  readonly #source: Iterator<string | StreamEvent> | AsyncIterator<string | StreamEvent>
  readonly #json: JsonProvider

  constructor(
    source: Iterator<string | StreamEvent> | AsyncIterator<string | StreamEvent>,
    json: JsonProvider,
  ) {
    this.#source = source
    this.#json = json
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    const { done, value } = await this.#source.next()
    if (done === true) return { done: true, value: undefined }
    try {
      return { done: false, value: this.#write(value) }
    } catch (error) {
      // The source does not know of it, and has to close what it opened.
      await this.return()
      throw error
    }
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    await this.#source.return?.()
    return { done: true, value: undefined }
  }

  #write(event: string | StreamEvent): string {
    if (typeof event === 'string') return formatEvent({ data: event })
    const { data, ...fields } = event
    if (data === undefined) return formatEvent(fields)
    return formatEvent({ ...fields, data: typeof data === 'string' ? data : this.#json.stringify(data) })
  }
}
