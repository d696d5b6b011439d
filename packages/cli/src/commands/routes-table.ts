import type { RouteRow } from '../app/cli-app.ts'
import { textTable } from './text-table.ts'

/** What the rows can be sorted by. */
export const ROUTE_ORDERS = ['endpoint', 'path', 'method'] as const

/** One of {@link ROUTE_ORDERS}. */
export type RouteOrder = (typeof ROUTE_ORDERS)[number]

/** How routes are listed. */
export interface RoutesOptions {
  readonly sort: RouteOrder
  /** Whether to list HEAD and OPTIONS too, which come by themselves. */
  readonly allMethods: boolean
}

const AUTOMATIC = new Set(['HEAD', 'OPTIONS'])

/** The routes of an app as a table, or a sentence when there are none. */
export function routesTable(routes: readonly RouteRow[], { sort, allMethods }: RoutesOptions): string {
  if (routes.length === 0) return 'No routes were registered.\n'
  const rows = routes.map((route) => [
    route.endpoint,
    methodsOf(route, allMethods),
    route.path,
    route.blueprint ?? '',
    route.subdomain ?? '',
  ])
  const column = { endpoint: 0, method: 1, path: 2 }[sort]
  const sorted = rows.toSorted(
    (one, other) => compare(one[column], other[column]) || compare(one[2], other[2]),
  )
  return textTable(['Endpoint', 'Methods', 'Path', 'Blueprint', 'Subdomain'], sorted)
}

/** A route of automatic methods alone keeps them: they were asked for. */
function methodsOf({ methods }: RouteRow, all: boolean): string {
  const asked = methods.filter((method) => !AUTOMATIC.has(method))
  return (all || asked.length === 0 ? methods : asked).toSorted().join(', ')
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other)
}
