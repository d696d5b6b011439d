import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    extensions: 'src/extensions/index.ts',
    router: 'src/router.ts',
    testing: 'src/testing/index.ts',
    'node-platform': 'src/node/platform.ts',
    'no-platform': 'src/no-platform.ts',
    'node-read-text': 'src/node/read-text.ts',
    'no-read-text': 'src/no-read-text.ts',
  },
  external: ['#platform', '#read-text'],
  format: ['esm'],
  splitting: true,
  dts: false,
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
