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
 * const date = defineConverter({ parse: (text) => new Date(text), format: (day) => day.toISOString() })
 * const path = definePaths({ date })
 * app.get(path('/since/<date:day>'), ({ params }) => ({ year: params.day.getFullYear() }))
 */
export function definePaths<const Table extends ConverterTable>(converters: Table): PathMaker<Table> {
  const table = Object.freeze({ ...converters })
  return (text) => Object.freeze({ text, converters: table })
}
