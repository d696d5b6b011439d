import { callWrap, makeKeywordArgs, makeMacro } from './call.ts'
import { fail } from './errors.ts'
import { failure } from './failure.ts'
import { inOperator, memberLookup } from './member.ts'
import { runtime as library } from './nunjucks.js'
import { outcomeOf } from './outcome.ts'
import { captured, write } from './output.ts'

/** What a compiled template calls by name while it runs. */
export type Runtime = Readonly<Record<string, unknown>>

/**
 * The runtime of nunjucks with its unsafe parts replaced. A compiled template gets its runtime as an argument, so the
 * library itself stays as it is, for whoever else uses it in this process.
 */
export const runtime: Runtime = Object.freeze({
  ...library,
  suppressValue: write,
  memberLookup,
  inOperator,
  callWrap,
  makeMacro,
  makeKeywordArgs,
  ensureDefined,
  captured,
  failure,
  outcomeOf,
})

function ensureDefined(value: unknown): unknown {
  if (value !== undefined && value !== null) return value
  throw fail('TEMPLATE_VALUE', {
    what: 'undefined or null',
    hint: 'Give the template this value, or use the filter `default`: `strictUndefined` is on.',
  })
}
