import type { Request } from '@micro/core'
import { flatten, type GenericSchema, type InferOutput, safeParse } from 'valibot'

/** A form as a page shows it: what was typed, and what is wrong with it, each by the name of the field. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** A form that was sent. `data` is what it means, and is there only when nothing is wrong. */
export interface SentForm<Data> extends FormState {
  readonly data: Data | undefined
}

/** A form that nobody has touched yet. */
export function freshForm(values: Readonly<Record<string, string>> = {}): FormState {
  return { values, errors: {} }
}

/**
 * Reads the form of a request and checks it.
 *
 * Does not answer: a page that shows the errors beside their fields keeps what was typed, so it is the handler's to make.
 */
export async function readForm<Schema extends GenericSchema>(
  request: Request,
  schema: Schema,
): Promise<SentForm<InferOutput<Schema>>> {
  const values = (await request.form()).toObject()
  const result = safeParse(schema, values)
  if (result.success) return { values, errors: {}, data: result.output }
  return { values, errors: firstErrors(flatten(result.issues).nested ?? {}), data: undefined }
}

/** The same form with an error that no schema can see, such as a name that is taken. */
export function refused(form: FormState, field: string, message: string): FormState {
  return { values: form.values, errors: { ...form.errors, [field]: message } }
}

function firstErrors(nested: Readonly<Record<string, readonly string[] | undefined>>): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const [field, [message] = []] of Object.entries(nested)) if (message !== undefined) errors[field] = message
  return errors
}
