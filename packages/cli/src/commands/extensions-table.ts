import type { Registration } from '@micro/core'
import { textTable } from './text-table.ts'

/** What each extension added to an app as a table, or a sentence when there are none. */
export function extensionsTable(registrations: readonly Registration[]): string {
  if (registrations.length === 0) return 'No extensions were registered.\n'
  const titles = ['Extension', 'Hooks', 'Routes', 'Commands', 'Contracts', 'Templates']
  return textTable(titles, registrations.map(cells))
}

function cells({
  extension,
  hooks,
  routes,
  commands,
  contracts,
  templates,
}: Registration): readonly string[] {
  return [
    extension,
    count(hooks),
    count(routes),
    ...[commands, contracts, templates].map((names) => names.join(', ')),
  ]
}

function count(number: number): string {
  return number === 0 ? '' : String(number)
}
