/**
 * The name of a value that a context carries, with its type. Two keys are never the same, whatever their names say.
 *
 * @typeParam T - What is kept under it.
 */
export interface Key<T> {
  /** For people reading a log. */
  readonly name: string
  /** Never set: it only carries the type. */
  readonly '~type'?: (value: T) => T
}

/**
 * Makes a key under which a request carries a value from a hook to a handler: Flask's `g`, typed.
 *
 * @example
 * const tenant = defineKey<Tenant>('tenant')
 * app.beforeRequest(async (c) => c.set(tenant, await findTenant(c.request.host)))
 * app.get('/', (c) => c.get(tenant)?.title ?? abort(404))
 */
export function defineKey<T>(name: string): Key<T> {
  return Object.freeze({ name })
}
