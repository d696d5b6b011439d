import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/bin.ts'],
  format: ['esm'],
  splitting: true,
  dts: false,
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  target: 'node22',
})
