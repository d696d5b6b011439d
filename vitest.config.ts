import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { FiguresReporter } from './.ci/house/figures.ts'

// The tests run on the sources of every package: nothing has to be built first.
const conditions = ['@micro/source', 'module', 'node', 'development|production']

// Core answers on Bun, Deno and Workers by other code than on Node: what it answers in memory is tested a second time, by that.
const core = join(import.meta.dirname, 'packages/core')
const behaviour = globSync('test/**/*.test.ts', { cwd: core }).filter((file) =>
  readFileSync(join(core, file), 'utf8').includes("/matrix.ts'"),
)

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Every core: vitest would leave one free, which on a small machine is half of it.
    maxWorkers: '100%',
    projects: [
      ...[...globSync('{packages,apps,examples}/*'), '.ci/house', 'benchmarks'].map((root) => ({
        extends: true as const,
        // What `micro new` writes has tests of its own, for another runner.
        test: { name: basename(root), root, exclude: [...configDefaults.exclude, 'templates/**'] },
      })),
      {
        extends: true,
        resolve: { alias: { '#runtime': join(core, 'src/runtime/portable.ts') } },
        test: {
          name: 'core-portable',
          root: core,
          env: { MICRO_RUNTIME: 'portable' },
          include: behaviour,
          // Files of a disk are read in Node's way alone.
          exclude: ['**/{send-file,static-*}.test.ts'],
          isolate: false,
        },
      },
    ],
    reporters: process.env['CI'] ? ['default', new FiguresReporter('.ci/.cache/figures')] : ['default'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'], reporter: ['text', 'lcov'] },
  },
})
