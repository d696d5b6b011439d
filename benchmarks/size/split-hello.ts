import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MicroBuild } from '../house/micro-build.ts'
import { Scratch } from '../house/scratch.ts'
import { serverEnvironment } from '../house/server-process.ts'
import { bytesOf, installed, settings, type Size } from './size-of.ts'

const FIRST_ANSWER = join(import.meta.dirname, 'first-answer.ts')

const SOURCES = {
  node: `import { App } from '@micro/core'
const app = new App()
app.get('/', () => 'Hello, World!')
export const listener = await app.run({ port: 0 })`,
  neutral: `import { App } from '@micro/core'
const app = new App()
app.get('/', () => 'Hello, World!')
export default app`,
} as const

/** A hello in as many files as it has parts that are loaded at another time. */
export interface SplitHello {
  /** What is loaded up to the end of the first answer. */
  readonly first: Size
  /** What waits until somebody asks for what is in it. */
  readonly later: Size
}

/** Which files are loaded is not guessed from imports: the bundle is run, asked once, and Node says what it has read. */
export async function splitHello(micro: MicroBuild, platform: keyof typeof SOURCES): Promise<SplitHello> {
  const name = platform === 'node' ? 'hello' : 'hello by fetch'
  using scratch = new Scratch('split')
  await build({
    ...settings({ name, platform, source: SOURCES[platform] }),
    alias: installed(micro),
    splitting: true,
    outdir: scratch.folder,
    outExtension: { '.js': '.mjs' },
    write: true,
  })
  const output = execFileSync(process.execPath, [FIRST_ANSWER, scratch.folder], {
    env: serverEnvironment(),
    encoding: 'utf8',
  })
  const loaded: readonly string[] = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  const files = (wanted: boolean): Uint8Array[] =>
    readdirSync(scratch.folder)
      .filter((file) => loaded.includes(file) === wanted)
      .map((file) => readFileSync(join(scratch.folder, file)))
  return {
    first: { name: `${name}, up to its first answer`, ...bytesOf(files(true)) },
    later: { name: `${name}, on demand`, ...bytesOf(files(false)) },
  }
}
