import { expect, it } from 'vitest'
import { extensionsTable } from './extensions-table.ts'

it('says so when there are no extensions', () => {
  expect(extensionsTable([])).toBe('No extensions were registered.\n')
})

it('shows what each extension added, and no column for what none of them did', () => {
  const table = extensionsTable([
    {
      extension: 'database',
      hooks: 2,
      routes: 0,
      commands: ['db migrate', 'db status'],
      contracts: [],
      templates: [],
    },
    {
      extension: 'sessions',
      hooks: 3,
      routes: 0,
      commands: [],
      contracts: ['session'],
      templates: ['csrf_token'],
    },
  ])
  const [titles, , database, sessions] = table.split('\n').map((line) => line.trimEnd().split(/ {2,}/))
  expect(titles).toEqual(['Extension', 'Hooks', 'Commands', 'Contracts', 'Templates'])
  expect(database).toEqual(['database', '2', 'db migrate, db status'])
  expect(sessions).toEqual(['sessions', '3', 'session', 'csrf_token'])
})
