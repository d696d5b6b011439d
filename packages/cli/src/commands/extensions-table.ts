import type { RegistrationRow } from '../app/cli-app.ts'
import { textTable } from './text-table.ts'

/** What each extension added to an app as a table, or a sentence when there are none. */
export function extensionsTable(registrations: readonly RegistrationRow[]): string {
  if (registrations.length === 0) return 'No extensions were registered.\n'
  const kinds = [...new Set(registrations.flatMap((row) => Object.keys(row)))].filter((kind) => kind !== 'extension')
  const rows = registrations.map((row) => [row.extension, ...kinds.map((kind) => cell(row[kind]))])
  return textTable(['Extension', ...kinds.map(title)], rows)
}

function cell(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ')
  return value === undefined || value === 0 || value === false ? '' : String(value)
}

/** `templateGlobals` gives `Template globals`. */
function title(kind: string): string {
  const words = kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
