/** A field that is looked for in every header. */
interface Noted {
  readonly name: string
  /** As most clients write it; the others write it in lower case. */
  readonly usual: string
  readonly index: number
}

/** Those that are noted. Each but the first may be sent once. */
const NAMES: readonly string[] = [
  'content-encoding',
  'content-type',
  'content-length',
  'host',
  'transfer-encoding',
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
]

/** How many of them, the first ones, are kept: what every request or every body is asked for. */
const KEPT = 4

/** The bits that say what was seen: of each name, by its index. */
const CONTENT_ENCODING = 1
export const CONTENT_LENGTH = 4
export const HOST = 8
export const TRANSFER_ENCODING = 16

/** By the length of their names: most fields of a request are none of them, and are not compared at all. */
const BY_LENGTH: (Noted[] | undefined)[] = []
for (const [index, name] of NAMES.entries())
  (BY_LENGTH[name.length] ??= []).push({ name, usual: capitalized(name), index })

/**
 * The header of a request as Node's parser gives it. One pass over it says what has to be known of every request, and keeps what every request or every body
 * is asked for; any other field is looked for when somebody wants it.
 */
export class HeaderFields implements Iterable<readonly [string, string]> {
  readonly #raw: readonly string[]
  /** Of those that are noted: which there are, and which there are more than once. */
  #seen = 0
  #repeated = 0
  /** Of those that every request, or every body, is asked for: their values. */
  readonly #kept: (string | undefined)[] = [undefined, undefined, undefined, undefined]

  /** @param raw - Name, value, name, value … Not `headers`: of a field named `__proto__` that knows nothing, and of one named `constructor` too much. */
  constructor(raw: readonly string[]) {
    this.#raw = raw
    for (let i = 0; i < raw.length; i += 2) {
      const candidates = BY_LENGTH[raw[i]?.length ?? 0]
      if (candidates !== undefined) this.#note(indexOf(raw[i] ?? '', candidates), raw[i + 1])
    }
  }

  /** Whether a field that may be sent once was sent twice. */
  get areAmbiguous(): boolean {
    return this.#repeated > CONTENT_ENCODING
  }

  /** Whether one of these is there. */
  has(bits: number): boolean {
    return (this.#seen & bits) !== 0
  }

  /** The value of a field by its name in lower case, its lines joined; `undefined` when it was not sent. */
  get(name: string): string | undefined {
    const at = this.#repeated === 0 ? NAMES.indexOf(name) : -1
    return at < 0 || at >= KEPT ? this.#find(name) : this.#kept[at]
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    const raw = this.#raw
    for (let i = 0; i < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
  }

  #note(index: number, value: string | undefined): void {
    if (index < 0) return
    this.#repeated |= this.#seen & (1 << index)
    this.#seen |= 1 << index
    if (index < KEPT) this.#kept[index] = value
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

/** -1 for one that is not noted. */
function indexOf(field: string, candidates: readonly Noted[]): number {
  // Counted, not `for … of`, which makes an iterator for each field of each request. To put a name in lower case costs more than all comparisons.
  for (let i = 0; i < candidates.length; i++) {
    const each = candidates[i]
    if (each !== undefined && (field === each.usual || field === each.name)) return each.index
  }
  return NAMES.indexOf(field.toLowerCase())
}

/** `content-type` as `Content-Type`. */
function capitalized(name: string): string {
  return name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())
}
