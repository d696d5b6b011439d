import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    extensions: 'src/extensions/index.ts',
    router: 'src/router.ts',
    testing: 'src/testing/index.ts',
    'node-platform': 'src/node/platform.ts',
    'no-platform': 'src/no-platform.ts',
  },
  external: ['#platform'],
  format: ['esm'],
  splitting: true,
  dts: false,
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
