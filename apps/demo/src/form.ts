import type { Checked, FieldValues } from '@micro/core'

/** A form as a page shows it: what was typed, and what is wrong with it, each by the name of the field. What a form was checked to is one. */
export type FormState = Pick<Checked<unknown>, 'values' | 'errors'>

/** A form that nobody has sent yet. */
export function freshForm(values: FieldValues = {}): FormState {
  return { values, errors: {} }
}

/** The same form with an error that no schema can see, such as a name that is taken. */
export function refused({ values, errors }: FormState, field: string, message: string): FormState {
  return { values, errors: { ...errors, [field]: message } }
}

/** The status of a page with this form: 422 when something is wrong with it. */
export function formStatus(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}
