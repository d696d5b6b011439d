/** What one error code says: a sentence with `{placeholders}`, and what to do about it. */
export interface ErrorText {
  /** What happened, with which values. `{name}` stands for a value given when the error is made. */
  readonly message: string
  /** What to do. May use the same placeholders. */
  readonly fix: string
}

/** A package's error codes: the one place where their words stand, and the source of its docs page. */
export type ErrorTable = Readonly<Record<string, ErrorText>>

/** The names between braces in a text: `'{rule} is taken by {owner}'` gives `'rule' | 'owner'`; `{ code }` is code. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string} ${string}` ? never : Name) | Placeholder<Rest>
  : never

/** The values that the text of one code asks for. */
export type ErrorValues<Text extends ErrorText> = {
  readonly [Name in Placeholder<Text['message'] | Text['fix']>]: string | number
}

/**
 * A mistake in how micro is used: what happened, with which value, and what to do.
 *
 * Not for what a client did wrong: that is an {@link HttpError}. The code never changes between minor versions,
 * the words may.
 *
 * @example
 * try {
 *   app.get('/users', () => 'again')
 * } catch (error) {
 *   if (error instanceof MicroError && error.code === 'ROUTE_CONFLICT') console.log(error.fix)
 * }
 */
export class MicroError<Code extends string = string> extends Error {
  override readonly name: string = 'MicroError'
  /** Stable name of the mistake, `UPPER_SNAKE_CASE`. */
  readonly code: Code
  /** What to do about it, in a sentence. */
  readonly fix: string

  constructor(code: Code, message: string, fix: string, options?: ErrorOptions) {
    super(`[${code}] ${message}\n  Fix: ${fix}\n  Docs: docs/errors.md#${code.toLowerCase()}`, options)
    this.code = code
    this.fix = fix
  }
}

/** Makes the errors of one table; the values that a code's text asks for are checked by the compiler. */
export type ErrorFactory<Table extends ErrorTable> = <Code extends keyof Table & string>(
  code: Code,
  values: ErrorValues<Table[Code]>,
  options?: ErrorOptions,
) => MicroError<Code>

/**
 * Declares the error codes of a package.
 *
 * @example
 * const fail = defineErrors({
 *   CACHE_FULL: { message: 'No room for "{key}": the cache holds {size} entries.', fix: 'Raise `maxEntries`.' },
 * })
 * throw fail('CACHE_FULL', { key: 'user:1', size: 500 })
 */
export function defineErrors<const Table extends ErrorTable>(table: Table): ErrorFactory<Table> {
  return (code, values, options) => {
    const { message, fix } = table[code] ?? { message: code, fix: '' }
    return new MicroError(code, fill(message, values), fill(fix, values), options)
  }
}

/** The code that the platform gives an error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces))
}
