import { fail } from '../ground/codes.ts'
import { isToken } from '../http/header.ts'
import type { Params } from './params.ts'
import { type Path, toPath } from './path.ts'
import { type Pattern, parseHostPattern, parsePattern } from './pattern.ts'

/** What may be said about a route besides its path and its target. */
export interface RuleOptions {
  /** Request methods, in any letter case. HEAD goes with GET. Default: `['GET']`. */
  readonly methods?: readonly string[]
  /** Whether OPTIONS is answered without the target, unless `methods` lists it. Default: true. */
  readonly automaticOptions?: boolean
  /** Parameters that the path does not hold; a URL that spells one out is redirected to the rule that has it as default. */
  readonly defaults?: Readonly<Record<string, unknown>>
  /** Whether the form without the last slash is redirected, and the one with an extra slash is not found. Default: true. */
  readonly strictSlashes?: boolean
  /** Whether runs of slashes are redirected to single ones, except in variables that may hold them. Default: true. */
  readonly mergeSlashes?: boolean
  /** Whether requests are redirected to the endpoint's other rule that has the same parameters. Default: false. */
  readonly alias?: boolean
  /**
   * Where requests are redirected to: a path with variables of the rule (`'/users/<id>'`), or what makes one; always a
   * path of this application.
   */
  readonly redirectTo?: string | ((params: Params) => string)
  /** Whether it only makes URLs and never matches. Default: false. */
  readonly buildOnly?: boolean
  /** The only host it answers, which may have variables: `'<tenant>.example.com'`. Not together with `subdomain`. */
  readonly host?: string
  /** The only subdomain it answers, which may have variables. Not together with `host`. */
  readonly subdomain?: string
}

/** What a rule is called, and by whom it was made. */
export interface RuleNames {
  /** The name for URLs: `'blog.show'`. */
  readonly endpoint: string
  /** Who added it, when that is not the application, for messages: `'health'`. */
  readonly owner?: string | undefined
}

/** One registered route. */
export interface Rule<T = unknown> {
  readonly path: string
  readonly endpoint: string
  readonly owner: string | undefined
  /** What answers; the router only hands it back. */
  readonly target: T
  /** Upper case and sorted, with those that were added. */
  readonly methods: readonly string[]
  /** Those of the methods that nobody listed: HEAD beside GET, and OPTIONS. */
  readonly automatic: readonly string[]
  readonly defaults: Params | undefined
  readonly strictSlashes: boolean
  readonly mergeSlashes: boolean
  readonly alias: boolean
  readonly redirectTo: string | ((params: Params) => string) | undefined
  readonly buildOnly: boolean
  readonly host: string | undefined
  readonly subdomain: string | undefined
  /** Its path, taken apart. */
  readonly pattern: Pattern
  /** Its host or subdomain, taken apart; `undefined` answers any. */
  readonly domain: Pattern | undefined
  /** The names of the variables: those of the domain, then those of the path. */
  readonly names: readonly string[]
  /** What a URL of it takes: variables and defaults. */
  readonly arguments: ReadonlySet<string>
}

/**
 * Makes the record of a route. Adds it nowhere.
 *
 * @throws {@link MicroError} `ROUTE_SYNTAX`, `UNKNOWN_CONVERTER`, `CONVERTER_ARGUMENT`, `DUPLICATE_PARAMETER`,
 * `ROUTE_METHODS` or `ROUTE_OPTIONS`.
 */
export function createRule<T>(path: string | Path, target: T, options: RuleOptions & RuleNames): Rule<T> {
  const { text, converters } = toPath(path)
  const { strictSlashes = true, mergeSlashes = true, alias = false, buildOnly = false } = options
  const { endpoint, owner, redirectTo, host, subdomain } = options
  refuseContradictions(text, options)
  const pattern = parsePattern(text, { converters, mergeSlashes })
  const place = host ?? subdomain
  const domain = place === undefined ? undefined : parseHostPattern(place, { converters })
  const names = variableNames(pattern, domain)
  const defaults = ownDefaults(options.defaults)
  const taken = argumentsOf(names, defaults)
  refuseUnknownNames(text, redirectTo, taken)
  const { methods, automatic } = methodsOf(text, options)
  return Object.freeze({
    path: text,
    endpoint,
    owner,
    target,
    pattern,
    domain,
    names,
    defaults,
    strictSlashes,
    mergeSlashes,
    alias,
    buildOnly,
    redirectTo,
    host,
    subdomain,
    methods,
    automatic,
    arguments: taken,
  })
}

function refuseContradictions(path: string, options: RuleOptions): void {
  const problem = contradictionIn(options)
  if (problem !== undefined) throw fail('ROUTE_OPTIONS', { path, problem })
}

function contradictionIn({ host, subdomain, alias, redirectTo, buildOnly }: RuleOptions): string | undefined {
  if (host !== undefined && subdomain !== undefined) return 'it has a host and a subdomain'
  if (alias && redirectTo !== undefined) return 'an alias already is redirected, so redirectTo is never used'
  if (buildOnly && (alias || redirectTo !== undefined))
    return 'a route that never matches cannot be redirected'
  return undefined
}

function refuseUnknownNames(
  path: string,
  redirectTo: RuleOptions['redirectTo'],
  known: ReadonlySet<string>,
): void {
  if (typeof redirectTo !== 'string') return
  if (!redirectTo.startsWith('/'))
    throw fail('ROUTE_OPTIONS', { path, problem: 'redirectTo must start with "/"' })
  for (const [, name = ''] of redirectTo.matchAll(/<(\w+)>/g)) {
    if (!known.has(name))
      throw fail('ROUTE_OPTIONS', { path, problem: `redirectTo names "${name}", which the path does not` })
  }
}

/** Most routes have no variables: those share what is empty. */
const NO_NAMES: readonly string[] = /* @__PURE__ */ Object.freeze([])
const NO_ARGUMENTS: ReadonlySet<string> = new Set()

function argumentsOf(names: readonly string[], defaults: Params | undefined): ReadonlySet<string> {
  if (defaults !== undefined) return new Set([...names, ...Object.keys(defaults)])
  return names.length === 0 ? NO_ARGUMENTS : new Set(names)
}

function variableNames(pattern: Pattern, domain: Pattern | undefined): readonly string[] {
  // Of a path alone each name is known to be there once.
  if (domain === undefined)
    return pattern.variables.length === 0 ? NO_NAMES : pattern.variables.map(({ name }) => name)
  const names = [...domain.variables, ...pattern.variables].map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw fail('DUPLICATE_PARAMETER', { path: pattern.text, name: twice })
  return names
}

function ownDefaults(defaults: RuleOptions['defaults']): Params | undefined {
  if (!defaults || Object.keys(defaults).length === 0) return undefined
  return Object.freeze(Object.assign(Object.create(null), defaults))
}

type RuleMethods = Pick<Rule, 'methods' | 'automatic'>

function methodsOf(path: string, { methods = ['GET'], automaticOptions = true }: RuleOptions): RuleMethods {
  if (!Array.isArray(methods) || methods.length === 0 || !methods.every(isMethod)) {
    throw fail('ROUTE_METHODS', { path, methods: JSON.stringify(methods) })
  }
  const [first = ''] = methods
  const usual = methods.length === 1 && automaticOptions ? USUAL.get(first) : undefined
  return (
    usual ??
    withAutomatic(
      methods.map((method) => method.toUpperCase()),
      automaticOptions,
    )
  )
}

function withAutomatic(listed: readonly string[], automaticOptions: boolean): RuleMethods {
  const automatic: string[] = []
  if (listed.includes('GET') && !listed.includes('HEAD')) automatic.push('HEAD')
  if (automaticOptions && !listed.includes('OPTIONS')) automatic.push('OPTIONS')
  const methods = [...new Set([...listed, ...automatic])].toSorted()
  return { methods: Object.freeze(methods), automatic: Object.freeze(automatic) }
}

/** Those of the routes of one method, which share them. */
const USUAL: ReadonlyMap<string, RuleMethods> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [
    method,
    withAutomatic([method], true),
  ]),
)

function isMethod(method: unknown): boolean {
  return typeof method === 'string' && isToken(method)
}
