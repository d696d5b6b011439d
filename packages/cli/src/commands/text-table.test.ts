import { expect, it } from 'vitest'
import { textTable } from './text-table.ts'

it('lines up its columns under their titles', () => {
  expect(
    textTable(
      ['Name', 'Port'],
      [
        ['web', '5000'],
        ['longer', '1'],
      ],
    ),
  ).toBe('Name    Port\n------  ----\nweb     5000\nlonger  1\n')
})

it('leaves out columns without any text', () => {
  expect(textTable(['A', 'B', 'C'], [['1', '', '3']])).toBe('A  C\n-  -\n1  3\n')
})
