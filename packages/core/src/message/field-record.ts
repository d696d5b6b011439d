import type { Fields } from '../http/fields.ts'
import { Form } from './form.ts'
import type { RequestHeaders } from './request-headers.ts'

/**
 * A query or a form as schemas are given it: a name with one value is that value, a name with several is their list. Files
 * are among them. No prototype: `__proto__` is a name like any other.
 */
export function recordOf(fields: Fields): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = fields.toLists()
  if (fields instanceof Form) {
    for (const [name, files] of Object.entries(fields.files.toLists()))
      record[name] = [record[name] ?? [], files].flat()
  }
  for (const [name, values] of Object.entries(record))
    if (Array.isArray(values) && values.length === 1) record[name] = values[0]
  return record
}

/** Header fields as a record: each by its name in lower case, with all its lines as one text. */
export function headerRecord(headers: RequestHeaders): Readonly<Record<string, string | undefined>> {
  const record: Record<string, string | undefined> = Object.create(null)
  for (const [name] of headers) record[name] ??= headers.get(name)
  return record
}
