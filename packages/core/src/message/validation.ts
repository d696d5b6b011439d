import { type HttpError, UnprocessableContent } from '../ground/http-error.ts'
import { isPromise } from '../ground/promise.ts'
import {
  issuePath,
  issuePointer,
  type SchemaIssue,
  type SchemaResult,
  type StandardSchema,
} from '../ground/schema.ts'

/** Most problems that are told of one part. */
const MAX_PROBLEMS = 100

/** One thing that is wrong with what a client sent. */
export interface FieldProblem {
  /**
   * Where, as a JSON pointer: `'#/author/emails/0'`; `'#'` for the whole. Unlike a dotted name it can be told apart from
   * every other, whatever keys a client sends; RFC 9457 §3 points in this way.
   */
  readonly pointer: string
  readonly message: string
}

/** One thing that is wrong with a request, as an entry of `errors` in the problem details of a 422. */
export interface RequestProblem extends FieldProblem {
  readonly in: 'params' | 'query' | 'headers' | 'cookies' | 'body'
}

/** The texts of a form by the names of their fields; a list where a name came several times. */
export type FieldValues = Readonly<Record<string, string | readonly string[]>>

/** What came of checking a value: the value, typed, or everything that is wrong with it; either way what was typed. */
export type Checked<T> =
  | {
      readonly ok: true
      readonly value: T
      readonly errors: Readonly<Record<string, never>>
      readonly values: FieldValues
    }
  | {
      readonly ok: false
      /** At most 100. */
      readonly problems: readonly FieldProblem[]
      /** The first message for each field, by its dotted name, for showing beside it. */
      readonly errors: Readonly<Record<string, string>>
      /**
       * What was typed, for showing again: the texts, no files. Passwords are among them; it is for the page to leave them
       * out.
       */
      readonly values: FieldValues
    }

/**
 * Checks a value by any Standard Schema, without throwing for what the schema refuses.
 *
 * @example
 * const schema = defineOptions({ title: stringOption('') })
 * const result = await validate(schema, (await c.request.form()).toObject())
 * if (!result.ok) return templates.render('new.html', { errors: result.errors })
 */
export async function validate<T>(schema: StandardSchema<unknown, T>, value: unknown): Promise<Checked<T>> {
  return toChecked(await schema['~standard'].validate(value), value)
}

/**
 * Makes a schema that refuses nothing: it gives the {@link Checked} of another one. For the page that shows its form again,
 * with what was typed and what is wrong with it.
 *
 * Does not answer: the status of the page, 422 or another, is for the handler to say.
 *
 * @example
 * const Login = defineOptions({ name: stringOption('') })
 * app.post('/login', { body: checked(Login) }, ({ body }) =>
 *   body.ok ? `Hello, ${body.value.name}` : respond({ errors: body.errors, values: body.values }, { status: 422 }),
 * )
 */
export function checked<Input, Output>(
  schema: StandardSchema<Input, Output>,
): StandardSchema<Input, Checked<Output>> {
  type Result = SchemaResult<Checked<Output>>
  const validateAll = (value: unknown): Result | Promise<Result> => {
    const pending = schema['~standard'].validate(value)
    if (!isPromise(pending)) return { value: toChecked(pending, value) }
    return pending.then((result) => ({ value: toChecked(result, value) }))
  }
  return { '~standard': { version: 1, vendor: 'micro', validate: validateAll } }
}

function toChecked<T>(result: SchemaResult<T>, value: unknown): Checked<T> {
  const values = textsOf(value)
  if (result.issues === undefined) return { ok: true, value: result.value, errors: {}, values }
  const issues = firstOf(result.issues)
  const errors: Record<string, string> = Object.create(null)
  for (const issue of issues) errors[issuePath(issue)] ??= issue.message
  return { ok: false, problems: issues.map(toProblem), errors, values }
}

/** What of a value somebody may have typed into a form. */
function textsOf(value: unknown): FieldValues {
  const texts: Record<string, string | readonly string[]> = Object.create(null)
  if (typeof value !== 'object' || value === null) return texts
  for (const [name, each] of Object.entries(value)) {
    if (typeof each === 'string') texts[name] = each
    else if (Array.isArray(each) && each.some(isText)) texts[name] = each.filter(isText)
  }
  return texts
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/**
 * As many as are told: a list of a million wrong numbers would be answered with a hundred times its size.
 *
 * Copied first: the issues of arktype are a list of a class of its own, whose slices are not what they seem.
 */
function firstOf(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  return Array.from(issues).slice(0, MAX_PROBLEMS)
}

function toProblem(issue: SchemaIssue): FieldProblem {
  return { pointer: issuePointer(issue), message: issue.message }
}

/** What a schema finds wrong with a part of a request. */
export function problemsIn(
  part: RequestProblem['in'],
  issues: readonly SchemaIssue[],
): readonly RequestProblem[] {
  return firstOf(issues).map((issue) => ({ in: part, ...toProblem(issue) }))
}

/** The answer to a request that is not valid: 422, with every problem as `errors` in the problem details. */
export function refusal(errors: readonly RequestProblem[]): HttpError {
  return new UnprocessableContent('The request is not valid', { problem: { errors } })
}
