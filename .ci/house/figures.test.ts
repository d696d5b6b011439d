import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scratchFolder, type Tree, writeTree } from './scratch-tree.ts'

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')

/** Runs the tests of a tree with the reporter on, and gives the line it wrote and the exit code. */
function figuresOf(tests: Tree): { readonly line: string; readonly status: number | null } {
  using folder = scratchFolder()
  writeTree(folder.path, {
    ...tests,
    'vitest.config.mjs': `
      import { FiguresReporter } from '${join(import.meta.dirname, 'figures.ts')}'
      export default { test: { globals: true, reporters: [new FiguresReporter('${folder.path}/out/figures')] } }`,
  })
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--root', folder.path], { cwd: folder.path })
  return { line: readFileSync(join(folder.path, 'out/figures'), 'utf8'), status }
}

it('writes how many tests passed, failed and were skipped', () => {
  const text = `
    it('passes', () => {})
    it('passes too', () => {})
    it('fails', () => { throw new Error('no') })
    it.skip('waits', () => {})
    it.todo('is to come')`
  expect(figuresOf({ 'a.test.js': text })).toEqual({ line: '2 passed, 1 failed, 2 skipped\n', status: 1 })
})

it('counts a file that cannot be loaded, and an error outside any test, as failed', () => {
  expect(
    figuresOf({
      'a.test.js': `import './nothing.js'`,
      'b.test.js': `it('passes', () => { Promise.reject(new Error('unhandled')) })`,
    }),
  ).toEqual({ line: '1 passed, 2 failed, 0 skipped\n', status: 1 })
})
