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

export interface Sent {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Text of the JSON. */
  readonly body?: string
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
  /** Requests that must not be answered with a success. */
  readonly refused?: readonly Sent[]
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
  { ...text('file1k', '/static/1k.txt', KIBIBYTE), weight: 2 },
  { ...text('file1m', '/static/1m.txt', MEBIBYTE), weight: 40 },
  text('hooks10', '/', 'Hello, World!'),
  text('nested10', '/a/b/c/d/e/f/g/h/i/j/hello', 'Hello, World!'),
  { ...text('stream1m', '/stream', MEBIBYTE), weight: 40 },
]

function text(name: ScenarioName, path: string, body: string | number): Scenario {
  return { name, sent: { method: 'GET', path }, status: 200, type: 'text/', body, weight: 1 }
}

/** Says what is wrong with the answer to a scenario, or nothing. */
export async function wrongAnswer(
  scenario: Scenario,
  answer: (sent: Sent) => Promise<Response>,
): Promise<string | undefined> {
  const response = await answer(scenario.sent)
  const body = await response.text()
  const type = response.headers.get('content-type') ?? 'none'
  if (response.status !== scenario.status) return `status ${response.status}: ${body.slice(0, 200)}`
  if (scenario.type !== undefined && !type.startsWith(scenario.type)) return `content type ${type}`
  if (typeof scenario.body === 'string' && body !== scenario.body) return `body ${body.slice(0, 200)}`
  if (typeof scenario.body === 'number' && body.length !== scenario.body) return `${body.length} bytes`
  for (const sent of scenario.refused ?? []) {
    const refused = await answer(sent)
    await refused.arrayBuffer()
    if (refused.status < 400 || refused.status >= 500) return `${refused.status} to ${sent.body}`
  }
  return undefined
}

/** A request of the platform for it, below an origin. */
export function requestFor({ method, path, body }: Sent, origin: string): Request {
  if (body === undefined) return new Request(origin + path, { method })
  return new Request(origin + path, { method, body, headers: { 'content-type': 'application/json' } })
}
