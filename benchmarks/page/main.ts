// Writes the tables and plots of docs/performance.md out of what was measured last: `pnpm bench:page`.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../house/micro-build.ts'
import { readOptions, refuse } from '../house/options.ts'
import { RESULTS } from '../house/results.ts'
import { fillPage } from './fill-page.ts'
import { plots, recordOf, type Results, tables } from './figures.ts'

readOptions({ name: 'page' })
const PAGE = join(repository, 'docs', 'performance.md')
const FOLDER = join(repository, 'docs', 'performance')

const kept: Results = {
  http: JSON.parse(read('http')),
  start: JSON.parse(read('start')),
  memory: JSON.parse(read('memory')),
  size: JSON.parse(read('size')),
  growth: JSON.parse(read('growth')),
}
mkdirSync(FOLDER, { recursive: true })
for (const [name, svg] of Object.entries(plots(kept))) writeFileSync(join(FOLDER, `${name}.svg`), svg)
writeFileSync(join(FOLDER, 'figures.json'), recordOf(kept))
writeFileSync(PAGE, fillPage(readFileSync(PAGE, 'utf8'), tables(kept)))
execFileSync(join(repository, 'node_modules', '.bin', 'oxfmt'), [PAGE, FOLDER], {
  cwd: repository,
  stdio: 'ignore',
})

function read(name: string): string {
  const path = join(RESULTS, `${name}.json`)
  if (!existsSync(path)) refuse(`Nothing to show yet: a full \`pnpm bench:${name}\` comes first`)
  return readFileSync(path, 'utf8')
}
