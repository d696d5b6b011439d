/**
 * What params are made of. Like `Object.create(null)` it inherits nothing, but the engine keeps it as an object of a known
 * shape, and not as a hash table: made and read in two thirds of the time.
 */
class Bare {
  readonly [name: string]: unknown
}
Object.setPrototypeOf(Bare.prototype, null)
Reflect.deleteProperty(Bare.prototype, 'constructor')

/** The values of a path's variables, and of its defaults. It has no prototype: `params.constructor` is a parameter or nothing. */
export type Params = Readonly<Record<string, unknown>>

/** Puts values beside their names, over the defaults. */
export function createParams(
  names: readonly string[],
  values: readonly unknown[],
  defaults: Params | undefined,
): Params {
  const params: Record<string, unknown> = new Bare()
  if (defaults) Object.assign(params, defaults)
  for (let index = 0; index < names.length; index++) params[names[index] ?? ''] = values[index]
  return params
}
