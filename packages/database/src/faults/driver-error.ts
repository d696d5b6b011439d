/** A field of an error that some driver made; `undefined` when it has no such field. */
export function fieldOf(error: Error, name: string): unknown {
  return Object.hasOwn(error, name) ? Reflect.get(error, name) : undefined
}

/** The same, for a field that is a text. */
export function textOf(error: Error, name: string): string | undefined {
  const value = fieldOf(error, name)
  return typeof value === 'string' ? value : undefined
}

/** Makes the typed error that stands for a driver's. */
export type Translation = (error: Error) => Error
