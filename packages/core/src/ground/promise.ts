/** A value, or a promise of it: what a sync or async function gives. */
export type MaybePromise<T> = T | PromiseLike<T>

/**
 * Whether a value has to be awaited: whether it has a method `then`, as promises of every library do.
 *
 * @example
 * const checked = isPromise(post) ? await post : post
 */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
