/** A request as it is written on the wire, one character a byte. `id` is the number of its case: some bodies hold a request of that id. */
export type Seed = (id: number) => string

type Seeds = readonly [Seed, ...Seed[]]

const CRLF = '\r\n'

/** Head and body, with a Host where none is given. */
function message(line: string, fields: readonly string[] = [], body = ''): string {
  const host = fields.some((field) => /^host:/i.test(field)) ? [] : ['Host: localhost']
  return [line, ...host, ...fields, '', body].join(CRLF)
}

function get(target: string, ...fields: readonly string[]): Seed {
  return () => message(`GET ${target} HTTP/1.1`, fields)
}

function post(
  target: string,
  type: string,
  bodyOf: (id: number) => string,
  ...fields: readonly string[]
): Seed {
  return (id) => {
    const body = bodyOf(id)
    return message(
      `POST ${target} HTTP/1.1`,
      [`Content-Type: ${type}`, `Content-Length: ${body.length}`, ...fields],
      body,
    )
  }
}

function chunked(target: string, type: string, bodyOf: (id: number) => string): Seed {
  return (id) => {
    const body = bodyOf(id)
    const half = body.length >> 1
    const chunks = [body.slice(0, half), body.slice(half)].map(
      (chunk) => `${chunk.length.toString(16)}${CRLF}${chunk}${CRLF}`,
    )
    return message(
      `POST ${target} HTTP/1.1`,
      [`Content-Type: ${type}`, 'Transfer-Encoding: chunked'],
      `${chunks.join('')}0${CRLF}${CRLF}`,
    )
  }
}

/** A request that nobody sends: it stands inside of a body. The app must never see it. */
function hidden(id: number): string {
  return message(`GET /smuggled/${id} HTTP/1.1`)
}

function parts(id: number): string {
  return [
    '--BOUND',
    'Content-Disposition: form-data; name="title"',
    '',
    'A title',
    '--BOUND',
    'Content-Disposition: form-data; name="file"; filename="../a.txt"',
    'Content-Type: text/plain',
    '',
    hidden(id),
    '--BOUND--',
    '',
  ].join(CRLF)
}

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=BOUND'
const JSON_TYPE = 'application/json'

/** Requests as they should be: each has one reply, below 500, and leaves its connection open. */
export const good: Seeds = [
  get('/'),
  get(
    '/hello/World',
    'Accept: text/html;q=0.8, application/json, */*;q=0.1',
    'Accept-Encoding: gzip, br;q=0.5',
  ),
  get('/int/42?page=2&tag=a&tag=b', 'Accept-Language: de-CH, en;q=0.5'),
  get('/path/a/b%20c/%C3%A9', 'Authorization: Basic YTpi'),
  get('/query?a[b]=1&__proto__=x&%zz=%ff&n=12', 'User-Agent: fuzz/1.0'),
  get('/static/a.txt', 'Range: bytes=0-3', 'If-None-Match: W/"x", "y"'),
  get('/static/large.bin', 'Range: bytes=-5, 0-1'),
  get('/static/sub/b.txt', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT'),
  get('/static/..%2f..%2fsecret'),
  get('/redirect?to=/hello/World'),
  get('/cookies', 'Cookie: a=b; __Host-session=x; =y; a=c'),
  get('/stream'),
  get('/events', 'Last-Event-ID: 7'),
  get('/slow'),
  get('/nowhere/at/all'),
  get('//hello//World'),
  get('/seen', 'Forwarded: for="[::1]:80";proto=https;host=a.test', 'X-Forwarded-For: 1.2.3.4, 5.6.7.8'),
  get('/seen', 'X-Forwarded-Proto: https', 'X-Forwarded-Host: b.test', 'X-Forwarded-Prefix: /p'),
  () => message('HEAD /stream HTTP/1.1'),
  () => message('HEAD /static/a.txt HTTP/1.1'),
  () => message('OPTIONS /json HTTP/1.1'),
  () => message('OPTIONS * HTTP/1.1'),
  () => message('DELETE /json HTTP/1.1'),
  () => message('QUERY /hello/World HTTP/1.1'),
  () => message('GET http://localhost/hello/World HTTP/1.1'),
  post('/json', JSON_TYPE, (id) => JSON.stringify({ id, deep: [[{ text: hidden(id) }]] })),
  post('/json', JSON_TYPE, () => '{"__proto__":{"admin":true}}'),
  post('/json', 'application/json; charset=utf-8', () => '{"big":1e999}'),
  post('/form', FORM, () => 'a=1&b=%20x&c[]=1&__proto__=x&%zz=%ff'),
  post('/form', MULTIPART, parts),
  post('/upload', 'application/octet-stream', (id) => hidden(id).repeat(3)),
  post('/bytes', 'text/plain', (id) => hidden(id)),
  chunked('/json', JSON_TYPE, (id) => JSON.stringify({ id })),
  chunked('/form', MULTIPART, parts),
  chunked('/upload', 'application/octet-stream', (id) => hidden(id).repeat(3)),
]

/** Requests that are wrong in a known way, and those that end their connection. */
export const odd: Seeds = [
  () => 'GET /\r\n\r\n',
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => message('GET / HTTP/2.0'),
  () => message('GET / HTTP/1.0'),
  () => message('GET / HTTP/1.9'),
  () => message('get / HTTP/1.1'),
  () => message('TRACE / HTTP/1.1'),
  () => message('CONNECT example.com:443 HTTP/1.1'),
  () => message('GET * HTTP/1.1'),
  () => message('GET http://evil.test/x HTTP/1.1', ['Host: a']),
  () => message(`GET /${'a'.repeat(8200)} HTTP/1.1`),
  () => message('GET / HTTP/1.1', ['Host: a', 'Host: b']),
  () => message('GET / HTTP/1.1', ['Host: evil.com:fake@good.com']),
  () => message('GET / HTTP/1.1', ['Host:']),
  () => message('GET / HTTP/1.1', ['X : a']),
  () => message('GET / HTTP/1.1', ['no colon']),
  () => message('GET / HTTP/1.1', ['X: a', ' folded']),
  () => message('GET / HTTP/1.1', ['__proto__: x', 'constructor: y', 'Content_Length: 5']),
  () => message('GET / HTTP/1.1', ['Connection: close', 'X: \x80\xff']),
  () =>
    message(
      'GET / HTTP/1.1',
      Array.from({ length: 101 }, (_, i) => `X-${i}: a`),
    ),
  () => message('GET / HTTP/1.1', [`X: ${'a'.repeat(20_000)}`]),
  () =>
    message('GET /seen HTTP/1.1', ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']),
  () =>
    message('GET / HTTP/1.1', ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAM']),
  () => message('GET /a#b HTTP/1.1'),
  () => message('GET /\\evil/%5c%00%ff HTTP/1.1'),
  () => message('GET /static/%2e%2e/%2e%2e/secret HTTP/1.1'),
  () => message('GET /static/CON HTTP/1.1'),
  () => message('GET /static/a.txt HTTP/1.1', [`Range: bytes=${'0-1,'.repeat(2000)}0-0`]),
  () => message('GET /cookies HTTP/1.1', [`Cookie: ${'a=b;'.repeat(2000)}`]),
  () => message('GET /redirect?to=//evil.test/%0d%0aX:%20y HTTP/1.1'),
  () => message(`GET /query?${'a=1&'.repeat(1200)} HTTP/1.1`),
  (id) =>
    message(
      'POST /bytes HTTP/1.1',
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${hidden(id)}`,
    ),
  (id) => message('POST /bytes HTTP/1.1', ['Content-Length: 5', 'Content-Length: 50'], `12345${hidden(id)}`),
  (id) => message('POST /bytes HTTP/1.1', ['Transfer-Encoding: gzip, chunked'], `0\r\n\r\n${hidden(id)}`),
  (id) => message('POST /bytes HTTP/1.1', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden(id)}`),
  (id) => message('POST /bytes HTTP/1.0', ['Transfer-Encoding: chunked'], `0\r\n\r\n${hidden(id)}`),
  (id) =>
    message(
      'POST /ignored HTTP/1.1',
      ['Transfer-Encoding: ChunKed'],
      `3;x="y"\r\nabc\r\n0\r\nHost: evil\r\n\r\n${hidden(id)}`,
    ),
  (id) => message('POST /ignored HTTP/1.1', ['Content-Length: 200000'], hidden(id).repeat(3)),
  (id) => message('POST /bytes HTTP/1.1', ['Content-Length: 2000000'], hidden(id)),
  () => message('POST /bytes HTTP/1.1', ['Content-Length: 5', 'Expect: 100-continue'], '12345'),
  () => message('POST /bytes HTTP/1.1', ['Content-Length: 5000000', 'Expect: 100-continue']),
  () => message('GET / HTTP/1.1', ['Expect: 200-ok']),
  () =>
    message(
      'POST /json HTTP/1.1',
      ['Content-Type: application/json', 'Content-Length: 200001'],
      '['.repeat(200_001),
    ),
  () =>
    message(
      'POST /json HTTP/1.1',
      ['Content-Type: application/json', 'Content-Length: 1', 'Content-Encoding: gzip'],
      '{',
    ),
  () => message('POST /form HTTP/1.1', ['Content-Type: multipart/form-data', 'Content-Length: 2'], 'ab'),
  () =>
    message(
      'POST /form HTTP/1.1',
      ['Content-Type: multipart/form-data; boundary=B', 'Content-Length: 17'],
      '--B\r\n\r\n\r\n\r\n--B--',
    ),
  (id) => message('GET / HTTP/1.1', ['Content-Length: 0', 'Connection: close'], hidden(id)),
]
