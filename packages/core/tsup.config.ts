import { readFile } from 'node:fs/promises'
import { defineConfig } from 'tsup'

/** Entries that are only ever loaded together with `index`. */
const WITH_INDEX = /\/src\/(?:extensions\/index|testing\/index|node\/platform|no-platform)\.ts$/

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    extensions: 'src/extensions/index.ts',
    router: 'src/router.ts',
    testing: 'src/testing/index.ts',
    'node-platform': 'src/node/platform.ts',
    'no-platform': 'src/no-platform.ts',
    'runtime-on-node': 'src/runtime/on-node.ts',
    'runtime-portable': 'src/runtime/portable.ts',
    'node-read-text': 'src/node/read-text.ts',
    'no-read-text': 'src/no-read-text.ts',
  },
  external: ['#platform', '#runtime', '#read-text'],
  esbuildPlugins: [
    {
      // What several entries share becomes a file for each group of them that shares something: 14 files for a hello instead of 7, half a millisecond
      // of the start each. That these import the index makes the groups one.
      name: 'one file for what is loaded together',
      setup(build) {
        build.onLoad({ filter: WITH_INDEX }, async ({ path }) => ({
          contents: `${await readFile(path, 'utf8')}\nimport 'index'`,
          loader: 'ts',
        }))
        build.onResolve({ filter: /^index$/ }, () => ({
          path: `${import.meta.dirname}/src/index.ts`,
          sideEffects: true,
        }))
      },
    },
  ],
  format: ['esm'],
  splitting: true,
  dts: false,
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
