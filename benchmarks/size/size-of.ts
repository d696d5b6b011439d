import { build, type BuildOptions } from 'esbuild'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { MicroBuild } from '../house/micro-build.ts'
import type { Program } from './bundles.ts'

/** Bytes of a bundle. */
export interface Size {
  readonly name: string
  readonly minified: number
  readonly packed: number
}

export function settings({ source, platform }: Program): BuildOptions & { write: false } {
  return {
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '..'), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['node:*', 'bun', 'bun:*', 'cloudflare:*'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
    write: false,
  }
}

/** The entries of core as somebody would have them who has installed the package. */
export function installed({ packages }: MicroBuild): Record<string, string> {
  const dist = join(packages, 'core', 'dist')
  const others = ['extensions', 'testing', 'router'].map((name) => [
    `@micro/core/${name}`,
    join(dist, `${name}.js`),
  ])
  return { '@micro/core': join(dist, 'index.js'), ...Object.fromEntries(others) }
}

/** All in one file. */
export async function sizeOf(program: Program, micro: MicroBuild): Promise<Size> {
  const { outputFiles } = await build({ ...settings(program), alias: installed(micro) })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`${program.name} has no bundle`)
  return { name: program.name, ...bytesOf([file.contents]) }
}

/** Each file is packed by itself, as it is sent. */
export function bytesOf(files: readonly Uint8Array[]): Omit<Size, 'name'> {
  return {
    minified: files.reduce((sum, file) => sum + file.length, 0),
    packed: files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
  }
}
