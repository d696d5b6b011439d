import type { App } from '../app/app.ts'
import type { Context } from '../context/context.ts'
import type { Reply } from '../message/reply.ts'
import { type Exchange, exchange } from '../web/exchange.ts'

/** How a test client reaches its app. */
export interface Transport {
  /** What a path is relative to. */
  readonly baseUrl: string
  /** The whole answer, its body read; everything the request opened is closed by then. */
  send(request: Request, ip?: string): Promise<Received>
  /** The same, answered by this view in place of the app's own; left out where the app is somewhere else. */
  readonly open?: (request: Request, view: (c: Context) => Promise<Reply>) => Promise<Received>
}

/** What came back. */
export interface Received {
  readonly response: Response
  readonly body: Uint8Array
  /** The error that no handler of the app took; always `undefined` over a socket. */
  readonly failure: unknown
}

/**
 * No socket: the request goes straight into the pipeline. Starts the app.
 *
 * @example
 * const client = testClient(app, { transport: inMemory(app, 'https://shop.test') })
 */
export function inMemory(app: App, baseUrl: string): Transport {
  return {
    baseUrl,
    async send(request, ip = '127.0.0.1') {
      await app.start()
      return receive(exchange(app.handle, await measured(request), ip))
    },
    async open(request, view) {
      await app.start()
      return receive(exchange(app.diverted(view, 'reply'), request))
    },
  }
}

/** The same request, saying how long its body is: as it would come over a socket. */
async function measured(request: Request): Promise<Request> {
  if (request.body === null || request.headers.has('content-length')) return request
  const body = await request.arrayBuffer()
  const headers = new Headers(request.headers)
  headers.set('content-length', String(body.byteLength))
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal })
}

async function receive({ response, done, failure }: Exchange): Promise<Received> {
  const received = await response
  const body = new Uint8Array(await received.arrayBuffer())
  await done
  return { response: received, body, failure: failure() }
}

/**
 * Through a server that listens at this URL, and is neither started nor stopped by it.
 *
 * @example
 * const listener = await app.listen({ port: 0 })
 * const client = testClient(app, { transport: overSocket(listener.url) })
 */
export function overSocket(baseUrl: string): Transport {
  return {
    baseUrl,
    async send(request) {
      const response = await fetch(request, { redirect: 'manual' })
      return { response, body: new Uint8Array(await response.arrayBuffer()), failure: undefined }
    },
  }
}
