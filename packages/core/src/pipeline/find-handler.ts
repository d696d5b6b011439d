import { HttpError } from '../ground/http-error.ts'
import type { CaughtBy, ErrorClass, Scope } from './scope.ts'

/**
 * The handler of an error, as Flask finds it: first by status, then by class; in each pass the innermost scope first,
 * and in a scope the most specific class first.
 *
 * @param scopes - Inner first, the app last.
 */
export function findHandler(scopes: readonly Scope[], error: unknown): CaughtBy | undefined {
  const classes = classesOf(error)
  if (error instanceof HttpError) {
    const ofStatus = classes.filter(isOfStatus)
    const found = inScopes(scopes, ofStatus, error.status)
    if (found !== undefined) return found
  }
  return inScopes(
    scopes,
    classes.filter((each) => !isOfStatus(each)),
  )
}

function inScopes(
  scopes: readonly Scope[],
  classes: readonly ErrorClass[],
  status?: number,
): CaughtBy | undefined {
  for (const { hooks } of scopes) {
    const caught = classes.find((each) => hooks.errorsByClass.has(each))
    if (caught !== undefined) return hooks.errorsByClass.get(caught)
    const byStatus = status === undefined ? undefined : hooks.errorsByStatus.get(status)
    if (byStatus !== undefined) return byStatus
  }
  return undefined
}

/** The classes of an error, most specific first. */
function classesOf(error: unknown): ErrorClass[] {
  const classes: ErrorClass[] = []
  if (typeof error !== 'object') return classes
  for (let proto: unknown = error; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const made: unknown = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value
    if (isClass(made)) classes.push(made)
  }
  return classes
}

function isClass(value: unknown): value is ErrorClass {
  return typeof value === 'function'
}

/** Whether every error of a class has one status: `NotFound` and what extends it, but not `HttpError`. */
function isOfStatus(errorClass: ErrorClass): boolean {
  return 'status' in errorClass && typeof errorClass.status === 'number'
}
