import { fail } from '../ground/codes.ts'
import { ambient } from '../context/current.ts'
import { RequestContext } from '../context/request-context.ts'
import type { RouteRef } from '../context/running-app.ts'
import type { UrlOptions } from '../context/url-options.ts'
import type { Request } from '../message/request.ts'
import { Chains } from '../pipeline/endpoint.ts'
import { locator } from '../pipeline/locate.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Scope } from '../pipeline/scope.ts'
import { joinPaths, type Path } from '../routing/path.ts'
import { Router } from '../routing/router.ts'
import { Scopes } from '../routing/scopes.ts'
import { type DomainRules, domainOf, hostOf } from './domains.ts'
import type { AnyHandler, RouteDefinition } from './handler.ts'
import { MountedRoute } from './mounted-route.ts'
import type { UrlDefaults } from './request-hooks.ts'

/** A scope with where its routes are. */
export interface Place {
  readonly scope: Scope
  readonly prefix: Path
  readonly subdomain: string | undefined
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
  readonly handler: AnyHandler
  readonly place: Place
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
    if (known !== undefined && known.handler !== handler) throw fail('ENDPOINT_TAKEN', { endpoint })
    const target = new MountedRoute(definition, endpoint, place.scope, this.#chains)
    const { subdomain = options.host === undefined ? place.subdomain : undefined } = options
    this.#checkDomain(route.path, options.host, subdomain)
    this.#router.add(joinPaths(place.prefix, path), target, {
      ...options,
      methods: route.methods,
      endpoint,
      owner,
      ...(subdomain === undefined ? {} : { subdomain }),
    })
    this.#endpoints.set(endpoint, { handler, place })
    this.#namesOf.set(route, [...(this.#namesOf.get(route) ?? []), endpoint])
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
  locator(app: Scope, serverName: string | undefined, root: string): Plan['locate'] {
    const rules: DomainRules = { kind: this.#domainKind, serverName }
    const [first] = this.#domains
    if (first !== undefined) hostOf(first, rules)
    return locator(this.#router, {
      chains: this.#chains,
      scopeOf: (path, domain) => this.#scopes.find(path, domain) ?? app,
      root,
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
    const complete = { ...values }
    for (const fill of urlDefaultsOf(this.#endpoints.get(endpoint)?.place)) fill(endpoint, complete)
    const rules: DomainRules = { kind: this.#domainKind, serverName }
    const here = this.#domains.size === 0 ? undefined : domainOf(currentRequest()?.host ?? '', rules)
    const { query, anchor, method } = options
    const built = this.#router.build(endpoint, complete, {
      ...(query === undefined ? {} : { query }),
      ...(anchor === undefined ? {} : { anchor }),
      ...(method === undefined ? {} : { method }),
      ...(here === undefined ? {} : { domain: here }),
    })
    return {
      path: built.url,
      host: built.domain === undefined || built.domain === here ? undefined : hostOf(built.domain, rules),
    }
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
   * The full name of a route's endpoint. Where its blueprint is registered several times, the one of the current
   * request counts, else the first.
   */
  endpointOf(route: RouteRef): string {
    const names = this.#namesOf.get(route) ?? []
    const here = currentBlueprints().map((blueprint) => `${blueprint}.${route.endpoint}`)
    return names.find((name) => here.includes(name)) ?? names[0] ?? route.endpoint
  }
}

function currentBlueprints(): readonly string[] {
  const context = ambient()
  return context instanceof RequestContext ? context.blueprints : []
}

function currentRequest(): Request | undefined {
  const context = ambient()
  return context instanceof RequestContext ? context.request : undefined
}

/** From the outside in. */
function urlDefaultsOf(place: Place | undefined): readonly UrlDefaults[] {
  return place === undefined ? [] : [...urlDefaultsOf(place.outer), ...place.urlDefaults]
}
