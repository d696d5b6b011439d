/** What a strict reader makes of the bytes of a connection. */
export interface Messages {
  /** The targets of the requests whose header is whole, each at its right place. */
  readonly targets: readonly string[]
  /** Whether all bytes were whole requests. */
  readonly whole: boolean
}

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
// RFC 9112 §3: "recipients MAY instead parse on whitespace-delimited word boundaries", and Node takes any number of spaces for one.
const REQUEST_LINE = new RegExp(`^${TOKEN} +([\\x21-\\x7e\\x80-\\xff]+) +HTTP/1\\.([01])$`)
// The space around a value is cut off afterwards: a pattern for it would be slow in long runs of blanks.
const FIELD = new RegExp(`^(${TOKEN}):([\\t\\x20-\\x7e\\x80-\\xff]*)$`)

/**
 * Reads requests out of the bytes of a connection, one character a byte, by the letter of RFC 9112. It stops at the
 * first that can be read in two ways: nothing behind it is a request.
 */
export function readRequests(bytes: string): Messages {
  const targets: string[] = []
  let at = 0
  for (;;) {
    // RFC 9112 §2.2: "a server [...] SHOULD ignore at least one empty line (CRLF) received prior to the request-line",
    // and "MAY recognize a single LF as a line terminator": Node does both, here.
    while (bytes[at] === '\r' || bytes[at] === '\n') at++
    if (at === bytes.length) return { targets, whole: true }
    const head = readHead(bytes, at)
    if (head === undefined) return { targets, whole: false }
    targets.push(head.target)
    const end = bodyEnd(bytes, head)
    if (end === undefined) return { targets, whole: false }
    if (head.last) return { targets, whole: end === bytes.length }
    at = end
  }
}

interface Head {
  readonly target: string
  readonly end: number
  readonly body: 'chunked' | number
  /** Whether the connection ends with this request. */
  readonly last: boolean
}

function readHead(bytes: string, at: number): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n', at)
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.slice(at, end).split('\r\n')
  const line = REQUEST_LINE.exec(first)
  const fields = lines.map((text) => FIELD.exec(text))
  if (line === null || fields.includes(null)) return undefined
  const valuesOf = (name: string): readonly string[] =>
    fields
      .filter((field) => field?.[1]?.toLowerCase() === name)
      .map((field) => withoutBlanks(field?.[2] ?? ''))
  const body = framingOf(valuesOf('transfer-encoding'), valuesOf('content-length'), line[2] === '1')
  const options = valuesOf('connection').join(',').toLowerCase()
  const last = /\bclose\b/.test(options) || (line[2] === '0' && !/\bkeep-alive\b/.test(options))
  return body === undefined ? undefined : { target: line[1] ?? '', end: end + 4, body, last }
}

function withoutBlanks(text: string): string {
  return text
    .split(/[ \t]/)
    .filter((word) => word !== '')
    .join(' ')
}

function framingOf(
  codings: readonly string[],
  lengths: readonly string[],
  current: boolean,
): Head['body'] | undefined {
  if (codings.length > 0) {
    const clear = codings.length === 1 && lengths.length === 0 && codings[0]?.toLowerCase() === 'chunked'
    return clear && current ? 'chunked' : undefined
  }
  if (lengths.length === 0) return 0
  return lengths.length === 1 && /^\d{1,15}$/.test(lengths[0] ?? '') ? Number(lengths[0]) : undefined
}

function bodyEnd(bytes: string, { body, end }: Head): number | undefined {
  if (body === 'chunked') return chunksEnd(bytes, end)
  return end + body <= bytes.length ? end + body : undefined
}

const CHUNK_LINE = /([0-9a-f]{1,16})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?\r\n/iy

function chunksEnd(bytes: string, start: number): number | undefined {
  for (let at = start; ;) {
    CHUNK_LINE.lastIndex = at
    const line = CHUNK_LINE.exec(bytes)
    if (line === null) return undefined
    const data = at + line[0].length
    const size = Number.parseInt(line[1] ?? '', 16)
    if (size === 0) return trailersEnd(bytes, data)
    at = data + size + 2
    if (bytes.slice(data + size, at) !== '\r\n') return undefined
  }
}

function trailersEnd(bytes: string, start: number): number | undefined {
  for (let at = start; ;) {
    const end = bytes.indexOf('\r\n', at)
    if (end < 0) return undefined
    if (end === at) return end + 2
    if (!FIELD.test(bytes.slice(at, end))) return undefined
    at = end + 2
  }
}
