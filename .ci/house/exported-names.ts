import { parseSync } from 'oxc-parser'

/** A name that a module exports, and whether it is a type only. */
export interface ExportedName {
  readonly name: string
  readonly typeOnly: boolean
}

/** The names that a source exports, in alphabetical order. Does not follow `export *`: the house has none. */
export function exportedNames(text: string): readonly ExportedName[] {
  return parseSync('module.ts', text)
    .module.staticExports.flatMap(({ entries }) => entries)
    .map(({ exportName, isType }) => ({ name: exportName.name ?? 'default', typeOnly: isType }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}
