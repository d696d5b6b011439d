import { expect, it } from 'vitest'
import { extensionsTable } from './extensions-table.ts'

it('says that there are no extensions', () => {
  expect(extensionsTable([])).toBe('No extensions were registered.\n')
})

it('lists whatever kinds of things they added', () => {
  const registrations = [
    { extension: 'database', hooks: 3, commands: ['db migrate', 'db status'], templateGlobals: [] },
    { extension: 'auth', hooks: 0, templateGlobals: ['current_user'] },
  ]
  expect(extensionsTable(registrations)).toBe(
    [
      'Extension  Hooks  Commands               Template globals',
      '---------  -----  ---------------------  ----------------',
      'database   3      db migrate, db status',
      'auth                                     current_user',
      '',
    ].join('\n'),
  )
})
