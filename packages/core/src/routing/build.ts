import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'
import { formatQuery, type QueryValues } from '../http/query.ts'
import { formatPath } from '../http/target.ts'
import { nearestName } from './nearest-name.ts'
import { decodePieces, hideSlashes } from './matcher.ts'
import { literalText, type Piece, type Variable } from './pattern.ts'
import type { Rule } from './rule.ts'
import { splitPieces } from './split.ts'

/** Values by name, for the variables of a rule; `undefined` and `null` count as not given. */
export type UrlInput = Readonly<Record<string, unknown>>

/** How a URL is built besides its values. */
export interface BuildOptions {
  /** Further query parameters. `undefined` and `null` are left out, lists repeat their key. */
  readonly query?: QueryValues
  /** The part after `#`, not yet encoded. */
  readonly anchor?: string
}

/** How the rule of an endpoint is chosen, besides its values. */
export interface ChoiceOptions extends BuildOptions {
  /** Only a rule that answers this method. Default: one that answers GET, else any. */
  readonly method?: string
  /** The host, or the subdomain, of the request: a rule there is preferred. */
  readonly domain?: string
}

/** A URL of this application, and where the application has to put it. */
export interface BuiltUrl<T = unknown> {
  /** Path, query and anchor; starts with one slash. */
  readonly url: string
  /** The host or subdomain that the rule asks for; `undefined` when any will do. */
  readonly domain: string | undefined
  readonly rule: Rule<T>
}

/**
 * Builds the URL of one rule. Values that are no variables of it go to the query.
 *
 * What it builds is matched by the rule with the same values: a value that its converter refuses is an error, also
 * one that would be read as another value between its neighbours (`a-b` and `c` in `/<x>-<y>`).
 *
 * @throws {@link MicroError} `URL_VALUES` when a value is missing or cannot be in a URL.
 */
export function buildUrl<T>(rule: Rule<T>, values: UrlInput = {}, options: BuildOptions = {}): BuiltUrl<T> {
  const missing = missingValues(rule, values)
  if (missing.length > 0) throw missingError(rule.endpoint, missing)
  const path = fillPath(rule, values)
  const query = formatQuery({ ...unknownValues(rule, values), ...options.query })
  const anchor =
    options.anchor === undefined ? '' : `#${encodeURI(options.anchor.toWellFormed()).replaceAll('#', '%23')}`
  return { url: `${path}${query === '' ? '' : `?${query}`}${anchor}`, domain: fillDomain(rule, values), rule }
}

/**
 * Chooses the rule of an endpoint that fits the values best: not an alias, with most of the values among its arguments,
 * with most defaults; and builds its URL.
 *
 * @param rules - Those of the endpoint, in the order of {@link compareForBuilding}.
 * @throws {@link MicroError} `URL_VALUES` when none fits.
 */
export function chooseUrl<T>(
  rules: readonly Rule<T>[],
  values: UrlInput,
  options: ChoiceOptions = {},
): BuiltUrl<T> {
  const { method, domain } = options
  const fitting = rules.filter((rule) => fits(rule, values))
  const byMethod = fitting.filter(({ methods }) => methods.includes(method?.toUpperCase() ?? 'GET'))
  const candidates = byMethod.length > 0 || method !== undefined ? byMethod : fitting
  const built = candidates.slice(0, 1).map((rule) => buildUrl(rule, values, options))
  for (const rule of candidates.slice(1)) {
    if (domain === undefined || built[0]?.domain === domain) break
    const other = buildUrl(rule, values, options)
    if (other.domain === domain) return other
  }
  const [first] = built
  if (!first) throw noneFits(rules, fitting, values, method)
  return first
}

/** The order in which the rules of an endpoint are considered for a URL. */
export function compareForBuilding(one: Rule, other: Rule): number {
  return (
    Number(one.alias) - Number(other.alias) ||
    other.arguments.size - one.arguments.size ||
    Object.keys(other.defaults ?? {}).length - Object.keys(one.defaults ?? {}).length
  )
}

/** @throws {@link MicroError} Always `UNKNOWN_ENDPOINT`. */
export function unknownEndpoint(endpoint: string, known: Iterable<string>): MicroError {
  const near = nearestName(endpoint, known)
  const hint =
    near === undefined ? 'Add a route with this endpoint, or correct the name.' : `Did you mean "${near}"?`
  return fail('UNKNOWN_ENDPOINT', { endpoint, hint })
}

/** Whether a rule has what it needs: a value or a default for each variable, and no value against its defaults. */
export function fits(rule: Rule, values: UrlInput): boolean {
  const { defaults = {} } = rule
  return (
    missingValues(rule, values).length === 0 &&
    Object.keys(defaults).every(
      (name) => !isGiven(own(values, name)) || sameValue(values[name], defaults[name]),
    )
  )
}

/** A template gives `'1'` where a handler has `1`. */
function sameValue(one: unknown, other: unknown): boolean {
  return one === other || (isScalar(one) && isScalar(other) && String(one) === String(other))
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function missingValues({ names, defaults = {} }: Rule, values: UrlInput): readonly string[] {
  return names.filter((name) => !isGiven(own(values, name)) && !isGiven(own(defaults, name)))
}

/** A value named `constructor` is one only if it was given. */
function own(values: UrlInput, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function unknownValues(rule: Rule, values: UrlInput): QueryValues {
  const unknown = Object.entries(values).filter(([name]) => !rule.arguments.has(name))
  return Object.fromEntries(
    unknown.map(([name, value]) => [name, Array.isArray(value) ? value.map(queryText) : queryText(value)]),
  )
}

function queryText(value: unknown): string | undefined {
  return isGiven(value) ? String(value) : undefined
}

function fillPath(rule: Rule, values: UrlInput): string {
  const { template, variables, segments, slash } = rule.pattern
  if (variables.length === 0) return literalText(template)
  const texts = new Map(variables.map((variable) => [variable, textOf(rule, variable, values)]))
  const textIn = (variable: Variable): string => texts.get(variable) ?? ''
  for (const { pieces, open } of segments) refuseMisreading(rule, pieces, open, textIn)
  const path = template
    .map((piece) => (typeof piece === 'string' ? piece : encodeValue(piece, textIn(piece))))
    .join('')
  // A browser resolves dot segments before it asks, and the target parser refuses them behind an encoded separator too.
  if (/(?:\/|%2F|%5C)\.\.?(?:$|\/|%2F|%5C)/.test(path))
    throw unreadable(rule, 'a segment would be "." or ".."')
  if (slash && path.endsWith('//')) throw unreadable(rule, 'it would end with two slashes')
  return path
}

/** The text of a value, which its own converter has to accept. */
function textOf(rule: Rule, { name, source, converter }: Variable, values: UrlInput): string {
  const value = own(values, name) ?? rule.defaults?.[name]
  const text = converter.format(value)
  const { multiSegment = false } = converter
  const possible =
    text !== '' && text.isWellFormed() && !text.includes('\0') && !(multiSegment && text.startsWith('/'))
  if (possible && converter.parse(text) !== undefined) return text
  throw unreadable(rule, `${JSON.stringify(String(value))} is no value of ${source}`)
}

/** Variables that share a segment must be told apart again when the URL is read. */
function refuseMisreading(
  rule: Rule,
  canonical: readonly Piece[],
  open: boolean,
  textIn: (variable: Variable) => string,
): void {
  const variables = canonical.filter((piece) => typeof piece !== 'string')
  if (variables.length < 2) return
  const pieces = decodePieces(canonical)
  const parts = pieces.map((piece) => (typeof piece === 'string' ? piece : hideSlashes(piece, textIn(piece))))
  const read = splitPieces(pieces, parts.join(''), open)
  if (read?.every((text, index) => text === parts[pieces.indexOf(variables[index] ?? '')])) return
  throw unreadable(
    rule,
    `the values of ${variables.map(({ source }) => source).join(' and ')} could not be told apart`,
  )
}

/** Fills a text with variables of the rule: `'/users/<id>'`. */
export function fillTemplate(rule: Rule, template: string, values: UrlInput): string {
  const variables = new Map(
    [...(rule.domain?.variables ?? []), ...rule.pattern.variables].map((one) => [one.name, one]),
  )
  return template.replaceAll(/<(\w+)>/g, (_, name: string) => {
    const variable = variables.get(name)
    return variable
      ? encodeValue(variable, textOf(rule, variable, values))
      : encodeURIComponent(String(own(values, name)))
  })
}

function encodeValue({ converter }: Variable, text: string): string {
  const escaped = text.replaceAll('%', '%25')
  return formatPath(converter.multiSegment ? escaped : escaped.replaceAll('/', '%2F'))
}

function fillDomain(rule: Rule, values: UrlInput): string | undefined {
  const texts = rule.domain?.template.map((piece) =>
    typeof piece === 'string' ? piece : labelOf(rule, piece, values),
  )
  return texts?.join('').toLowerCase()
}

/** A value in a host must not say where the host ends. */
function labelOf(rule: Rule, variable: Variable, values: UrlInput): string {
  const text = textOf(rule, variable, values)
  if (/^[\w.-]+$/.test(text)) return text
  throw unreadable(rule, `"${text}" cannot be in a host name`)
}

function unreadable(rule: Rule, problem: string): MicroError {
  return unbuildable(
    rule.endpoint,
    problem,
    'Give a value that the rule would match; it is built only if it can be read back.',
  )
}

function unbuildable(endpoint: string, problem: string, hint: string): MicroError {
  return fail('URL_VALUES', { endpoint, problem, hint })
}

function missingError(endpoint: string, missing: readonly string[]): MicroError {
  const names = quoted(missing)
  return unbuildable(
    endpoint,
    `${names} ${missing.length === 1 ? 'is' : 'are'} missing`,
    `Did you forget to specify ${names}?`,
  )
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

function noneFits(
  rules: readonly Rule[],
  fitting: readonly Rule[],
  values: UrlInput,
  method = 'GET',
): MicroError {
  const [nearest] = rules.toSorted(
    (one, other) => missingValues(one, values).length - missingValues(other, values).length,
  )
  const endpoint = nearest?.endpoint ?? ''
  if (fitting.length > 0) {
    const methods = [...new Set(fitting.flatMap((rule) => rule.methods))].toSorted()
    return unbuildable(
      endpoint,
      `none of its routes answers ${method}`,
      `Did you mean to use ${methods.join(', ')}?`,
    )
  }
  const missing = nearest ? missingValues(nearest, values) : []
  if (missing.length > 0) return missingError(endpoint, missing)
  return unbuildable(
    endpoint,
    'a value differs from the default of its route',
    'Leave that value out, or add a route with a variable for it.',
  )
}
