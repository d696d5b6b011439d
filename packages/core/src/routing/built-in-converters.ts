import type { ConverterArguments } from './converter-arguments.ts'
import type { Converter, ConverterFactory, ConverterShape, ConverterTable } from './converter.ts'

const MINUS = 45
const DOT = 46
const SLASH = 47

/** From 16 digits on, a text may name an integer that a number cannot hold, so that two texts would be one value. */
const MAX_INT_DIGITS = 15

const NUMBER_WEIGHT = 50
const PATH_WEIGHT = 200

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/** Where the run of digits that starts at `from` ends. */
function digitsEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

/** Text of one segment: `<name>`, `<string(minlength=1, maxlength=20, length=2):name>`, lengths in UTF-16 code units. */
function string(args: ConverterArguments): Converter<string> {
  const minlength = args.count('minlength') ?? 1
  const maxlength = args.count('maxlength') ?? Infinity
  const length = args.count('length')
  const min = length ?? minlength
  const max = length ?? maxlength
  const parse = (text: string): string | undefined =>
    text.length >= min && text.length <= max ? text : undefined
  return { parse, format: String, shape: { min, max } }
}

/**
 * A whole number of at most 15 digits: `<int(fixedDigits=4, min=1, max=10, signed=true):id>`. No sign unless `signed`,
 * never an exponent; leading zeros are dropped.
 */
function int(args: ConverterArguments): Converter<number> {
  const digits = args.count('fixedDigits')
  const min = args.number('min') ?? -Infinity
  const max = args.number('max') ?? Infinity
  const signed = args.flag('signed')

  function parse(text: string): number | undefined {
    const start = signed && text.charCodeAt(0) === MINUS ? 1 : 0
    const length = text.length - start
    if (length === 0 || length > MAX_INT_DIGITS || (digits !== undefined && length !== digits))
      return undefined
    let value = 0
    for (let index = start; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (!isDigit(code)) return undefined
      value = value * 10 + code - 48
    }
    if (start === 1 && value !== 0) value = -value
    return value >= min && value <= max ? value : undefined
  }
  return {
    parse,
    format: (value) => padded(value, digits ?? 0),
    weight: NUMBER_WEIGHT,
    shape: numberShape(signed, isDigit),
  }
}

function padded(value: number, digits: number): string {
  const text = String(value)
  return text.startsWith('-') ? `-${text.slice(1).padStart(digits, '0')}` : text.padStart(digits, '0')
}

function numberShape(signed: boolean, accepts: (code: number) => boolean): ConverterShape {
  return { accepts: signed ? (code) => code === MINUS || accepts(code) : accepts }
}

/** A decimal number with digits on both sides of its dot: `<float(min=0, max=1, signed=true):ratio>`. */
function float(args: ConverterArguments): Converter<number> {
  const min = args.number('min') ?? -Infinity
  const max = args.number('max') ?? Infinity
  const signed = args.flag('signed')

  function parse(text: string): number | undefined {
    const start = signed && text.charCodeAt(0) === MINUS ? 1 : 0
    const dot = digitsEnd(text, start)
    if (dot === start || text.charCodeAt(dot) !== DOT) return undefined
    if (dot + 1 === text.length || digitsEnd(text, dot + 1) !== text.length) return undefined
    const value = Number(text)
    return Number.isFinite(value) && value >= min && value <= max ? value : undefined
  }
  const shape = numberShape(signed, (code) => code === DOT || isDigit(code))
  return { parse, format: plainDecimal, weight: NUMBER_WEIGHT, shape }
}

/** A number without an exponent and with a dot: `1e-7` gives `'0.0000001'`, `1` gives `'1.0'`. */
function plainDecimal(value: number): string {
  const text = String(value)
  const [mantissa = '', exponent] = text.split('e')
  if (exponent === undefined) return text.includes('.') ? text : `${text}.0`
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.')
  const power = Number(exponent)
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${whole}${fraction}`
  return `${sign}${whole}${fraction.padEnd(power, '0')}.0`
}

/** The rest of the path or a part of it, `/` included: `<path:file>`. Never starts with `/`, never holds a dot segment. */
function path(): Converter<string> {
  return { parse: parsePath, format: String, weight: PATH_WEIGHT, multiSegment: true }
}

function parsePath(text: string): string | undefined {
  // A value with `.` or `..` segments would name another place to whoever joins it with a folder or a URL.
  return text.charCodeAt(0) === SLASH || hasDotSegment(text) ? undefined : text
}

function hasDotSegment(text: string): boolean {
  for (let at = text.indexOf('.'); at !== -1; at = text.indexOf('.', at + 1)) {
    const isStart = at === 0 || text.charCodeAt(at - 1) === SLASH
    if (isStart && /^\.\.?(?:\/|$)/.test(text.slice(at, at + 3))) return true
  }
  return false
}

/** One of the given texts: `<any(html, json):format>`. */
function any(args: ConverterArguments): Converter<string> {
  const choices = new Set(args.rest())
  if (choices.size === 0) throw args.refuse('any needs its choices')
  const lengths = [...choices].map((choice) => choice.length)
  const codes = new Set([...choices].flatMap((choice) => choice.split('').map((unit) => unit.charCodeAt(0))))
  return {
    parse: (text) => (choices.has(text) ? text : undefined),
    format: String,
    shape: { min: Math.min(...lengths), max: Math.max(...lengths), accepts: (code) => codes.has(code) },
  }
}

const UUID_LENGTH = 36

/** A UUID in its usual form, of any version: `<uuid:id>`. Upper case is accepted, the value is lower case. */
function uuid(): Converter<string> {
  return {
    parse: (text) => (isUuid(text) ? text.toLowerCase() : undefined),
    format: String,
    shape: { min: UUID_LENGTH, max: UUID_LENGTH, accepts: (code) => code === MINUS || isHex(code) },
  }
}

function isUuid(text: string): boolean {
  if (text.length !== UUID_LENGTH) return false
  for (let index = 0; index < UUID_LENGTH; index++) {
    const code = text.charCodeAt(index)
    const hyphen = index === 8 || index === 13 || index === 18 || index === 23
    if (hyphen ? code !== MINUS : !isHex(code)) return false
  }
  return true
}

/** The converters that every path may use: `string`, `int`, `float`, `path`, `any`, `uuid`. */
export const builtInConverters: ConverterTable & { readonly string: ConverterFactory<string> } =
  /* @__PURE__ */ Object.freeze({
    string,
    int,
    float,
    path,
    any,
    uuid,
  })
