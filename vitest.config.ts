import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import { FiguresReporter } from './.ci/house/figures.ts'

// The tests run on the sources of every package: nothing has to be built first.
const conditions = ['@micro/source', 'module', 'node', 'development|production']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Every core: vitest would leave one free, which on a small machine is half of it.
    maxWorkers: '100%',
    projects: [...globSync('{packages,apps,examples}/*'), '.ci/house', 'benchmarks'].map((root) => ({
      extends: true as const,
      // What `micro new` writes has tests of its own, for another runner.
      test: { name: basename(root), root, exclude: [...configDefaults.exclude, 'templates/**'] },
    })),
    reporters: process.env['CI'] ? ['default', new FiguresReporter('.ci/.cache/figures')] : ['default'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'], reporter: ['text', 'lcov'] },
  },
})
