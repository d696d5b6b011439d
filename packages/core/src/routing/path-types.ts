/** The type that each built-in converter gives. */
export interface BuiltInTypes {
  readonly string: string
  readonly int: number
  readonly float: number
  readonly path: string
  readonly any: string
  readonly uuid: string
}

/** Stands for the value of a variable whose converter nobody defined: nothing can be done with it. */
export interface UnknownConverter<Name extends string> {
  readonly unknownConverter: Name
}

/** What a path record tells the compiler. */
export interface TypedPath<Params> {
  readonly text: string
  /** Carries the type of the parameters to the compiler; never set. */
  readonly params?: Params
}

/**
 * The parameters of a path, as its handler gets them: of its text, or of what {@link definePaths} made.
 *
 * A path that is not a literal (a `string` put together at run time) gives a record of unknown values.
 *
 * @example
 * type Params = PathParams<'/v<int:major>/<any(raw, html):form>/<path:rest>'>
 * // { readonly major: number; readonly form: 'raw' | 'html'; readonly rest: string }
 */
export type PathParams<Text, Types = BuiltInTypes> = Text extends `${string}<${infer First}>${infer Rest}`
  ? MoreParams<Rest, Types, Param<First, Types>>
  : Text extends TypedPath<infer Params>
    ? Params
    : string extends Text
      ? Readonly<Record<string, unknown>>
      : NoParams

/** Those of a path without variables. */
// oxlint-disable-next-line typescript/no-empty-object-type -- a type with members would add them to every intersection
export type NoParams = {}

// Variable by variable into an intersection: half the work for the compiler of one mapped type over all of them.
type MoreParams<Text, Types, Params> = Text extends `${string}<${infer First}>${infer Rest}`
  ? MoreParams<Rest, Types, Params & Param<First, Types>>
  : Params

type Param<Variable extends string, Types> = Variable extends `${infer Converter}:${infer Name}`
  ? {
      readonly [Key in Name]: Converter extends keyof Types
        ? Types[Converter]
        : WithArguments<Converter, Types>
    }
  : { readonly [Key in Variable]: string }

type WithArguments<Converter extends string, Types> = Converter extends `any(${infer Choices})`
  ? Choice<Choices>
  : Converter extends `${infer Name}(${string}`
    ? Name extends keyof Types
      ? Types[Name]
      : UnknownConverter<Name>
    : UnknownConverter<Converter>

/** `'a, "b"'` gives `'a' | 'b'`. */
type Choice<Text extends string, Found extends string = never> = Text extends `${infer First},${infer Rest}`
  ? Choice<Rest, Found | Unquoted<First>>
  : Found | Unquoted<Text>

type Unquoted<Text extends string> = Text extends
  | ` ${infer Rest}`
  | `${infer Rest} `
  | `"${infer Rest}"`
  | `'${infer Rest}'`
  ? Unquoted<Rest>
  : Text

/** Some parameters, those named in `Optional` not required. */
export type WithOptional<Params, Optional extends PropertyKey> = Omit<Params, Optional> &
  Partial<Pick<Params, Optional & keyof Params>>

/**
 * The arguments of a typed `url(...)`: a value for each parameter, then options. No values are asked for where none are
 * needed, and none are taken that the path does not have.
 *
 * @example
 * declare function url(...args: UrlArguments<PathParams<'/users/<int:id>'>, { anchor?: string }>): string
 * url({ id: 1 }, { anchor: 'top' })
 */
export type UrlArguments<Params, Options> = NoParams extends Params
  ? [values?: keyof Params extends never ? Readonly<Record<string, never>> : Params, options?: Options]
  : [values: Params, options?: Options]
