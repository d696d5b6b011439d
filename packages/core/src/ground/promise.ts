/** A value, or a promise of it: what a sync or async function gives. */
export type MaybePromise<T> = T | PromiseLike<T>

/** Whether a value has to be awaited. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
