import { UnsupportedMediaType } from '../ground/http-error.ts'
import { isPromise, type MaybePromise } from '../ground/promise.ts'
import type { SchemaResult, StandardSchema } from '../ground/schema.ts'
import type { AnyParams } from '../context/context.ts'
import type { RequestContext } from '../context/request-context.ts'
import { isJson } from '../http/media-type.ts'
import { headerRecord, recordOf } from '../message/field-record.ts'
import type { Request } from '../message/request.ts'
import { problemsIn, refusal, type RequestProblem } from '../message/validation.ts'
import type { View } from './endpoint.ts'

/** The schemas of a route, each for the part of a request that it is named after. */
export interface RequestSchemas {
  readonly params?: StandardSchema<unknown, AnyParams>
  readonly query?: StandardSchema
  readonly headers?: StandardSchema
  readonly cookies?: StandardSchema
  readonly body?: StandardSchema
}

/** Checks one part of a request: keeps what the schema gives, or says what is wrong. */
type Check = (c: RequestContext, problems: RequestProblem[]) => MaybePromise<void>

/**
 * Puts the checks of a route before its view; without a schema that is the view itself. Makes no promise where no schema
 * does, except for a body.
 */
export function withChecks(schemas: RequestSchemas, view: View): View {
  const { body } = schemas
  const checkedBody = body === undefined ? view : withBodyCheck(body, view)
  const checks = headChecks(schemas)
  return checks.length === 0 ? checkedBody : (c) => runChecks(checks, c, checkedBody, [])
}

/** The parts that are there before the body is. */
function headChecks({ params, query, headers, cookies }: RequestSchemas): Check[] {
  return [
    params && checkOf('params', params, sentParams, (c, value) => void (c.params = value)),
    query && checkOf('query', query, sentQuery, (c, value) => c.replace('query', value)),
    headers && checkOf('headers', headers, sentHeaders, (c, value) => c.replace('headers', value)),
    cookies && checkOf('cookies', cookies, sentCookies, (c, value) => c.replace('cookies', value)),
  ].filter((check) => check !== undefined)
}

function sentParams({ params }: RequestContext): unknown {
  return params
}

function sentQuery({ request }: RequestContext): unknown {
  return recordOf(request.query)
}

function sentHeaders({ request }: RequestContext): unknown {
  return headerRecord(request.headers)
}

function sentCookies({ request }: RequestContext): unknown {
  return request.cookies
}

function checkOf<T>(
  part: RequestProblem['in'],
  schema: StandardSchema<unknown, T>,
  read: (c: RequestContext) => unknown,
  keep: (c: RequestContext, value: T) => void,
): Check {
  return (c, problems) => {
    const settle = (result: SchemaResult<T>): void => {
      if (result.issues === undefined) keep(c, result.value)
      else problems.push(...problemsIn(part, result.issues))
    }
    const pending = schema['~standard'].validate(read(c))
    return isPromise(pending) ? pending.then(settle) : settle(pending)
  }
}

/** All of them are run before anything is refused: a client learns of every mistake at once. */
function runChecks(
  checks: readonly Check[],
  c: RequestContext,
  view: View,
  problems: RequestProblem[],
  first = 0,
): MaybePromise<unknown> {
  for (let i = first; i < checks.length; i++) {
    const pending = checks[i]?.(c, problems)
    if (isPromise(pending))
      return pending.then(() => {
        c.request.assertWanted()
        return runChecks(checks, c, view, problems, i + 1)
      })
  }
  if (problems.length > 0) throw refusal(problems)
  return view(c)
}

/** Runs when everything else is good: no body is read for a request that is refused anyway. */
function withBodyCheck(schema: StandardSchema, view: View): View {
  const answer = (c: RequestContext, result: SchemaResult<unknown>): MaybePromise<unknown> => {
    c.request.assertWanted()
    if (result.issues !== undefined) throw refusal(problemsIn('body', result.issues))
    c.body = result.value
    return view(c)
  }
  // No async function: it would be three promises more.
  return (c) =>
    readBody(c.request).then((sent) => {
      const pending = schema['~standard'].validate(sent)
      return isPromise(pending) ? pending.then((result) => answer(c, result)) : answer(c, pending)
    })
}

/** A JSON body as it is, a form as a record of its fields and files. */
function readBody(request: Request): Promise<unknown> {
  const { mediaType } = request
  if (isJson(mediaType)) return request.json()
  const isForm = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(
    request.headers.get('content-type') ?? '',
  )
  return isForm
    ? request.form().then(recordOf)
    : Promise.reject(new UnsupportedMediaType('Send JSON, as `content-type: application/json`, or a form'))
}
