import { HttpError } from '../ground/http-error.ts'
import type { CaughtBy, ErrorClass, Scope } from './scope.ts'

/**
 * The handler of an error, as Flask finds it: first by status, then by class; in each pass the innermost scope first,
 * and in a scope the most specific class first.
 *
 * @param scopes - Inner first, the app last; `undefined` where none has a handler: then the error is not looked at.
 */
export function findHandler(scopes: readonly Scope[] | undefined, error: unknown): CaughtBy | undefined {
  if (scopes === undefined) return undefined
  const classes = scopes.some(catchesClasses) ? classesOf(error) : NO_CLASSES
  if (error instanceof HttpError) {
    const found = inScopes(scopes, classes.ofStatus, error.status)
    if (found !== undefined) return found
  }
  return inScopes(scopes, classes.others)
}

function inScopes(
  scopes: readonly Scope[],
  classes: readonly ErrorClass[],
  status?: number,
): CaughtBy | undefined {
  for (const { hooks } of scopes) {
    for (const each of classes) {
      const caught = hooks.errorsByClass.get(each)
      if (caught !== undefined) return caught
    }
    const byStatus = status === undefined ? undefined : hooks.errorsByStatus.get(status)
    if (byStatus !== undefined) return byStatus
  }
  return undefined
}

/** The classes of an error, each list with the most specific first. */
interface Classes {
  /** Those of which every error has one status: `NotFound` and what extends it, but not `HttpError`. */
  readonly ofStatus: readonly ErrorClass[]
  readonly others: readonly ErrorClass[]
}

const NO_CLASSES: Classes = { ofStatus: [], others: [] }

/** Most apps catch by status alone: then the classes of an error need not be known. */
function catchesClasses({ hooks }: Scope): boolean {
  return hooks.errorsByClass.size > 0
}

function classesOf(error: unknown): Classes {
  const ofStatus: ErrorClass[] = []
  const others: ErrorClass[] = []
  if (typeof error !== 'object') return { ofStatus, others }
  for (let proto: unknown = error; proto !== null; proto = Object.getPrototypeOf(proto)) {
    const made: unknown = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value
    if (isClass(made)) (isOfStatus(made) ? ofStatus : others).push(made)
  }
  return { ofStatus, others }
}

function isClass(value: unknown): value is ErrorClass {
  return typeof value === 'function'
}

function isOfStatus(errorClass: ErrorClass): boolean {
  return 'status' in errorClass && typeof errorClass.status === 'number'
}
