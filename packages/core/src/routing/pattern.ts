import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'
import { formatPath } from '../http/target.ts'
import { builtInConverters } from './built-in-converters.ts'
import { type ConverterArgument, ConverterArguments } from './converter-arguments.ts'
import type { Converter, ConverterFactory, ConverterTable } from './converter.ts'
import { nearestName } from './nearest-name.ts'

/** A variable of a path: `<int(min=1):id>`. */
export interface Variable {
  readonly name: string
  /** As written, for messages. */
  readonly source: string
  /** Its converter as written, without the name: variables of one kind share a branch of the tree. */
  readonly kind: string
  /** What the name of the converter stands for; two tables may give one name to different converters. */
  readonly definition: Converter | ConverterFactory
  readonly converter: Converter
}

/** Literal text in the canonical form of paths (`%` is `%25`), or a variable. */
export type Piece = string | Variable

/** What stands between two slashes; or, when it is open, all from a variable that spans segments to the end. */
export interface Segment {
  readonly pieces: readonly Piece[]
  readonly open: boolean
}

/** A path as registered, taken apart. */
export interface Pattern {
  readonly text: string
  readonly segments: readonly Segment[]
  /** Whether it ends with `/`; the root does. */
  readonly slash: boolean
  readonly variables: readonly Variable[]
  /** Literal text as it goes on the wire and variables in turn, for building. */
  readonly template: readonly Piece[]
}

/** How a text is read as a pattern. */
export interface PatternOptions {
  /** Converters besides the built-in ones, which they may replace. */
  readonly converters?: ConverterTable | undefined
  /** Whether runs of slashes in literal text count as one. */
  readonly mergeSlashes?: boolean
}

/**
 * Takes a path apart: `/v<int:major>.<minor>/<path:rest>`.
 *
 * @throws {@link MicroError} `ROUTE_SYNTAX`, `UNKNOWN_CONVERTER`, `CONVERTER_ARGUMENT` or `DUPLICATE_PARAMETER`.
 */
export function parsePattern(text: string, options: PatternOptions = {}): Pattern {
  if (!text.startsWith('/')) throw malformed(text, 'it must start with "/"')
  if (text.startsWith('//')) throw malformed(text, 'what follows "//" is a host to a browser')
  const colon = text.includes('/:') ? /\/(:\w+)/.exec(text)?.[1] : undefined
  if (colon !== undefined)
    throw malformed(text, `"${colon}" is no variable here; it is written "<${colon.slice(1)}>"`)
  const pieces = parsePieces(text, options)
  const { segments, slash } = toSegments(pieces)
  if (segments.some(isDotSegment)) throw malformed(text, 'a "." or ".." segment never reaches a route')
  return Object.freeze({
    text,
    segments,
    slash,
    variables: variablesOf(pieces),
    template: templateOf(pieces),
  })
}

/**
 * Takes a host or a subdomain apart: `<tenant>.example.com`. It is one open segment, and letter case does not count.
 *
 * @throws {@link MicroError} As {@link parsePattern}.
 */
export function parseHostPattern(text: string, options: PatternOptions = {}): Pattern {
  const pieces = parsePieces(text, options).map((piece) =>
    typeof piece === 'string' ? piece.toLowerCase() : piece,
  )
  const segments = [{ pieces, open: true }]
  return Object.freeze({ text, segments, slash: false, variables: variablesOf(pieces), template: pieces })
}

function malformed(path: string, problem: string): MicroError {
  return fail('ROUTE_SYNTAX', { path, problem })
}

function isDotSegment({ pieces }: Segment): boolean {
  return pieces.length === 1 && (pieces[0] === '.' || pieces[0] === '..')
}

/** Whether segments that read the same mean the same: two tables may give one name to different converters. */
export function sameConverters(one: Segment, other: Segment): boolean {
  return one.pieces.every((piece, index) => definitionOf(piece) === definitionOf(other.pieces[index]))
}

function definitionOf(piece: Piece | undefined): Variable['definition'] | undefined {
  return typeof piece === 'object' ? piece.definition : undefined
}

/** The text of pieces that are all literal. */
export function literalText(pieces: readonly Piece[]): string {
  return pieces.filter((piece) => typeof piece === 'string').join('')
}

/** Most paths go on the wire as they are written: one list does for both. */
function templateOf(pieces: readonly Piece[]): readonly Piece[] {
  const formatted = pieces.map((piece) => (typeof piece === 'string' ? formatPath(piece) : piece))
  return formatted.every((piece, index) => piece === pieces[index]) ? pieces : formatted
}

function variablesOf(pieces: readonly Piece[]): readonly Variable[] {
  return pieces.filter((piece) => typeof piece !== 'string')
}

function parsePieces(path: string, options: PatternOptions): readonly Piece[] {
  if (!path.isWellFormed()) throw malformed(path, 'it holds half of a surrogate pair')
  const pieces: Piece[] = []
  let position = 0
  while (position < path.length) {
    const open = path.indexOf('<', position)
    const literal = path.slice(position, open === -1 ? path.length : open)
    if (literal.includes('>')) throw malformed(path, 'a ">" closes nothing')
    if (literal !== '') pieces.push(canonicalLiteral(literal, options.mergeSlashes ?? true))
    if (open === -1) break
    const end = variableEnd(path, open)
    const variable = parseVariable(path, path.slice(open, end), options.converters)
    if (pieces.some((piece) => typeof piece !== 'string' && piece.name === variable.name))
      throw fail('DUPLICATE_PARAMETER', { path, name: variable.name })
    pieces.push(variable)
    position = end
  }
  return pieces
}

function canonicalLiteral(text: string, mergeSlashes: boolean): string {
  const canonical = text.includes('%') ? text.replaceAll('%', '%25') : text
  return mergeSlashes && canonical.includes('//') ? canonical.replaceAll(/\/{2,}/g, '/') : canonical
}

/** The position behind the `>` that closes the variable; one between quotes does not. */
function variableEnd(path: string, open: number): number {
  let quote = ''
  for (let index = open + 1; index < path.length; index++) {
    const character = path.charAt(index)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return index + 1
    else if (character === '<') break
  }
  throw malformed(path, 'a "<" is not closed')
}

const VARIABLE = /^<(?:([A-Za-z_]\w*)(?:\((.*)\))?:)?([A-Za-z_$][\w$]*)>$/s

function parseVariable(path: string, source: string, converters: ConverterTable | undefined): Variable {
  const [, converterName = 'string', argumentText = '', name] = VARIABLE.exec(source) ?? []
  if (name === undefined)
    throw malformed(path, `"${source}" is not <name>, <converter:name> or <converter(arguments):name>`)
  const definition = findConverter(path, converterName, converters)
  const given = parseArguments(path, argumentText)
  return Object.freeze({
    name,
    source,
    kind: `${converterName}(${given.map(({ name: key = '', text }) => `${key}=${JSON.stringify(text)}`).join()})`,
    definition,
    converter: makeConverter(definition, new ConverterArguments(path, given)),
  })
}

function findConverter(
  path: string,
  name: string,
  converters: ConverterTable = {},
): Converter | ConverterFactory {
  for (const table of [converters, builtInConverters]) {
    const found = Object.hasOwn(table, name) ? table[name] : undefined
    if (found) return found
  }
  const known = [...Object.keys(converters), ...Object.keys(builtInConverters)]
  throw fail('UNKNOWN_CONVERTER', { path, name, hint: nearestName(name, known) ?? known.join(', ') })
}

function makeConverter(definition: Converter | ConverterFactory, args: ConverterArguments): Converter {
  const converter = typeof definition === 'function' ? definition(args) : definition
  args.refuseUnread()
  return converter
}

const NONE: readonly ConverterArgument[] = /* @__PURE__ */ Object.freeze([])

/** An argument: `name=`, then a quoted or a bare text, then `,` or the end. Each part is bounded by what follows it. */
const ARGUMENT = /\s*(?:([A-Za-z_]\w*)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s,"'=]+))\s*(?:,|$)/

function parseArguments(path: string, text: string): readonly ConverterArgument[] {
  if (text === '') return NONE
  const found: ConverterArgument[] = []
  const argument = new RegExp(ARGUMENT, 'y')
  while (argument.lastIndex < text.length) {
    const match = argument.exec(text)
    if (!match) throw malformed(path, `the arguments "${text}" are not a list of values or name=value`)
    const [, name, double, single, bare = ''] = match
    const value = double ?? single ?? bare
    found.push(name === undefined ? { text: value } : { name, text: value })
  }
  return found
}

/** What is between the slashes of a path, and whether there is one at its end. */
interface Cut {
  readonly segments: readonly Segment[]
  readonly slash: boolean
}

/** Cuts the pieces at the slashes, up to the first variable that spans segments. */
function toSegments(pieces: readonly Piece[]): Cut {
  const [only = ''] = pieces
  if (pieces.length === 1 && typeof only === 'string') return literalSegments(only)
  const firstOpen = pieces.findIndex((piece) => typeof piece !== 'string' && piece.converter.multiSegment)
  const closedPieces = firstOpen === -1 ? pieces : pieces.slice(0, firstOpen)
  const groups: Piece[][] = []
  for (const piece of closedPieces) {
    if (typeof piece === 'string') startGroups(groups, piece)
    else groups.at(-1)?.push(piece)
  }
  const rest = firstOpen === -1 ? [] : pieces.slice(firstOpen)
  const last = [...(groups.pop() ?? []), ...rest]
  const closed = groups.map((group): Segment => ({ pieces: group, open: false }))
  if (rest.length === 0) {
    return last.length === 0
      ? { segments: closed, slash: true }
      : { segments: [...closed, { pieces: last, open: false }], slash: false }
  }
  const { pieces: open, slash } = withoutSlash(last)
  return { segments: [...closed, { pieces: open, open: true }], slash }
}

/** The same of a path without variables, as most are, without the lists in between. */
function literalSegments(literal: string): Cut {
  const texts = literal.split('/')
  const slash = texts.at(-1) === ''
  const segments: Segment[] = []
  for (let index = 1; index < texts.length - Number(slash); index++) {
    const text = texts[index] ?? ''
    segments.push({ pieces: text === '' ? [] : [text], open: false })
  }
  return { segments, slash }
}

function startGroups(groups: Piece[][], literal: string): void {
  const [first = '', ...others] = literal.split('/')
  if (first !== '') groups.at(-1)?.push(first)
  for (const text of others) groups.push(text === '' ? [] : [text])
}

function withoutSlash(pieces: readonly Piece[]): {
  readonly pieces: readonly Piece[]
  readonly slash: boolean
} {
  const last = pieces.at(-1)
  if (typeof last !== 'string' || !last.endsWith('/')) return { pieces, slash: false }
  const text = last.slice(0, -1)
  return { pieces: text === '' ? pieces.slice(0, -1) : [...pieces.slice(0, -1), text], slash: true }
}
