import { HttpError } from '@micro/core'
import { fail } from '../errors.ts'
import type { Filter } from './filter.ts'

/** Takes what an async filter gave, where a compiled template goes on. */
type FilterCallback = (error: unknown, value?: unknown) => void

/** Whether a filter is awaited: an `async` function is, any other that gives a promise is not. */
export function isAsync(filter: Filter): boolean {
  return Object.prototype.toString.call(filter) === '[object AsyncFunction]'
}

/**
 * An async filter in the form that a compiled template calls: with a callback behind its arguments.
 *
 * The rest of the template runs in that callback. What it throws goes back to it as an error, since nobody else is left
 * on the stack: it would end the process.
 */
export function callbackFilter(name: string, filter: Filter): Filter {
  return async function withCallback(this: unknown, ...args) {
    const callback: FilterCallback = args.pop()
    try {
      callback(null, await Reflect.apply(filter, this, args))
    } catch (error) {
      callback(error instanceof HttpError ? error : fail('TEMPLATE_FILTER', { name }, { cause: error }))
    }
  }
}
