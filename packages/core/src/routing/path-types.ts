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

/** The text between each pair of angle brackets: `'/v<int:major>.<minor>'` gives `'int:major' | 'minor'`. */
type Variables<
  Text extends string,
  Found extends string = never,
> = Text extends `${string}<${infer Variable}>${infer Rest}` ? Variables<Rest, Found | Variable> : Found

type NameOf<Variable extends string> = Variable extends `${string}:${infer Name}` ? Name : Variable

type ValueOf<Variable extends string, Types> = Variable extends `${infer Converter}:${string}`
  ? Converter extends keyof Types
    ? Types[Converter]
    : Converter extends `any(${infer Choices})`
      ? Choice<Choices>
      : Converter extends `${infer Name}(${string}`
        ? Name extends keyof Types
          ? Types[Name]
          : UnknownConverter<Name>
        : UnknownConverter<Converter>
  : string

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

/**
 * The parameters of a path, as its handler gets them.
 *
 * A path that is not a literal (a `string` put together at run time) gives a record of unknown values.
 *
 * @example
 * type Params = PathParams<'/v<int:major>/<any(raw, html):form>/<path:rest>'>
 * // { readonly major: number; readonly form: 'raw' | 'html'; readonly rest: string }
 */
export type PathParams<Text extends string, Types = BuiltInTypes> = string extends Text
  ? Readonly<Record<string, unknown>>
  : { readonly [Variable in Variables<Text> as NameOf<Variable>]: ValueOf<Variable, Types> }

/** The values that build a URL: one for each parameter; those that have a default may be left out. */
export type UrlValues<Params, Optional extends PropertyKey = never> = keyof Params extends never
  ? Readonly<Record<string, never>>
  : [Optional] extends [never]
    ? Params
    : { readonly [Name in Exclude<keyof Params, Optional>]: Params[Name] } & {
        readonly [Name in keyof Params & Optional]?: Params[Name]
      }

/**
 * The arguments of a typed `url(...)`: the values, then options; no values are asked for where none are needed.
 *
 * @example
 * declare function url(...args: UrlArguments<PathParams<'/users/<int:id>'>, { anchor?: string }>): string
 * url({ id: 1 }, { anchor: 'top' })
 */
export type UrlArguments<Params, Options, Optional extends PropertyKey = never> =
  Exclude<keyof Params, Optional> extends never
    ? [values?: UrlValues<Params, Optional>, options?: Options]
    : string extends keyof Params
      ? [values?: Params, options?: Options]
      : [values: UrlValues<Params, Optional>, options?: Options]
