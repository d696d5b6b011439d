import { formatPath } from '../http/target.ts'
import {
  type BuiltUrl,
  type ChoiceOptions,
  chooseUrl,
  compareForBuilding,
  unknownEndpoint,
  type UrlInput,
} from './build.ts'
import { Domains } from './domains.ts'
import type { Match, NotFound } from './match.ts'
import { createParams } from './params.ts'
import type { Path } from './path.ts'
import type { Pattern } from './pattern.ts'
import { redirect, redirectFrom } from './redirects.ts'
import { createRule, type Rule, type RuleNames, type RuleOptions } from './rule.ts'
import { ANY_METHOD, type Missed, Search } from './search.ts'
import { type Entry, insertRule, Node } from './tree.ts'

const SLASH = 47

const NOT_FOUND: NotFound = Object.freeze({ kind: 'not-found' })

/**
 * Finds the rule for a method and a path, and the URL for an endpoint and its values.
 *
 * The order in which rules are added never matters. Knows no requests, no blueprints, and of hosts only a text to compare.
 *
 * @example
 * const router = new Router<string>()
 * router.add('/users/<int:id>', 'a user', { endpoint: 'user' })
 * router.match('GET', '/users/42') // { kind: 'found', rule, params: { id: 42 } }
 * router.build('user', { id: 42 }).url // '/users/42'
 */
export class Router<T> {
  readonly #root = new Node<T>()
  /** The trees of the rules that ask for a host or subdomain, by that. */
  readonly #domains = new Domains<Node<T>>(() => new Node())
  readonly #rules: Rule<T>[] = []
  /** The rules of each endpoint, in the order in which URLs choose among them. */
  readonly #endpoints = new Map<string, Rule<T>[]>()
  /** Endpoints of which a rule may redirect although it matched. */
  readonly #redirecting = new Set<string>()

  /**
   * @throws {@link MicroError} `ROUTE_CONFLICT` when another rule has the same path and one of its methods, and as
   * {@link createRule}.
   */
  add(path: string | Path, target: T, options: RuleOptions & RuleNames): Rule<T> {
    const rule = createRule(path, target, options)
    if (!rule.buildOnly) insertRule(this.#rootFor(rule.domain), rule)
    this.#rules.push(rule)
    const alike = this.#endpoints.get(rule.endpoint)
    if (alike) alike.splice(placeOf(rule, alike), 0, rule)
    else this.#endpoints.set(rule.endpoint, [rule])
    if (rule.alias || rule.redirectTo !== undefined || rule.defaults) this.#redirecting.add(rule.endpoint)
    return rule
  }

  /** Every rule, in the order in which they were added. */
  get rules(): readonly Rule<T>[] {
    return this.#rules
  }

  /**
   * What becomes of a request. It may be asked while rules are still added.
   *
   * @param method - Upper case.
   * @param path - In canonical form, as {@link parseTarget} gives it: decoded once, but for `%2F` and `%25`.
   * @param domain - The host, or the subdomain, in lower case; what rules with a `host` or `subdomain` are compared to.
   */
  match(method: string, path: string, domain?: string): Match<T> {
    const search = new Search<T>(method, path)
    const entry = this.#find(search, domain)
    return entry ? this.#conclude(entry, search, domain) : this.#concludeMiss(search, domain)
  }

  /**
   * The URL of an endpoint; values that are no variables of its rule go to the query.
   *
   * @throws {@link MicroError} `UNKNOWN_ENDPOINT`, with the nearest name; `URL_VALUES` when no rule of the endpoint fits.
   */
  build(endpoint: string, values: UrlInput = {}, options: ChoiceOptions = {}): BuiltUrl<T> {
    const rules = this.#endpoints.get(endpoint)
    if (!rules) throw unknownEndpoint(endpoint, this.#endpoints.keys())
    return chooseUrl(rules, values, options)
  }

  #rootFor(domain: Pattern | undefined): Node<T> {
    return domain ? this.#domains.add(domain) : this.#root
  }

  #find(search: Search<T>, domain: string | undefined): Entry<T> | undefined {
    const entry = domain === undefined ? undefined : this.#findAt(domain, search)
    return entry ?? search.walk(this.#root, 0, 0)
  }

  /** Rules of this very host first, then those of hosts with variables. */
  #findAt(domain: string, search: Search<T>): Entry<T> | undefined {
    for (const { value, variables } of this.#domains.find(domain, search.values)) {
      const entry = search.walk(value, 0, variables)
      if (entry) return entry
    }
    return undefined
  }

  #conclude(entry: Entry<T>, search: Search<T>, domain: string | undefined): Match<T> {
    const { rule, found } = entry
    // A client that asks for permission is never sent elsewhere: a preflight request fails on any redirect.
    const isOptions = search.method === 'OPTIONS'
    if (isOptions && entry.automatic)
      return { kind: 'options', allowed: this.#allowed(search.path, domain), rule }
    if (search.wantsSlash && !isOptions) return redirect(rule, formatPath(`${search.path}/`), undefined)
    const params =
      rule.names.length === 0 ? found.params : createParams(rule.names, search.values, rule.defaults)
    if (this.#redirecting.size > 0 && !isOptions && this.#redirecting.has(rule.endpoint)) {
      const rules = this.#endpoints.get(rule.endpoint) ?? []
      const elsewhere = redirectFrom(rules, rule, params, search.method)
      if (elsewhere) return elsewhere
    }
    return params === found.params ? found : { kind: 'found', rule, params }
  }

  #concludeMiss({ method, path, missed }: Search<T>, domain: string | undefined): Match<T> {
    if (missed) return { kind: 'method-not-allowed', allowed: union(missed) }
    const merged = hasEmptySegment(path) && this.#matchMerged(method, path.replaceAll(/\/{2,}/g, '/'), domain)
    return merged || NOT_FOUND
  }

  #matchMerged(method: string, path: string, domain: string | undefined): Match<T> | undefined {
    const search = new Search<T>(method, path)
    const entry = this.#find(search, domain)
    if (!entry?.rule.mergeSlashes) return undefined
    if (method === 'OPTIONS') return this.#conclude(entry, search, domain)
    return redirect(entry.rule, formatPath(search.wantsSlash ? `${path}/` : path), undefined)
  }

  /** The methods of every rule that has this path. */
  #allowed(path: string, domain: string | undefined): readonly string[] {
    const search = new Search<T>(ANY_METHOD, path)
    this.#find(search, domain)
    return union(search.missed)
  }
}

/** Counts through the codes: looking for a text of two characters takes several times as long. */
function hasEmptySegment(path: string): boolean {
  for (let index = 1; index < path.length; index++) {
    if (path.charCodeAt(index) === SLASH && path.charCodeAt(index - 1) === SLASH) return true
  }
  return false
}

function placeOf(rule: Rule, rules: readonly Rule[]): number {
  const last = rules.at(-1)
  if (last && compareForBuilding(rule, last) >= 0) return rules.length
  return rules.findIndex((other) => compareForBuilding(rule, other) < 0)
}

function union<T>(missed: Missed<T> | undefined): readonly string[] {
  if (missed && !missed.before) return missed.leaf.allowed
  const methods = new Set<string>()
  for (let one: Missed<T> | undefined = missed; one; one = one.before) {
    for (const method of one.leaf.allowed) methods.add(method)
  }
  return [...methods].toSorted()
}
