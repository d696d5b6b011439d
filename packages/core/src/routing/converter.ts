import type { ConverterArguments } from './converter-arguments.ts'
import { assertSafePattern } from './safe-pattern.ts'

/**
 * What a text of this converter looks like, for places where several variables share a segment
 * (`/<int:id>-<slug>`): without one, any text of one character or more may belong to it.
 */
export interface ConverterShape {
  /** Whether a text may hold this UTF-16 code unit. Default: any may. */
  readonly accepts?: (code: number) => boolean
  /** Fewest code units. Default: 1. */
  readonly min?: number
  /** Most code units. Default: no limit. */
  readonly max?: number
}

/** Turns the text of one variable of a path into a value, and the value back into text. */
export interface Converter<T = unknown> {
  /**
   * The value of a text that is already percent-decoded; `undefined` refuses it, and the next rule that could match
   * is tried.
   */
  parse(text: string): T | undefined
  /** The text of a value, not yet percent-encoded. A text that `parse` refuses cannot be built into a URL. */
  format(value: T): string
  /** Smaller is tried earlier: numbers 50, text 100, several segments 200. Default: 100. */
  readonly weight?: number
  /** Whether a text may hold `/`, so that it spans segments. Default: false. */
  readonly multiSegment?: boolean
  /** See {@link ConverterShape}. */
  readonly shape?: ConverterShape
}

/** Makes the converter of one variable from its arguments: those of `<list(separator=";"):tags>`. */
export type ConverterFactory<T = unknown> = (args: ConverterArguments) => Converter<T>

/** Converters by the name they have in paths. */
export type ConverterTable = Readonly<Record<string, Converter | ConverterFactory>>

/** What {@link defineConverter} takes besides the two directions. */
export interface ConverterOptions {
  /** The whole text must match; anchors and flags `g`, `m`, `y` mean nothing here. It must not be able to backtrack badly. */
  readonly pattern?: RegExp
  /** See {@link Converter.weight}. */
  readonly weight?: number
  /** See {@link Converter.multiSegment}. */
  readonly multiSegment?: boolean
  /** See {@link ConverterShape}. */
  readonly shape?: ConverterShape
}

/** The two directions of {@link defineConverter}. */
export interface ConverterDirections<T> {
  readonly parse: (text: string) => T | undefined
  readonly format: (value: T) => string
}

/**
 * Declares a converter of one's own, to be named by {@link definePaths}.
 *
 * Does not register it anywhere: a path carries its converters. Without `parse` and `format` the value is the text.
 *
 * @throws {@link MicroError} `UNSAFE_PATTERN` when the pattern could need exponential or quadratic time for some
 * text, or uses what cannot be judged (look-around, back-references).
 * @example
 * const isoDate = defineConverter({
 *   pattern: /\d{4}-\d\d-\d\d/,
 *   parse: (text) => new Date(`${text}T00:00:00Z`),
 *   format: (day) => day.toISOString().slice(0, 10),
 * })
 * const slug = defineConverter({ pattern: /[a-z][a-z0-9-]+/ })
 */
export function defineConverter<T>(options: ConverterOptions & ConverterDirections<T>): Converter<T>
export function defineConverter(options: ConverterOptions): Converter<string>
export function defineConverter(
  options: ConverterOptions & Partial<ConverterDirections<unknown>>,
): Converter {
  const { pattern, parse = asIs, format = String, ...rest } = options
  if (!pattern) return Object.freeze({ ...rest, parse, format })
  assertSafePattern(pattern)
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replaceAll(/[gmy]/g, ''))
  return Object.freeze({
    ...rest,
    parse: (text: string) => (whole.test(text) ? parse(text) : undefined),
    format,
  })
}

function asIs(text: string): unknown {
  return text
}
