import { BadRequest, ContentTooLarge, type HttpError } from '../ground/http-error.ts'
import { createByteSearch, type ByteSearch } from './byte-search.ts'
import { parseContentDisposition } from './content-disposition.ts'
import { isToken, trimSpace } from './header.ts'
import type { MediaType } from './media-type.ts'

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d

/**
 * What a body of the type `multipart/form-data` may hold. Sizes of fields and files are for whoever takes the
 * events.
 */
export interface MultipartLimits {
  /** Most parts, fields and files together. Default: 1000. */
  readonly maxParts?: number
  /** Most bytes in the header fields of one part. Default: 16384. */
  readonly maxPartHeaderBytes?: number
  /** Most header fields of one part. Default: 100. */
  readonly maxPartHeaders?: number
}

/** The head of one part. All of it is the client's word. */
export interface PartHead {
  /** The name of the form field; may be `''`. */
  readonly name: string
  /**
   * The name of the file as the client gave it, or `undefined` when the part is no file. Not safe as a path.
   */
  readonly filename: string | undefined
  /** The part's `Content-Type` as it came, or `undefined`. */
  readonly contentType: string | undefined
  /** Every header field of the part by lower-case name, without prototype. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What a {@link MultipartParser} tells while it reads: each part begins, has data any number of times, and
 * ends.
 */
export interface MultipartEvents {
  partBegin(part: PartHead): void
  /** @param bytes - A view of the chunk that was written: copy what has to outlive the call. */
  partData(bytes: Uint8Array): void
  partEnd(): void
}

/**
 * The boundary that a `multipart/form-data` media type names.
 *
 * @throws {@link HttpError} 400 when there is none, there are two, or it is not 1 to 70 of the characters
 * allowed.
 * @example
 * boundaryOf({ type: 'multipart/form-data', parameters: { boundary: 'x' }, repeated: false }) // 'x'
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
 */
export function boundaryOf({ parameters, repeated }: MediaType): string {
  const boundary = parameters['boundary'] ?? ''
  if (repeated || !/^[\w'()+,\-./:=?]{1,70}$/.test(boundary))
    throw new BadRequest('The form has no valid boundary.')
  return boundary
}

/**
 * Reads a body of the type `multipart/form-data` piece by piece. It keeps nothing but what may be the beginning
 * of a boundary or of a header line, and its time is linear in the bytes, whatever they are. After an error it cannot go on.
 *
 * @example
 * const parser = new MultipartParser('x', {}, {
 *   partBegin: (part) => console.log(part.name),
 *   partData: (bytes) => console.log(bytes.length),
 *   partEnd: () => console.log('end'),
 * })
 * parser.write(new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'))
 * parser.end()
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export class MultipartParser {
  readonly #events: MultipartEvents
  readonly #maxParts: number
  readonly #maxHeaderBytes: number
  readonly #maxHeaders: number
  readonly #delimiter: ByteSearch
  readonly #delimiterLength: number
  readonly #text = new TextDecoder('utf-8', { ignoreBOM: true })

  /**
   * What is being read. Everything before the first delimiter is dropped, everything after the last one too.
   */
  #state: 'preamble' | 'data' | 'delimiter' | 'head' | 'epilogue' = 'preamble'
  /** What was written and is not read yet. The first delimiter may do without the line break before it. */
  #bytes: Uint8Array = Uint8Array.of(CR, LF)
  #at = 0
  /** How many of them were there before: no line ends in these, or it would have been read. */
  #kept = 0
  #parts = 0
  #headers: Record<string, string> = Object.create(null)
  #headerCount = 0
  #headerBytes = 0

  /** @param boundary - As given by {@link boundaryOf}. */
  constructor(boundary: string, limits: MultipartLimits, events: MultipartEvents) {
    const delimiter = new TextEncoder().encode(`\r\n--${boundary}`)
    this.#events = events
    this.#maxParts = limits.maxParts ?? 1000
    this.#maxHeaderBytes = limits.maxPartHeaderBytes ?? 16_384
    this.#maxHeaders = limits.maxPartHeaders ?? 100
    this.#delimiter = createByteSearch(delimiter)
    this.#delimiterLength = delimiter.length
  }

  /** @throws {@link HttpError} 400 when the body is malformed, 413 when it is over a limit. */
  write(chunk: Uint8Array): void {
    if (this.#state === 'epilogue') return
    this.#kept = this.#bytes.length
    this.#bytes = this.#kept === 0 ? chunk : appended(this.#bytes, chunk)
    this.#at = 0
    while (this.#step());
    // A copy, because the writer may use its chunk again, and whoever took the data may keep it.
    if (this.#kept === 0 || this.#at > 0) this.#bytes = new Uint8Array(this.#bytes.subarray(this.#at))
  }

  /** Says that the body is over. @throws {@link HttpError} 400 when its last boundary has not come. */
  end(): void {
    if (this.#state !== 'epilogue') throw new BadRequest('The form ends too early.')
  }

  /** Reads one thing; `false` when it needs more bytes, or no more. */
  #step(): boolean {
    switch (this.#state) {
      case 'preamble':
      case 'data':
        return this.#readData()
      case 'delimiter':
        return this.#readDelimiter()
      case 'head':
        return this.#readHeaderLine()
      default:
        this.#at = this.#bytes.length
        return false
    }
  }

  #readData(): boolean {
    const found = this.#delimiter.indexIn(this.#bytes, this.#at)
    const end = found < 0 ? this.#delimiter.partialIn(this.#bytes, this.#at) : found
    if (this.#state === 'data' && end > this.#at) this.#events.partData(this.#bytes.subarray(this.#at, end))
    this.#at = end
    if (found < 0) return false
    if (this.#state === 'data') this.#events.partEnd()
    this.#at += this.#delimiterLength
    this.#headerBytes = 0
    this.#state = 'delimiter'
    return true
  }

  /** After a delimiter: `--` ends the body, a line break begins a part. */
  #readDelimiter(): boolean {
    if (this.#bytes.length - this.#at < 2) return false
    if (this.#bytes[this.#at] === DASH && this.#bytes[this.#at + 1] === DASH) {
      this.#state = 'epilogue'
      return true
    }
    const padding = this.#readLine()
    if (padding === undefined) return false
    if (trimSpace(padding) !== '') throw malformed()
    this.#parts++
    if (this.#parts > this.#maxParts) throw new ContentTooLarge('The form has too many parts.')
    this.#headers = Object.create(null)
    this.#headerCount = 0
    this.#state = 'head'
    return true
  }

  #readHeaderLine(): boolean {
    const line = this.#readLine()
    if (line === undefined) return false
    if (line !== '') {
      this.#addHeader(line)
      return true
    }
    this.#events.partBegin(partHead(this.#headers))
    this.#state = 'data'
    return true
  }

  #addHeader(line: string): void {
    this.#headerCount++
    if (this.#headerCount > this.#maxHeaders) throw tooLongHead()
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    // Neither a folded line nor a line break of another kind: other readers would see other fields.
    if (colon < 0 || !isToken(name) || line.includes('\n') || name in this.#headers) throw malformed()
    this.#headers[name] = trimSpace(line.slice(colon + 1))
  }

  /** The next line, without its CR LF; `undefined` when it is not all there yet. */
  #readLine(): string | undefined {
    const cr = this.#bytes.indexOf(CR, Math.max(this.#at, this.#kept - 1))
    const end = cr < 0 ? this.#bytes.length : cr
    if (this.#headerBytes + end - this.#at > this.#maxHeaderBytes) throw tooLongHead()
    if (cr < 0 || cr + 1 === this.#bytes.length) return undefined
    if (this.#bytes[cr + 1] !== LF) throw malformed()
    const line = this.#text.decode(this.#bytes.subarray(this.#at, cr))
    this.#headerBytes += cr + 2 - this.#at
    this.#at = cr + 2
    return line
  }
}

/** Behind what is kept, in its own buffer: made anew for each byte of a line that comes byte by byte, it would take seconds. */
function appended(kept: Uint8Array, chunk: Uint8Array): Uint8Array {
  const size = kept.length + chunk.length
  const fits = size <= kept.buffer.byteLength
  const bytes = new Uint8Array(fits ? kept.buffer : new ArrayBuffer(size + kept.length), 0, size)
  if (!fits) bytes.set(kept)
  bytes.set(chunk, kept.length)
  return bytes
}

/**
 * "Each part MUST contain a Content-Disposition header field ... MUST also contain an additional parameter of
 * name" RFC 7578 §4.2
 */
function partHead(headers: Readonly<Record<string, string>>): PartHead {
  const disposition = parseContentDisposition(headers['content-disposition'] ?? '')
  if (disposition?.type !== 'form-data' || disposition.name === undefined || disposition.repeated)
    throw malformed()
  return {
    name: disposition.name,
    filename: disposition.filename,
    contentType: headers['content-type'],
    headers,
  }
}

function malformed(): HttpError {
  return new BadRequest('The form is malformed.')
}

function tooLongHead(): HttpError {
  return new ContentTooLarge('The head of a part of the form is too large.')
}
