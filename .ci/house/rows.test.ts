import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { left, rows } from './row-list.ts'
import { outcomesOf } from './row-outcomes.ts'
import { formatTally, idsOf, isComplete, tallyRows } from './row-tally.ts'
import { scratchFolder, writeTree } from './scratch-tree.ts'

const list = {
  rows: { A01: 'first', A02: 'second', A03: 'third', B01: 'fourth' },
  left: { A03: 'a reason' },
}
const passed = (...titles: readonly string[]) => ({ titles, state: 'passed' }) as const
const failed = (...titles: readonly string[]) => ({ titles, state: 'failed' }) as const
const skipped = (...titles: readonly string[]) => ({ titles, state: 'skipped' }) as const

it.each([
  ['A07: answers 431', ['A07']],
  ['A07, A08: answer 431', ['A07', 'A08']],
  ['answers A07: not', []],
  ['A07 answers', []],
  ['A7: answers', []],
] as const)('finds the ids of %j', (title, ids) => {
  expect(idsOf(title)).toEqual(ids)
})

it('is complete when every row has a test that passes, or is left', () => {
  const tally = tallyRows(list, [passed('A01, A02: both', 'works'), passed('outer', 'B01: works')])
  expect(isComplete(tally)).toBe(true)
  expect(tally.groups).toEqual([
    { name: 'A', green: ['A01', 'A02'], failing: [], left: ['A03'], missing: [] },
    { name: 'B', green: ['B01'], failing: [], left: [], missing: [] },
  ])
})

it('is not complete when a row is missing, skipped or failing', () => {
  const tally = tallyRows(list, [passed('A01: one way'), failed('A01: another'), skipped('B01: later')])
  expect(isComplete(tally)).toBe(false)
  expect(formatTally(tally, list)).toBe(`group  rows  green  failing  left  missing
A         3      0        1     1        1
B         1      0        0     0        1
all       4      0        1     1        2

Left, deliberately:
  A03  third: a reason

Failing:
  A01  first

Missing:
  A02  second
  B01  fourth`)
})

it('is not complete when a title has an id of no row', () => {
  const tally = tallyRows({ rows: { A01: 'first' }, left: {} }, [
    passed('A01: x'),
    passed('A99: y'),
    passed('X01: z'),
  ])
  expect([isComplete(tally), tally.unknown]).toEqual([false, ['A99']])
})

it('reads how tests ended out of the report of a run', () => {
  using folder = scratchFolder()
  const report = join(folder.path, 'report.json')
  writeTree(folder.path, {
    'a.test.js': `
      describe('A01: outer', () => { it('works', () => {}) })
      it('A02: fails', () => { throw new Error('no') })
      it.skip('B01: waits', () => {})`,
    'vitest.config.mjs': `export default { test: { globals: true } }`,
  })
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
  spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder.path, '--reporter=json', `--outputFile=${report}`],
    { cwd: folder.path },
  )
  const { groups } = tallyRows(list, outcomesOf(readFileSync(report, 'utf8')))
  expect(groups).toMatchObject([
    { green: ['A01'], failing: ['A02'], missing: [] },
    { green: [], missing: ['B01'] },
  ])
})

it('exits with 1 when a row is missing', () => {
  using folder = scratchFolder()
  writeTree(folder.path, { 'report.json': '{"testResults":[]}' })
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'rows.ts'), join(folder.path, 'report.json')],
    { encoding: 'utf8' },
  )
  expect([status, stdout]).toEqual([1, expect.stringContaining('Missing:\n  A01')])
})

it('leaves only rows that there are', () => {
  expect(Object.keys(left).filter((id) => !Object.hasOwn(rows, id))).toEqual([])
})
