/** A reply of the server, as a strict client reads it. */
export interface WireReply {
  readonly status: number
  /** Names in lower case, each with all its values. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly body: string
}

export interface WireReplies {
  /** Without the interim ones (1xx). */
  readonly replies: readonly WireReply[]
  /** What is wrong with the bytes; `undefined` where nothing is. */
  readonly fault: string | undefined
  /** Whether the last reply is cut off. */
  readonly cut: boolean
}

const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d) [\t\x20-\x7e]*$/
const FIELD = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ?([\t\x20-\x7e\x80-\xff]*)$/

/**
 * Reads replies out of the bytes that a server sent, one character a byte.
 *
 * @param ended - Whether the server has ended the connection: a body without a length goes to there.
 */
export function readReplies(bytes: string, ended: boolean): WireReplies {
  const replies: WireReply[] = []
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at)
    if (end < 0)
      return { replies, fault: bytes.startsWith('HTTP/1.1 ', at) ? undefined : 'no status line', cut: true }
    const head = readHead(bytes.slice(at, end))
    if (typeof head === 'string') return { replies, fault: head, cut: false }
    const body = readBody(bytes, end + 4, head, ended)
    if (typeof body === 'string')
      return { replies, fault: body === 'cut' ? undefined : body, cut: body === 'cut' }
    if (head.status >= 200) replies.push({ ...head, body: body.text })
    at = body.end
  }
  return { replies, fault: undefined, cut: false }
}

type Head = Omit<WireReply, 'body'>

function readHead(text: string): Head | string {
  const [first = '', ...lines] = text.split('\r\n')
  const status = STATUS_LINE.exec(first)?.[1]
  if (status === undefined) return `the status line ${JSON.stringify(first)}`
  const fields = new Map<string, string[]>()
  for (const line of lines) {
    const [, name, value] = FIELD.exec(line) ?? []
    if (name === undefined || value === undefined) return `the field line ${JSON.stringify(line)}`
    const key = name.toLowerCase()
    fields.set(key, [...(fields.get(key) ?? []), value])
  }
  return { status: Number(status), fields }
}

interface Body {
  readonly text: string
  readonly end: number
}

/** The app under test says the method of a request in `x-method`: a reply to HEAD has no body. */
function readBody(bytes: string, start: number, { status, fields }: Head, ended: boolean): Body | string {
  const lengths = fields.get('content-length') ?? []
  const codings = fields.get('transfer-encoding') ?? []
  if (lengths.length + codings.length > 1) return 'two framings of one body'
  if (status < 200 || status === 204 || status === 304 || fields.get('x-method')?.[0] === 'HEAD')
    return { text: '', end: start }
  if (codings.length > 0) return codings[0] === 'chunked' ? readChunks(bytes, start) : 'an unknown coding'
  const [length] = lengths
  if (length === undefined) return ended ? { text: bytes.slice(start), end: bytes.length } : 'cut'
  if (!/^\d+$/.test(length)) return `the length ${length}`
  const end = start + Number(length)
  return end <= bytes.length ? { text: bytes.slice(start, end), end } : 'cut'
}

function readChunks(bytes: string, start: number): Body | string {
  let text = ''
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return 'cut'
    const line = bytes.slice(at, lineEnd)
    if (!/^[0-9a-f]{1,8}$/i.test(line)) return `the chunk size ${JSON.stringify(line.slice(0, 40))}`
    const size = Number.parseInt(line, 16)
    const end = lineEnd + 2 + size
    if (end + 2 > bytes.length) return 'cut'
    if (bytes.slice(end, end + 2) !== '\r\n') return 'a chunk that does not end'
    if (size === 0) return { text, end: end + 2 }
    text += bytes.slice(lineEnd + 2, end)
    at = end + 2
  }
}
