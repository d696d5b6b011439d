import { describe, expect, it } from 'vitest'
import { markdownTable, show, table } from './table.ts'

describe('tables', () => {
  it('lines up names to the left and figures to the right', () => {
    const rows = [
      ['micro', 1.5],
      ['h3', 20],
    ]
    expect(table(['', 'cost'], rows)).toBe('       cost\nmicro  1.50\nh3       20')
  })

  it('writes Markdown with figures to the right', () => {
    expect(markdownTable(['who', 'cost'], [['h3', undefined]])).toBe(
      '| who | cost |\n| --- | ---: |\n| h3 | – |',
    )
  })

  it('shows three digits that count', () => {
    expect([0.1234, 1.234, 12.34, 123.4, 1234.5, 64].map(show)).toEqual([
      '0.123',
      '1.23',
      '12.3',
      '123',
      '1,235',
      '64',
    ])
  })
})
