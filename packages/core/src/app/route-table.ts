import { fail } from '../ground/codes.ts'
import { ambient } from '../context/current.ts'
import { RequestContext } from '../context/request-context.ts'
import type { RouteRef } from '../context/running-app.ts'
import type { UrlOptions } from '../context/url-options.ts'
import { Chains } from '../pipeline/endpoint.ts'
import { locator } from '../pipeline/locate.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Scope } from '../pipeline/scope.ts'
import { joinPaths, type Path } from '../routing/path.ts'
import { Router } from '../routing/router.ts'
import { Scopes } from '../routing/scopes.ts'
import type { AnyHandler, RouteDefinition } from './handler.ts'
import { MountedRoute } from './mounted-route.ts'
import type { UrlDefaults } from './request-hooks.ts'

/** A scope with where its routes are. */
export interface Place {
  readonly scope: Scope
  readonly prefix: Path
  readonly subdomain: string | undefined
  /** From the outside in. */
  readonly urlDefaults: readonly UrlDefaults[]
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
}

/** All routes of an app: finds the endpoint of a request, and the URL of an endpoint. */
export class RouteTable {
  readonly #router = new Router<MountedRoute>()
  readonly #chains = new Chains()
  readonly #scopes = new Scopes<Scope>()
  readonly #places = new Map<string, Place>()
  readonly #endpoints = new Map<string, MountedEndpoint>()
  readonly #namesOf = new Map<RouteRef, string[]>()

  /** Says which scope owns the paths below a prefix. */
  addPlace(place: Place): void {
    this.#places.set(place.scope.name, place)
    if (place.prefix.text !== '') this.#scopes.add(place.prefix, place.scope)
  }

  /** Whether a scope of this name is there. */
  hasPlace(name: string): boolean {
    return this.#places.has(name)
  }

  /** @throws {@link MicroError} `ENDPOINT_NAME`, `ENDPOINT_TAKEN`, `ROUTE_CONFLICT` and what the path is refused for. */
  add(definition: RouteDefinition, place: Place, owner?: string): void {
    const { route, options, path, handler } = definition
    const endpoint = place.scope.name === '' ? route.endpoint : `${place.scope.name}.${route.endpoint}`
    if (options.endpoint === '' || options.endpoint?.includes('.')) throw fail('ENDPOINT_NAME', { name: JSON.stringify(options.endpoint) })
    const known = this.#endpoints.get(endpoint)
    if (known !== undefined && known.handler !== handler) throw fail('ENDPOINT_TAKEN', { endpoint })
    const target = new MountedRoute(definition, endpoint, place.scope, this.#chains)
    const { subdomain = place.subdomain } = options
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
    return this.#router.rules.map(({ endpoint, methods, path, subdomain, target }) => ({
      endpoint,
      methods,
      path,
      subdomain,
      blueprint: target.scope.name === '' ? undefined : target.scope.name,
    }))
  }

  /** Makes the function that finds the endpoint of a request. */
  locator(root: Scope): Plan['locate'] {
    return locator(this.#router, (path) => this.#scopes.find(path) ?? root, this.#chains)
  }

  /**
   * The path of an endpoint's URL, with query and anchor.
   *
   * @param name - Full name, or `'.name'` within the blueprint of the current request.
   * @throws {@link MicroError} `UNKNOWN_ENDPOINT`, `URL_VALUES`.
   */
  urlFor(name: string, values: Readonly<Record<string, unknown>>, options: UrlOptions): string {
    const endpoint = name.startsWith('.') ? inBlueprint(name) : name
    const complete = { ...values }
    for (const fill of this.#endpoints.get(endpoint)?.place.urlDefaults ?? []) fill(endpoint, complete)
    const { query, anchor, method } = options
    return this.#router.build(endpoint, complete, {
      ...(query === undefined ? {} : { query }),
      ...(anchor === undefined ? {} : { anchor }),
      ...(method === undefined ? {} : { method }),
    }).url
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

/** Outside a blueprint the dot is dropped, as in Flask. */
function inBlueprint(name: string): string {
  const [blueprint] = currentBlueprints()
  return blueprint === undefined ? name.slice(1) : `${blueprint}${name}`
}
