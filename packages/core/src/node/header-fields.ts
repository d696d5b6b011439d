/** A field that is looked for in every header, and the bit that says it was seen. */
interface Noted {
  readonly name: string
  /** As most clients write it; the others write it in lower case. */
  readonly usual: string
  readonly bit: number
}

/** Those that have names below come first, in the order of their bits. The last one may be sent several times, all others once. */
const NOTED: readonly Noted[] = [
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'origin',
  'referer',
  'user-agent',
  'from',
  'date',
  'range',
  'if-range',
  'if-modified-since',
  'if-unmodified-since',
  'max-forwards',
  'proxy-authorization',
  'content-location',
  'content-range',
  'content-encoding',
].map((name, index) => ({ name, usual: capitalized(name), bit: 1 << index }))

const HOST = 1
const CONTENT_LENGTH = 2
const TRANSFER_ENCODING = 4
const CONTENT_TYPE = 8
const CONTENT_ENCODING = 1 << (NOTED.length - 1)

/** By the length of their names: most fields of a request are none of them, and are not compared at all. */
const BY_LENGTH: readonly (readonly Noted[] | undefined)[] = Array.from({ length: 20 }, (_, length) => {
  const these = NOTED.filter(({ name }) => name.length === length)
  return these.length > 0 ? these : undefined
})

/**
 * The header of a request as Node's parser gives it. One pass over it says what has to be known of every request, and keeps what every request or every body
 * is asked for; any other field is looked for when somebody wants it.
 */
export class HeaderFields implements Iterable<readonly [string, string]> {
  readonly #raw: readonly string[]
  /** Of those that are noted: which there are, and which there are more than once. */
  #seen = 0
  #repeated = 0
  #host: string | undefined
  #contentType: string | undefined
  #contentLength: string | undefined
  #contentEncoding: string | undefined

  /** @param raw - Name, value, name, value … Not `headers`: of a field named `__proto__` that knows nothing, and of one named `constructor` too much. */
  constructor(raw: readonly string[]) {
    this.#raw = raw
    for (let i = 0; i < raw.length; i += 2) {
      const candidates = BY_LENGTH[raw[i]?.length ?? 0]
      if (candidates !== undefined) this.#note(bitOf(raw[i] ?? '', candidates), raw[i + 1])
    }
  }

  /** How many lines there are. */
  get count(): number {
    return this.#raw.length / 2
  }

  get hasHost(): boolean {
    return (this.#seen & HOST) !== 0
  }

  /** Whether a body comes behind it. RFC 9112 §6.3. */
  get announceBody(): boolean {
    return (this.#seen & (CONTENT_LENGTH | TRANSFER_ENCODING)) !== 0
  }

  get hasTransferEncoding(): boolean {
    return (this.#seen & TRANSFER_ENCODING) !== 0
  }

  /** Whether a field that may be sent once was sent twice. */
  get areAmbiguous(): boolean {
    return (this.#repeated & ~CONTENT_ENCODING) !== 0
  }

  /** The value of a field by its name in lower case, its lines joined; `undefined` when it was not sent. */
  get(name: string): string | undefined {
    if (this.#repeated !== 0) return this.#find(name)
    switch (name) {
      case 'host':
        return this.#host
      case 'content-type':
        return this.#contentType
      case 'content-length':
        return this.#contentLength
      case 'content-encoding':
        return this.#contentEncoding
      default:
        return this.#find(name)
    }
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    const raw = this.#raw
    for (let i = 0; i < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
  }

  #note(bit: number, value: string | undefined): void {
    this.#repeated |= this.#seen & bit
    this.#seen |= bit
    if (bit === HOST) this.#host = value
    else if (bit === CONTENT_TYPE) this.#contentType = value
    else if (bit === CONTENT_LENGTH) this.#contentLength = value
    else if (bit === CONTENT_ENCODING) this.#contentEncoding = value
  }

  #find(name: string): string | undefined {
    const raw = this.#raw
    let found: string | undefined
    for (let i = 0; i < raw.length; i += 2) {
      const field = raw[i]
      if (field === undefined || field.length !== name.length) continue
      // Of most fields of that length the first letter is another one: those are not put in lower case.
      if ((field.charCodeAt(0) | 0x20) !== (name.charCodeAt(0) | 0x20) || field.toLowerCase() !== name)
        continue
      const value = raw[i + 1] ?? ''
      found = found === undefined ? value : `${found}${name === 'cookie' ? '; ' : ', '}${value}`
    }
    return found
  }
}

function bitOf(field: string, candidates: readonly Noted[]): number {
  // Counted, not `for … of`, which makes an iterator for each field of each request. To put a name in lower case costs more than all comparisons.
  for (let i = 0; i < candidates.length; i++) {
    const each = candidates[i]
    if (each !== undefined && (field === each.usual || field === each.name)) return each.bit
  }
  const name = field.toLowerCase()
  return candidates.find((each) => each.name === name)?.bit ?? 0
}

/** `content-type` as `Content-Type`. */
function capitalized(name: string): string {
  return name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
}
