import type { ConfigEntry } from '@micro/core'
import { textTable } from './text-table.ts'

/** Every setting of an app with where it came from, as a table, or a sentence when there are none. */
export function configTable(entries: readonly ConfigEntry[]): string {
  if (entries.length === 0) return 'Nothing is set: every setting has its default.\n'
  return textTable(
    ['Setting', 'Value', 'From'],
    entries.map(({ name, value, layer, source }) => [
      name,
      value,
      source === '' ? layer : `${layer}: ${source}`,
    ]),
  )
}
