/**
 * Shows which bad inputs and faults have tests, and fails when one has none or its test fails: `pnpm test:rows`.
 *
 * Runs every test; or reads the JSON report of a run that was made before: `node .ci/house/rows.ts report.json`.
 * The rows stand in row-list.ts; a test belongs to the rows that its title, or that of a describe around it, begins with.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { left, rows } from './row-list.ts'
import { outcomesOf } from './row-outcomes.ts'
import { formatTally, isComplete, tallyRows } from './row-tally.ts'

const [given] = process.argv.slice(2)
const tally = tallyRows(
  { rows, left },
  outcomesOf(given === undefined ? runTests() : readFileSync(given, 'utf8')),
)
console.log(formatTally(tally, { rows, left }))
process.exitCode = isComplete(tally) ? 0 : 1

/** The report of a run of all tests. One that fails is shown by vitest; here only the rows count. */
function runTests(): string {
  const root = join(import.meta.dirname, '../..')
  const folder = mkdtempSync(join(tmpdir(), 'rows-'))
  const file = join(folder, 'report.json')
  try {
    spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      { cwd: root, stdio: 'inherit' },
    )
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
