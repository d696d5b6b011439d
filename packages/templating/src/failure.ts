import { HttpError, MicroError } from '@micro/core'
import { fail } from './errors.ts'

/**
 * What went wrong in a template, with its file and line.
 *
 * An error that has its place already stays as it is, and so does an {@link HttpError}: `abort(404)` in a function that
 * a template calls is a reply, not a mistake of the template.
 *
 * @param line - Counted from 0; `undefined` when nobody knows.
 */
export function failure(error: unknown, place: string, line: number | undefined): unknown {
  if (error instanceof HttpError || hasPlace(error)) return error
  const where = line === undefined ? place : `${place}:${line + 1}`
  return fail('TEMPLATE_FAILED', { place: where, problem: problemOf(error) }, { cause: error })
}

function hasPlace(error: unknown): boolean {
  return error instanceof MicroError && (error.code === 'TEMPLATE_FAILED' || error.code === 'TEMPLATE_SYNTAX')
}

/** The error in a sentence; the fix of a {@link MicroError} stays with it, as the cause. */
export function problemOf(error: unknown): string {
  if (error instanceof MicroError) return error.message.split('\n', 1).join('')
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
