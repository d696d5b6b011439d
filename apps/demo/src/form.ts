import { type Request, type StandardSchema, validate } from '@micro/core'

/** A form as a page shows it: what was typed, and what is wrong with it, each by the name of the field. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** A form that was sent. `data` is what it means, and is there only when nothing is wrong. */
export interface SentForm<Data> extends FormState {
  readonly data: Data | undefined
}

/** A form that nobody has sent yet. */
export function freshForm(values: Readonly<Record<string, string>> = {}): FormState {
  return { values, errors: {} }
}

/**
 * Reads the form of a request and checks it.
 *
 * Does not answer: a page that shows the errors beside their fields keeps what was typed, so it is the handler's to make.
 */
export async function readForm<Data>(
  request: Request,
  schema: StandardSchema<unknown, Data>,
): Promise<SentForm<Data>> {
  const values = (await request.form()).toObject()
  const checked = await validate(schema, values)
  return { values, errors: checked.errors, data: checked.ok ? checked.value : undefined }
}

/** The same form with an error that no schema can see, such as a name that is taken. */
export function refused({ values, errors }: FormState, field: string, message: string): FormState {
  return { values, errors: { ...errors, [field]: message } }
}

/** The status of a page with this form: 422 when something is wrong with it. */
export function formStatus(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}
