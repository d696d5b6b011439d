import { BadRequest } from './http-error.ts'
import { type JsonOptions, jsonWriter } from './json-writer.ts'

/** How an app writes and reads JSON. */
export interface JsonProvider {
  /** @throws {@link MicroError} `JSON_VALUE`, or a TypeError for a circle. */
  stringify(value: unknown): string
  /** @throws {@link BadRequest} for text that is not JSON, is nested too deep, or carries a prototype key. */
  parse(text: string): unknown
}

/** Deepest nesting that is read. Default: 100. */
const MAX_DEPTH = 100

/**
 * JSON by the platform, without what it loses or lets through.
 *
 * Written are dates by ISO 8601, maps as objects, sets as arrays, bigints as texts; and never `NaN`, an infinity or an
 * invalid date as if it were `null`. Read is what `parseJson` lets through: nothing nested deeper than 100, no
 * prototype keys, no number that overflows.
 *
 * @example
 * const app = new App({ json: createJson({ indent: 2, nonFinite: 'null' }) })
 * createJson().stringify({ on: new Date(0), seen: new Set([1]) }) // '{"on":"1970-01-01T00:00:00.000Z","seen":[1]}'
 */
export function createJson(options: JsonOptions = {}): JsonProvider {
  return { stringify: jsonWriter(options), parse: parseJson }
}

/** What an app uses that is given nothing else: `createJson()`. */
export const defaultJson: JsonProvider = /* @__PURE__ */ createJson()

/**
 * Reads JSON that comes from outside.
 *
 * Refuses what `JSON.parse` lets through and later code trips over: nesting deeper than 100, `__proto__` keys,
 * `constructor.prototype`, and numbers that overflow to infinity. Duplicate keys: the last wins.
 *
 * @throws {@link BadRequest} with a detail that names the rule, never the text.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function parseJson(text: string): unknown {
  const { depth, longNumber } = text.length > MAX_DEPTH ? survey(text) : SMALL
  if (depth > MAX_DEPTH) throw new BadRequest('The JSON is nested too deep')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new BadRequest('The body is not valid JSON', { cause })
  }
  if (longNumber || mayPoison(text)) refusePoison(value)
  return value
}

interface Survey {
  /** Nesting by brackets outside strings; never less than the real depth of valid JSON. */
  readonly depth: number
  /** Whether a number has so many digits that it may overflow, be it with an exponent of two digits: `[eE]\d{3}` shows the others. */
  readonly longNumber: boolean
}

const SMALL: Survey = { depth: 0, longNumber: false }

function survey(text: string): Survey {
  let open = 0
  let depth = 0
  let digits = 0
  let longNumber = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    digits = code >= 0x30 && code <= 0x39 ? digits + 1 : 0
    if (digits > 208) longNumber = true
    if (code === 0x22) i = endOfString(text, i)
    else if (code === 0x5b || code === 0x7b) depth = Math.max(depth, ++open)
    else if (code === 0x5d || code === 0x7d) open--
  }
  return { depth, longNumber }
}

function endOfString(text: string, quote: number): number {
  let i = quote + 1
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5c) i++
    else if (code === 0x22) break
  }
  return i
}

/** Whether a walk is needed: the text can spell a prototype key or an overflowing number. */
function mayPoison(text: string): boolean {
  // "proto" is in both of the keys: one search for two.
  return text.includes('proto') || text.includes('\\u') || /[eE]\+?\d{3}/.test(text)
}

function refusePoison(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new BadRequest('A number in the JSON is out of range')
  if (typeof value !== 'object' || value === null) return
  if (Object.hasOwn(value, '__proto__')) throw new BadRequest('The key "__proto__" is not allowed')
  for (const [key, member] of Object.entries(value)) {
    if (
      key === 'constructor' &&
      typeof member === 'object' &&
      member !== null &&
      Object.hasOwn(member, 'prototype')
    ) {
      throw new BadRequest('The key "constructor.prototype" is not allowed')
    }
    refusePoison(member)
  }
}
