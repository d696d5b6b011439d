import { BadRequest, UriTooLong, type HttpError } from '../ground/http-error.ts'

const SPACE = 0x20
const HASH = 0x23
const PERCENT = 0x25
const DOT = 0x2e
const SLASH = 0x2f
const QUESTION = 0x3f
const BACKSLASH = 0x5c
const DELETE = 0x7f

/** A request target, split and decoded once. Every part of micro reads this path and no other. */
export interface Target {
  /**
   * The canonical path. It begins with `/`, or is `'*'`. Percent-encoding is decoded, except that `%2F` and
   * `%25` stand for an encoded slash and percent sign, so that splitting at `/` is safe;
   * {@link decodeSegment} turns them into their values.
   */
  readonly path: string
  /** What follows the first `?`, undecoded; `''` when there is none. */
  readonly query: string
  /** Host and port of a target in absolute form (`GET http://host/path`), unchecked; else `''`. */
  readonly authority: string
  /**
   * Whether a segment is `.` or `..`, however encoded. They are not resolved: such a path belongs to no
   * route.
   */
  readonly dotted: boolean
}

/**
 * Splits and decodes a request target: origin form, absolute form, or `*`.
 *
 * Does not merge slashes, resolve dot segments or change case, and does not go through `URL`, which would
 * move the host of `//evil` and `/\evil`.
 *
 * @param maxLength - Longest target accepted, in bytes. Default: 8192.
 * @throws {@link HttpError} 414 when it is longer; 400 for a character that a target cannot hold (raw
 * controls, space, `#`, backslash, non-ASCII), for an absolute form without a host, for `%` without two hex digits, for bytes that are not UTF-8,
 * and for an encoded NUL.
 * @example
 * parseTarget('/caf%C3%A9/a%2fb?x=1') // { path: '/café/a%2Fb', query: 'x=1', authority: '', dotted: false }
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function parseTarget(target: string, maxLength = 8192): Target {
  if (target.length > maxLength) throw new UriTooLong()
  if (target.charCodeAt(0) === SLASH) return parseOriginForm(target, 0, '')
  if (target === '*') return { path: '*', query: '', authority: '', dotted: false }
  return parseAbsoluteForm(target)
}

/** One pass over the characters; nothing is made but the result, unless the path holds a `%`. */
function parseOriginForm(target: string, start: number, authority: string): Target {
  let encoded = false
  let dotted = false
  let end = start
  for (; end < target.length; end++) {
    const code = target.charCodeAt(end)
    if (code > BACKSLASH && code < DELETE) continue
    if (code === QUESTION) break
    if (code === PERCENT) encoded = true
    else if (code === DOT) dotted ||= target.charCodeAt(end - 1) === SLASH
    else if (!isPathCode(code)) throw malformed()
  }
  const raw = target.slice(start, end)
  const path = encoded ? decodePath(raw) : raw
  dotted = (dotted || encoded) && hasDotSegment(path)
  return { path, query: queryFrom(target, end), authority, dotted }
}

/**
 * Quotes, braces and the like are no URI characters either, but clients send them and no two readers differ
 * on them.
 */
function isPathCode(code: number): boolean {
  return code > SPACE && code < DELETE && code !== HASH && code !== BACKSLASH
}

function queryFrom(target: string, question: number): string {
  for (let at = question + 1; at < target.length; at++) {
    const code = target.charCodeAt(at)
    if (code <= SPACE || code >= DELETE || code === HASH) throw malformed()
  }
  return target.slice(question + 1)
}

/** "a server MUST accept the absolute-form in requests" RFC 9112 §3.2.2 */
function parseAbsoluteForm(target: string): Target {
  const scheme = /^https?:\/\//i.exec(target)
  if (scheme === null) throw malformed()
  const start = scheme[0].length
  const length = target.slice(start).search(/[/?#]/)
  const end = length < 0 ? target.length : start + length
  // RFC 9110 §4.2.1: "A recipient that processes such a URI reference [with an empty host] MUST reject it as invalid".
  if (end === start) throw malformed()
  const authority = target.slice(start, end)
  if (target.charCodeAt(end) === SLASH) return parseOriginForm(target, end, authority)
  return parseOriginForm(`/${target.slice(end)}`, 0, authority)
}

function decodePath(raw: string): string {
  const kept = raw.replaceAll('%25', '%2525').replaceAll(/%2f/gi, '%252F')
  const path = decodeUtf8(kept)
  if (path.includes('\0')) throw malformed()
  return path
}

function decodeUtf8(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw malformed({ cause })
  }
}

/**
 * An encoded separator counts as one: a file system behind a path parameter would take `..%2F` as a step up.
 */
function hasDotSegment(path: string): boolean {
  return /(?:[/\\]|%2F)\.\.?(?:$|[/\\]|%2F)/.test(path)
}

function malformed(options?: ErrorOptions): HttpError {
  return new BadRequest('Malformed request target.', options)
}

/**
 * The value of one segment of a canonical path: `%2F` becomes `/` and `%25` becomes `%`.
 *
 * Only for a segment, after the path was split: of a whole path it would make new slashes.
 *
 * @example
 * decodeSegment('a%2Fb') // 'a/b'
 * decodeSegment('a%252Fb') // 'a%2Fb'
 */
export function decodeSegment(segment: string): string {
  return segment.includes('%') ? segment.replaceAll('%2F', '/').replaceAll('%25', '%') : segment
}

/**
 * Writes a canonical path as it goes on the wire, for a `Location` or a link.
 *
 * @example
 * formatPath('/café/a%2Fb') // '/caf%C3%A9/a%2Fb'
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
export function formatPath(path: string): string {
  return path.replaceAll(/[^\w\-.~!$&'()*+,;=:@/%]+/g, encodeURIComponent)
}
