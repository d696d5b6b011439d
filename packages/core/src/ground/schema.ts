/** One thing that is wrong with a value. */
export interface SchemaIssue {
  readonly message: string
  /** Where: property names and indexes, from the outside in. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema says of a value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/**
 * Anything that checks a value and gives it back typed: a zod, valibot or arktype schema fits as it is.
 *
 * @see https://standardschema.dev
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** The path of an issue as one dotted name: `'author.emails.0'`; `''` for the value itself. */
export function issuePath(issue: SchemaIssue): string {
  return (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
}

/** A schema that answers at once. */
export interface SyncSchema<Input = unknown, Output = Input> {
  readonly '~standard': Omit<StandardSchema<Input, Output>['~standard'], 'validate'> & {
    readonly validate: (value: unknown) => SchemaResult<Output>
  }
}
