/** The values of a path's variables, and of its defaults. It has no prototype: `params.constructor` is a parameter or nothing. */
export type Params = Readonly<Record<string, unknown>>

/** Puts values beside their names, over the defaults. */
export function createParams(
  names: readonly string[],
  values: readonly unknown[],
  defaults: Params | undefined,
): Params {
  const params: Record<string, unknown> = Object.create(null)
  if (defaults) Object.assign(params, defaults)
  for (let index = 0; index < names.length; index++) params[names[index] ?? ''] = values[index]
  return params
}
