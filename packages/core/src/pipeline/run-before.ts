import { isPromise, type MaybePromise } from '../ground/promise.ts'
import type { RequestContext } from '../context/request-context.ts'
import type { View } from './endpoint.ts'
import type { BeforeHook } from './scope.ts'

/**
 * Runs hooks in order: the first that returns something has answered; when none does, the view does. When the time was over while one
 * of them waited, nothing behind it is run.
 */
export function runBefore(
  hooks: readonly BeforeHook[],
  c: RequestContext,
  view: View,
  first = 0,
): MaybePromise<unknown> {
  for (let i = first; i < hooks.length; i++) {
    const value = hooks[i]?.(c)
    if (isPromise(value)) {
      // What is no promise of the platform may call back twice, or give nothing for its `then`.
      return Promise.resolve(value).then((settled) => {
        c.request.assertWanted()
        return settled === undefined ? runBefore(hooks, c, view, i + 1) : settled
      })
    }
    if (value !== undefined) return value
  }
  return view(c)
}
