import { Router } from '@micro/core/router'
import findMyWay from 'find-my-way'
import type { Router as HonoRouter } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { TrieRouter } from 'hono/router/trie-router'
import { addRoute, createRouter } from 'rou3'
import { compileRouter } from 'rou3/compiler'
import type { BenchRoute } from './route-sets.ts'

/** What was found: a route's path and the values of its variables. */
export interface Hit {
  readonly route: string
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * What a server has to know of a path: who answers; or that it is there with other methods (405), or not at all (404).
 * A router that knows only its own hits is asked for the other methods in use.
 */
export type Outcome = Hit | 'wrong method' | 'miss'

/** A router with routes in it. */
export type Lookup = (method: string, path: string) => Outcome

/** A router under measurement. */
export interface Contender {
  readonly name: string
  /** Adds the routes and gives the look-up. */
  readonly create: (routes: readonly BenchRoute[]) => Lookup
}

const micro: Contender = {
  name: 'micro',
  create(routes) {
    const router = new Router<string>()
    for (const [i, { method, path }] of routes.entries()) {
      router.add(angled(path), path, { endpoint: `route${i}`, methods: [method] })
    }
    return (method, path) => {
      const match = router.match(method, path)
      if (match.kind === 'found') return { route: match.rule.target, params: match.params }
      return match.kind === 'not-found' ? 'miss' : 'wrong method'
    }
  },
}

const findMyWayRouter: Contender = {
  name: 'find-my-way',
  create(routes) {
    const router = findMyWay()
    for (const { method, path } of routes) router.on(asMethod(method), path, () => {}, path)
    return telling(routes, (method, path) => {
      const found = router.find(asMethod(method), path)
      return found === null ? undefined : { route: String(found.store), params: found.params }
    })
  },
}

const rou3: Contender = {
  name: 'rou3',
  create(routes) {
    const router = createRouter<string>()
    for (const { method, path } of routes) addRoute(router, method, path.replace('*', '**:rest'), path)
    // "For the fastest lookups", by its documentation.
    const findRoute = compileRouter(router)
    return telling(routes, (method, path) => {
      const found = findRoute(method, path)
      return found === undefined ? undefined : { route: found.data, params: found.params ?? {} }
    })
  },
}

function hono(name: string, make: () => HonoRouter<string>): Contender {
  return {
    name,
    create(routes) {
      const router = make()
      for (const { method, path } of routes) router.add(method, path.replace('*', ':rest{.+}'), path)
      return telling(routes, (method, path) => fromHono(router.match(method, path)))
    },
  }
}

function fromHono([hits, stash]: ReturnType<HonoRouter<string>['match']>): Hit | undefined {
  const [hit] = hits
  if (hit === undefined) return undefined
  const [route, values] = hit
  if (stash === undefined) return { route, params: values }
  const params: Record<string, unknown> = {}
  for (const name in values) params[name] = stash[Number(values[name])]
  return { route, params }
}

export const contenders: readonly Contender[] = [
  micro,
  findMyWayRouter,
  hono('hono RegExpRouter', () => new RegExpRouter()),
  hono('hono TrieRouter', () => new TrieRouter()),
  rou3,
]

/** Tells a path that has other methods from one that is not there. */
function telling(
  routes: readonly BenchRoute[],
  find: (method: string, path: string) => Hit | undefined,
): Lookup {
  const methods = [...new Set(routes.map(({ method }) => method))]
  return (method, path) => {
    const hit = find(method, path)
    if (hit !== undefined) return hit
    for (const other of methods)
      if (other !== method && find(other, path) !== undefined) return 'wrong method'
    return 'miss'
  }
}

/** `/users/:id/files/*` is `/users/<id>/files/<path:rest>`. */
function angled(path: string): string {
  return path.replaceAll(/:(\w+)/g, '<$1>').replace('*', '<path:rest>')
}

function asMethod(method: string): 'GET' | 'POST' | 'DELETE' | 'PATCH' {
  return method === 'POST' || method === 'DELETE' || method === 'PATCH' ? method : 'GET'
}
