import { saysText } from '#runtime'
import { Reply, TEXT } from './reply.ts'

/**
 * RFC 9110 §7.6.1: "Intermediaries […] MUST […] remove or replace" what concerns one connection alone. How a body is framed
 * on the next one is for its listener to say.
 */
const OF_ONE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What `fetch` unpacks by itself, and says of the unpacked body all the same. */
const UNPACKED: ReadonlySet<string> = new Set(['content-encoding', 'content-length'])

/**
 * A platform `Response` as a reply: one that a handler made, or one that `fetch` got from another server.
 *
 * Copies no body. Leaves out the header fields that are no longer true of it.
 *
 * @example
 * fromResponse(new Response('Hello', { status: 202 })).status // 202
 * @see https://fetch.spec.whatwg.org/#concept-http-network-fetch
 */
export function fromResponse(response: Response): Reply {
  // The header first: Bun puts the type of a blob or a form into it when it is asked for, unless the body was before.
  const { headers, body, status } = response
  // Only a response of `fetch` has an address; in one that a handler made, what is packed is packed.
  const made = response.url === ''
  const unpacked = !made && headers.has('content-encoding')
  // With nothing said of a text, a browser looks into it, and may take it for a page.
  const untold = made && body !== null && !headers.has('content-type') && !saysText()
  const reply = new Reply(body, untold ? TEXT : undefined, { status })
  for (const [name, value] of headers) {
    if (!OF_ONE_CONNECTION.has(name) && !(unpacked && UNPACKED.has(name))) reply.headers.append(name, value)
  }
  return reply
}
