import type { Converter, ConverterFactory, ConverterTable } from './converter.ts'
import type { BuiltInTypes, PathParams } from './path-types.ts'
import type { Path } from './path.ts'

/** The type that each converter of a table gives. */
export type ConverterTypes<Table extends ConverterTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Converter<infer T> | ConverterFactory<infer T>
    ? T
    : never
}

/** Makes paths that may name the converters of `Table` besides the built-in ones. */
export type PathMaker<Table extends ConverterTable> = <const Text extends string>(
  text: Text,
) => Path<PathParams<Text, Omit<BuiltInTypes, keyof Table> & ConverterTypes<Table>>>

/**
 * Names converters of one's own, for the paths it makes: the parameters get their types, and no other path is affected.
 *
 * @example
 * const path = definePaths({ date: isoDate })
 * app.get(path('/archive/<date:day>'), ({ params }) => params.day.toISOString())
 */
export function definePaths<const Table extends ConverterTable>(converters: Table): PathMaker<Table> {
  const table = Object.freeze({ ...converters })
  return (text) => Object.freeze({ text, converters: table })
}
