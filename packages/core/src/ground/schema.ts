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

/**
 * The path of an issue as one dotted name, for people: `'author.emails.0'`; `''` for the value itself.
 *
 * Not for programs: a name with a dot in it looks like two. {@link issuePointer} is.
 */
export function issuePath(issue: SchemaIssue): string {
  return stepsOf(issue).join('.')
}

/**
 * The path of an issue as a JSON pointer, each path written in one way only: `'#/author/emails/0'`; `'#'` for the value
 * itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 */
export function issuePointer(issue: SchemaIssue): string {
  return ['#', ...stepsOf(issue).map(toToken)].join('/')
}

/** RFC 6901 §3: "'~' needs to be encoded as '~0' and '/' needs to be encoded as '~1'". A lone surrogate has no encoding in a URL. */
function toToken(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed())
}

/** Not by `path.map`: a path of arktype is a list of a class of its own, which makes `[0]` of an empty one. */
function stepsOf({ path = [] }: SchemaIssue): string[] {
  return Array.from(path, (step) => String(typeof step === 'object' ? step.key : step))
}

/** A schema that answers at once. */
export interface SyncSchema<Input = unknown, Output = Input> {
  readonly '~standard': Omit<StandardSchema<Input, Output>['~standard'], 'validate'> & {
    readonly validate: (value: unknown) => SchemaResult<Output>
  }
}
