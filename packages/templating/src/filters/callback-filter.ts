import { HttpError, type TemplateFilter } from '@micro/core'
import { fail } from '../errors.ts'
import { problemOf } from '../failure.ts'

/** Takes what an async filter gave, where a compiled template goes on. */
type FilterCallback = (error: unknown, value?: unknown) => void

/** Whether a filter is awaited: an `async` function is, any other that gives a promise is not. */
export function isAsync(filter: TemplateFilter): boolean {
  return Object.prototype.toString.call(filter) === '[object AsyncFunction]'
}

/**
 * An async filter in the form that a compiled template calls: with a callback behind its arguments.
 *
 * The rest of the template runs in that callback. What it throws goes back to it as an error, since nobody else is left
 * on the stack: it would end the process.
 */
export function callbackFilter(name: string, filter: TemplateFilter): TemplateFilter {
  return (...args) => {
    const callback: FilterCallback = args.pop()
    void callBack(name, () => filter(...args), callback)
  }
}

async function callBack(name: string, filter: () => unknown, callback: FilterCallback): Promise<void> {
  let value: unknown
  try {
    value = await filter()
  } catch (error) {
    callback(refusal(name, error))
    return
  }
  try {
    callback(null, value)
  } catch (error) {
    callback(error)
  }
}

function refusal(name: string, error: unknown): Error {
  if (error instanceof HttpError) return error
  return fail('TEMPLATE_FILTER', { name, problem: problemOf(error) }, { cause: error })
}
