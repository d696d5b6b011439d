import { decodeSegment } from '../http/target.ts'
import { literalText, type Piece, type Segment, type Variable } from './pattern.ts'
import { splitPieces } from './split.ts'

/** Reads a segment, or the rest of a path, into the values of its variables. */
export interface Matcher {
  /**
   * Writes the values into `values`, from `at` on; false when the text does not fit, whatever it has written.
   *
   * @param text - A segment, decoded; for an open one the rest of the path, in canonical form.
   */
  read(text: string, values: unknown[], at: number): boolean
}

const SLASH = 47

/**
 * Stands for an encoded slash while a text that holds real ones is divided. A path never holds this character: the
 * target parser refuses it.
 */
const ENCODED_SLASH = '\0'

/** Chooses how a segment is read: most have one variable, and then nothing has to be divided. */
export function createMatcher({ pieces, open }: Segment): Matcher {
  const [only] = pieces
  if (pieces.length === 1 && typeof only === 'object') return open ? restOfPath(only) : wholeSegment(only)
  const [variable, ...others] = pieces.filter((piece) => typeof piece !== 'string')
  if (!variable) return literal(decodeSegment(literalText(pieces)))
  if (others.length > 0) return dividing(decodePieces(pieces), [variable, ...others], open)
  const whole = open ? restOfPath(variable) : wholeSegment(variable)
  const index = pieces.indexOf(variable)
  const around = open ? pieces : decodePieces(pieces)
  return between(literalAt(around, index - 1), whole, literalAt(around, index + 1))
}

function literal(expected: string): Matcher {
  return { read: (text) => text === expected }
}

function wholeSegment({ converter }: Variable): Matcher {
  return {
    read(text, values, at) {
      if (text === '') return false
      const value = converter.parse(text)
      values[at] = value
      return value !== undefined
    },
  }
}

/** An encoded slash in it could not be told from a real one by the handler. */
function restOfPath(variable: Variable): Matcher {
  const whole = wholeSegment(variable)
  return {
    read(text, values, at) {
      if (text.charCodeAt(0) === SLASH) return false
      if (!text.includes('%')) return whole.read(text, values, at)
      return !text.includes('%2F') && whole.read(decodeSegment(text), values, at)
    },
  }
}

function between(prefix: string, inner: Matcher, suffix: string): Matcher {
  return {
    read: (text, values, at) =>
      text.startsWith(prefix) &&
      text.endsWith(suffix) &&
      inner.read(text.slice(prefix.length, text.length - suffix.length), values, at),
  }
}

function dividing(pieces: readonly Piece[], variables: readonly Variable[], open: boolean): Matcher {
  const first = literalAt(pieces, 0)
  const last = literalAt(pieces, pieces.length - 1)
  return {
    read(text, values, at) {
      const readable = open ? text.replaceAll('%2F', ENCODED_SLASH).replaceAll('%25', '%') : text
      if (!readable.startsWith(first) || !readable.endsWith(last)) return false
      const parts = splitPieces(pieces, readable, open)
      return parts?.every((part, index) => readPart(variables[index], part, values, at + index)) ?? false
    },
  }
}

function literalAt(pieces: readonly Piece[], index: number): string {
  const piece = pieces[index]
  return typeof piece === 'string' ? piece : ''
}

/** Pieces with their literal text as it reads, for {@link splitPieces}. */
export function decodePieces(canonical: readonly Piece[]): readonly Piece[] {
  return canonical.map((piece) => (typeof piece === 'string' ? piece.replaceAll('%25', '%') : piece))
}

/** A value as it stands in a text that is going to be divided. */
export function hideSlashes({ converter }: Variable, text: string): string {
  return converter.multiSegment ? text : text.replaceAll('/', ENCODED_SLASH)
}

function readPart(variable: Variable | undefined, part: string, values: unknown[], at: number): boolean {
  if (!variable || (variable.converter.multiSegment && part.includes(ENCODED_SLASH))) return false
  const value = variable.converter.parse(part.replaceAll(ENCODED_SLASH, '/'))
  values[at] = value
  return value !== undefined
}
