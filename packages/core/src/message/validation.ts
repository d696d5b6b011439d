import { UnprocessableContent } from '../ground/http-error.ts'
import { isPromise } from '../ground/promise.ts'
import { issuePath, type StandardSchema } from '../ground/schema.ts'

/** One thing that is wrong with what a client sent. */
export interface FieldProblem {
  /** Dotted name of the field; `''` for the whole. */
  readonly path: string
  readonly message: string
}

/** What came of checking a value: the value, typed, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly errors: Readonly<Record<string, never>> }
  | {
      readonly ok: false
      readonly problems: readonly FieldProblem[]
      /** The first message for each field, for showing beside it. */
      readonly errors: Readonly<Record<string, string>>
    }

/**
 * Checks a value by any Standard Schema, without throwing: for a page that shows its form again.
 *
 * @example
 * const schema = defineOptions({ title: stringOption('') })
 * const checked = await validate(schema, (await c.request.form()).toObject())
 * if (!checked.ok) return templates.render('new.html', { errors: checked.errors })
 */
export async function validate<T>(schema: StandardSchema<unknown, T>, value: unknown): Promise<Checked<T>> {
  const pending = schema['~standard'].validate(value)
  const result = isPromise(pending) ? await pending : pending
  if (result.issues === undefined) return { ok: true, value: result.value, errors: {} }
  const problems = result.issues.map((issue) => ({ path: issuePath(issue), message: issue.message }))
  const errors: Record<string, string> = Object.create(null)
  for (const { path, message } of problems) errors[path] ??= message
  return { ok: false, problems, errors }
}

/**
 * Checks a value by any Standard Schema.
 *
 * @param where - What it is a part of, such as `'body'`.
 * @throws {@link UnprocessableContent} with every field and message as `errors` in the problem details.
 */
export async function validateOrRefuse<T>(
  schema: StandardSchema<unknown, T>,
  value: unknown,
  where: string,
): Promise<T> {
  const checked = await validate(schema, value)
  if (checked.ok) return checked.value
  const errors = checked.problems.map((problem) => ({ in: where, ...problem }))
  throw new UnprocessableContent(`The ${where} is not valid`, { problem: { errors } })
}
