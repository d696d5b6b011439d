import { pageText } from './fixtures.ts'
import type { ContenderName } from './names.ts'

export type ScenarioName =
  | 'hello'
  | 'json'
  | 'param'
  | 'echo'
  | 'validated'
  | 'notFound'
  | 'file1k'
  | 'file1m'
  | 'hooks10'
  | 'nested10'
  | 'stream1m'
  | 'page'

export interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Text of the JSON. */
  readonly body?: string
  readonly cookie?: string
}

/** One kind of request, with the answer that is right. */
export interface Scenario {
  readonly name: ScenarioName
  readonly sent: Sent
  readonly status: number
  /** How the content type begins; nothing where a framework may say what it likes. */
  readonly type?: string
  /** The body, or its length. Nothing where a framework may say what it likes. */
  readonly body?: string | number
  /** What a client asks for first, to be given the cookie that it then sends; a forged one is refused. */
  readonly login?: Sent
  /** Requests that must not be answered with a success. */
  readonly refused?: readonly Sent[]
  /** Whom it is asked of; default: all. */
  readonly among?: readonly ContenderName[]
  /** What a request weighs against a hello: so many times fewer of them are sent. */
  readonly weight: number
}

const USER = '{"name":"Ada","age":36,"tags":["a","b"]}'
const KIBIBYTE = 1024
const MEBIBYTE = 1_048_576

export const scenarios: readonly Scenario[] = [
  text('hello', '/', 'Hello, World!'),
  {
    name: 'json',
    sent: { method: 'GET', path: '/json' },
    status: 200,
    type: 'application/json',
    body: '{"message":"Hello, World!"}',
    weight: 1,
  },
  {
    name: 'param',
    sent: { method: 'GET', path: '/users/42' },
    status: 200,
    type: 'application/json',
    // A number: who takes every text for it sends quotes here.
    body: '{"id":42}',
    weight: 1,
  },
  {
    name: 'echo',
    sent: { method: 'POST', path: '/echo', body: USER },
    status: 200,
    type: 'application/json',
    body: USER,
    weight: 1,
  },
  {
    name: 'validated',
    sent: { method: 'POST', path: '/users', body: USER },
    status: 200,
    type: 'application/json',
    body: '{"name":"Ada","count":2}',
    refused: [
      { method: 'POST', path: '/users', body: '{"name":"","age":36,"tags":[]}' },
      { method: 'POST', path: '/users', body: '{"name":"Ada","age":-1,"tags":[]}' },
      { method: 'POST', path: '/users', body: '{"name":"Ada","age":36,"tags":[7]}' },
      { method: 'POST', path: '/users', body: '{"name":"Ada"' },
    ],
    weight: 1,
  },
  { name: 'notFound', sent: { method: 'GET', path: '/nowhere' }, status: 404, weight: 1 },
  { ...text('file1k', '/static/1k.txt', KIBIBYTE), weight: 3 },
  { ...text('file1m', '/static/1m.txt', MEBIBYTE), weight: 10 },
  text('hooks10', '/', 'Hello, World!'),
  text('nested10', '/a/b/c/d/e/f/g/h/i/j/hello', 'Hello, World!'),
  { ...text('stream1m', '/stream', MEBIBYTE), weight: 10 },
  {
    name: 'page',
    login: { method: 'GET', path: '/login' },
    sent: { method: 'GET', path: '/page' },
    status: 200,
    type: 'text/html',
    body: pageText,
    refused: [{ method: 'GET', path: '/page' }],
    among: ['micro', 'fastify'],
    weight: 1,
  },
]

function text(name: ScenarioName, path: string, body: string | number): Scenario {
  return { name, sent: { method: 'GET', path }, status: 200, type: 'text/', body, weight: 1 }
}

/** How a server is asked. */
export type Ask = (sent: Sent) => Promise<Response>

/** What a client sends again and again: with the cookie of its login, if the scenario has one. */
export async function sentBy({ login, sent }: Scenario, ask: Ask): Promise<Sent> {
  if (login === undefined) return sent
  const response = await ask(login)
  await response.arrayBuffer()
  const [cookie = ''] = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  if (cookie === '') throw new Error(`No cookie from ${login.path}: status ${response.status}`)
  return { ...sent, cookie }
}

/** Says what is wrong with the answer to a scenario, or nothing. */
export async function wrongAnswer(scenario: Scenario, ask: Ask): Promise<string | undefined> {
  const sent = await sentBy(scenario, ask)
  const response = await ask(sent)
  const body = await response.text()
  const type = response.headers.get('content-type') ?? 'none'
  if (response.status !== scenario.status) return `status ${response.status}: ${body.slice(0, 200)}`
  if (scenario.type !== undefined && !type.startsWith(scenario.type)) return `content type ${type}`
  if (typeof scenario.body === 'string' && body !== scenario.body) return `body ${body.slice(0, 200)}`
  if (typeof scenario.body === 'number' && body.length !== scenario.body) return `${body.length} bytes`
  for (const each of [...(scenario.refused ?? []), ...forged(sent)]) {
    const refused = await ask(each)
    await refused.arrayBuffer()
    if (refused.status < 400 || refused.status >= 500) return `${refused.status} to ${JSON.stringify(each)}`
  }
  return undefined
}

/** The same with another letter in the signature of its cookie, which stands at its end. */
function forged(sent: Sent): Sent[] {
  const { cookie } = sent
  if (cookie === undefined) return []
  const at = cookie.length - 8
  return [{ ...sent, cookie: cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1) }]
}

/** A request of the platform for it, below an origin. */
export function requestFor({ method, path, body, cookie }: Sent, origin: string): Request {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(cookie !== undefined && { cookie }),
  }
  return new Request(origin + path, { method, headers, ...(body !== undefined && { body }) })
}

/** The same as it goes over a connection. */
export function requestText({ method, path, body, cookie }: Sent): string {
  const cookieLine = cookie === undefined ? '' : `Cookie: ${cookie}\r\n`
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${cookieLine}`
  if (body === undefined) return `${head}\r\n`
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
