import { fail } from '../ground/codes.ts'
import type { MicroError } from '../ground/errors.ts'
import type { AnyParams } from '../context/context.ts'
import { ambientRequest } from '../context/current.ts'
import type { RouteRef } from '../context/running-app.ts'
import type { UrlOptions } from '../context/url-options.ts'
import { Chains } from '../pipeline/endpoint.ts'
import { locator } from '../pipeline/locate.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Scope } from '../pipeline/scope.ts'
import { Domains } from '../routing/domains.ts'
import { joinPaths, type Path } from '../routing/path.ts'
import { Router } from '../routing/router.ts'
import type { Rule } from '../routing/rule.ts'
import { Scopes } from '../routing/scopes.ts'
import { type DomainRules, domainOf, hostOf } from './domains.ts'
import type { AnyHandler, RouteDefinition } from './handler.ts'
import { MountedRoute } from './mounted-route.ts'
import type { Expects, UrlDefaults } from './request-hooks.ts'
import type { Versions } from './versions.ts'

/** A scope with where its routes are. */
export interface Place {
  readonly scope: Scope
  readonly prefix: Path
  readonly subdomain: string | undefined
  /** Values that its routes have as `defaults`. */
  readonly defaults: AnyParams
  /** What goes before the names of its commands, with a space at its end. */
  readonly commandGroup: string
  /** Its own; those of what is around it go first. */
  readonly urlDefaults: readonly UrlDefaults[]
  /** What it is put in; `undefined` for the app. */
  readonly outer: Place | undefined
}

/** A URL of this app: its path, and the host to put before it when it is not that of the current request. */
export interface LocalUrl {
  readonly path: string
  readonly host: string | undefined
}

interface MountedEndpoint {
  /** `undefined` while all its routes are without one. */
  readonly handler: AnyHandler | undefined
  readonly place: Place
  readonly rules: readonly Rule[]
  readonly versions: Versions | undefined
}

/** One route as it is served, for a listing. */
export interface RouteListing {
  readonly endpoint: string
  /** Upper case and sorted, with HEAD and OPTIONS where they come by themselves. */
  readonly methods: readonly string[]
  /** With the prefixes of its blueprints. */
  readonly path: string
  /** Dotted name of the blueprint; `undefined` for the app's own. */
  readonly blueprint: string | undefined
  readonly subdomain: string | undefined
  /** The host that it asks for; `undefined` for any. */
  readonly host: string | undefined
}

/** All routes of an app: finds the endpoint of a request, and the URL of an endpoint. */
export class RouteTable {
  readonly #router = new Router<MountedRoute>()
  readonly #chains = new Chains()
  readonly #scopes = new Scopes<Scope>()
  readonly #places = new Map<string, Place>()
  readonly #endpoints = new Map<string, MountedEndpoint>()
  readonly #namesOf = new Map<RouteRef, string[]>()
  /** Hosts or subdomains that routes ask for. While there are none, no request is compared. */
  readonly #domains = new Set<string>()
  /** The same, to be looked up by the host of a request. */
  readonly #asked = new Domains<true>(() => true)
  /** What the routes ask for: whole hosts, or subdomains of `serverName`; never both. */
  #domainKind: 'host' | 'subdomain' = 'subdomain'

  /** Says which scope owns the paths below a prefix. */
  addPlace(place: Place): void {
    this.#places.set(place.scope.name, place)
    this.#checkDomain(place.prefix.text, undefined, place.subdomain)
    if (place.prefix.text !== '' || place.subdomain !== undefined)
      this.#scopes.add(place.prefix, place.scope, { domain: place.subdomain })
  }

  /** Whether a scope of this name is there. */
  hasPlace(name: string): boolean {
    return this.#places.has(name)
  }

  /** @throws {@link MicroError} `ENDPOINT_NAME`, `ENDPOINT_TAKEN`, `ROUTE_CONFLICT` and what the path is refused for. */
  add(definition: RouteDefinition, place: Place, owner?: string): void {
    const { route, options, path, handler } = definition
    const endpoint = place.scope.name === '' ? route.endpoint : `${place.scope.name}.${route.endpoint}`
    if (options.endpoint === '' || options.endpoint?.includes('.'))
      throw fail('ENDPOINT_NAME', { name: JSON.stringify(options.endpoint) })
    const known = this.#endpoints.get(endpoint)
    const taken = known?.handler !== undefined && handler !== undefined && known.handler !== handler
    const full = joinPaths(place.prefix, path)
    // Two handlers for the same requests: that is what is wrong, and not a name that nobody chose.
    const clashes = known?.rules.some((rule) => rule.path === full.text) ?? false
    if (taken && !clashes) throw fail('ENDPOINT_TAKEN', { endpoint })
    const target = new MountedRoute(definition, endpoint, place.scope, this.#chains)
    const { subdomain = options.host === undefined ? place.subdomain : undefined } = options
    this.#checkDomain(route.path, options.host, subdomain)
    const rule = this.#router.add(full, target, {
      ...options,
      defaults: options.defaults === undefined ? place.defaults : { ...place.defaults, ...options.defaults },
      methods: route.methods,
      endpoint,
      owner,
      ...(subdomain === undefined ? {} : { subdomain }),
    })
    if (taken) throw fail('ENDPOINT_TAKEN', { endpoint })
    if (rule.domain !== undefined) this.#asked.add(rule.domain)
    const rules = known === undefined ? [rule] : [...known.rules, rule]
    this.#endpoints.set(endpoint, {
      handler: handler ?? known?.handler,
      place,
      rules,
      versions: definition.versions,
    })
    const names = this.#namesOf.get(route)
    if (names === undefined) this.#namesOf.set(route, [endpoint])
    else names.push(endpoint)
  }

  /** Makes ready what tells the versions in URLs. */
  async loadVersions(): Promise<void> {
    for (const { versions } of this.#endpoints.values()) if (versions !== undefined) await versions.load()
  }

  /** How many routes there are. */
  get size(): number {
    return this.#router.rules.length
  }

  /** Every route, in order of registration. */
  list(): RouteListing[] {
    return this.#router.rules.map(({ endpoint, methods, path, subdomain, host, target }) => ({
      endpoint,
      methods,
      path,
      subdomain,
      host,
      blueprint: target.scope.name === '' ? undefined : target.scope.name,
    }))
  }

  /**
   * Makes the function that finds the endpoint of a request.
   *
   * @throws {@link MicroError} `SERVER_NAME_MISSING` when a route asks for a subdomain and nobody knows of what.
   */
  locator(app: Scope, serverName: string | undefined): Plan['locate'] {
    const rules: DomainRules = { kind: this.#domainKind, serverName }
    const [first] = this.#domains
    if (first !== undefined) hostOf(first, rules)
    return locator(this.#router, {
      chains: this.#chains,
      scopeOf: (path, domain) => this.#scopes.find(path, domain) ?? app,
      domainOf: this.#domains.size === 0 ? () => undefined : (host) => domainOf(host, rules),
      hostOf: (domain) => hostOf(domain, rules),
    })
  }

  /**
   * The path of an endpoint's URL, with query and anchor, and the host that it asks for.
   *
   * @param name - Full name, or `'.name'` within the blueprint of the current request.
   * @throws {@link MicroError} `UNKNOWN_ENDPOINT`, `URL_VALUES`, `SERVER_NAME_MISSING`.
   */
  urlFor(
    name: string,
    values: Readonly<Record<string, unknown>>,
    options: UrlOptions,
    serverName: string | undefined,
  ): LocalUrl {
    const endpoint = this.fullName(name)
    if (options.external === false && options.scheme !== undefined) throw schemeOfPath(endpoint)
    const complete = this.#withDefaults(endpoint, values)
    const rules: DomainRules = { kind: this.#domainKind, serverName }
    const here = this.#domains.size === 0 ? undefined : domainOf(ambientRequest()?.request.host ?? '', rules)
    const { query, anchor, method } = options
    const built = this.#router.build(endpoint, complete, {
      ...(query === undefined ? {} : { query }),
      ...(anchor === undefined ? {} : { anchor }),
      ...(method === undefined ? {} : { method }),
      ...(here === undefined ? {} : { domain: here }),
    })
    return { path: built.url, host: this.#hostFor(built.domain, here, rules) }
  }

  #withDefaults(endpoint: string, values: AnyParams): AnyParams {
    const known = this.#endpoints.get(endpoint)
    const complete = { ...values }
    const expects: Expects = (...names) =>
      known?.rules.some((rule) => names.every((name) => rule.arguments.has(name))) ?? false
    for (const fill of urlDefaultsOf(known?.place)) fill(endpoint, complete, expects)
    const version = known?.versions?.version(complete)
    if (version !== undefined) complete['v'] ??= version
    return complete
  }

  /**
   * The host that goes before a path; `undefined` when that of the request will do. On a host that routes ask for, the path
   * of one that asks for none may be theirs: it is reached by `serverName`.
   */
  #hostFor(domain: string | undefined, here: string | undefined, rules: DomainRules): string | undefined {
    if (domain === here) return undefined
    if (domain !== undefined) return hostOf(domain, rules)
    const isAsked = here !== undefined && this.#asked.find(here, []).next().done !== true
    return isAsked ? rules.serverName : undefined
  }

  /** The full name of an endpoint: `'.name'` is one of the current blueprint. Outside of one the dot is dropped, as in Flask. */
  fullName(name: string): string {
    if (!name.startsWith('.')) return name
    const [blueprint] = currentBlueprints()
    return blueprint === undefined ? name.slice(1) : `${blueprint}${name}`
  }

  #checkDomain(path: string, host: string | undefined, subdomain: string | undefined): void {
    const domain = host ?? subdomain
    if (domain === undefined) return
    const kind = host === undefined ? 'subdomain' : 'host'
    if (this.#domains.size > 0 && kind !== this.#domainKind) {
      throw fail('ROUTE_OPTIONS', {
        path,
        problem: `it asks for a ${kind}, and other routes of this app for a ${this.#domainKind}`,
      })
    }
    this.#domainKind = kind
    this.#domains.add(domain)
  }

  /**
   * The full name of a route's endpoint. Where its blueprint is registered several times, the one nearest to the current
   * request counts, else the first.
   */
  endpointOf(route: RouteRef): string {
    const names = this.#namesOf.get(route) ?? []
    for (const blueprint of currentBlueprints()) {
      const own = `${blueprint}.${route.endpoint}`
      const near = names.includes(own) ? own : names.find((name) => name.startsWith(`${blueprint}.`))
      if (near !== undefined) return near
    }
    return names[0] ?? route.endpoint
  }
}

function schemeOfPath(endpoint: string): MicroError {
  const problem = 'a path without a host cannot have a scheme'
  return fail('URL_VALUES', { endpoint, problem, hint: 'Leave out `scheme`, or `external: false`.' })
}

function currentBlueprints(): readonly string[] {
  return ambientRequest()?.blueprints ?? []
}

/** From the outside in. */
function urlDefaultsOf(place: Place | undefined): readonly UrlDefaults[] {
  return place === undefined ? [] : [...urlDefaultsOf(place.outer), ...place.urlDefaults]
}
