import { request as httpRequest } from 'node:http'
import type { App, Reply, Source } from '@micro/core'

/** What goes with a raw target. */
export interface RawRequest {
  readonly method?: string
  /** Names in lower case. Default: `host: localhost`. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Gives the target to the pipeline as it is. */
export async function rawInMemory(
  app: App,
  target: string,
  { method = 'GET', headers = {} }: RawRequest,
): Promise<RawAnswer> {
  await app.start()
  const answered = Promise.withResolvers<RawAnswer>()
  await app.handle(sourceOf(target, method, { host: 'localhost', ...headers }), async (reply) => {
    const answer = answerOf(reply)
    answered.resolve(answer)
    // As every listener does: what is behind a body is closed with its request.
    await answer
  })
  return answered.promise
}

/** Writes the target on the wire as it is. */
export function rawOverSocket(
  url: string,
  target: string,
  { method = 'GET', headers = {} }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { hostname, port, path: target, method, headers: { host: 'localhost', ...headers }, agent: false },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('end', () => {
          const fields = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          )
          resolve({ status: response.statusCode ?? 0, headers: new Headers(fields), body })
        })
      },
    )
    // A reply to CONNECT is not told as a response.
    sent.on('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy()
      resolve({ status: statusCode, headers: new Headers(), body: '' })
    })
    sent.on('error', reject).end()
  })
}

async function answerOf({ status, headers, body }: Reply): Promise<RawAnswer> {
  const fields = [...headers].map(([name, value]): [string, string] => [name, value])
  return { status, headers: new Headers(fields), body: await textOf(body) }
}

async function textOf(body: Reply['body']): Promise<string> {
  return new Response(body instanceof Uint8Array ? new Uint8Array(body) : body).text()
}

function sourceOf(target: string, method: string, headers: Readonly<Record<string, string>>): Source {
  return {
    method,
    target,
    scheme: 'http',
    peer: '127.0.0.1',
    signal: new AbortController().signal,
    raw: undefined,
    header: (name) => (Object.hasOwn(headers, name) ? headers[name] : undefined),
    headers: () => Object.entries(headers),
    read: async (_, use) => use(new Uint8Array()),
    stream: () => new ReadableStream({ start: (controller) => controller.close() }),
  }
}
