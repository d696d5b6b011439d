// How large a hello is in one file, and what it is made of: `pnpm bench:size`. Ends with 1 over a budget.
import { build, type BuildOptions } from 'esbuild'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { settle } from '../house/claims.ts'
import { CoreBuild } from '../house/core-build.ts'
import { describeMachine, loadNow } from '../house/machine.ts'
import { keepResults } from '../house/results.ts'
import { show, table } from '../house/table.ts'
import { budgets } from './budgets.ts'
import { own, peers, type Program } from './bundles.ts'

const PACKAGES = [
  'esbuild',
  'hono',
  '@hono/node-server',
  'h3',
  'elysia',
  '@elysiajs/node',
  'fastify',
  'express',
  'koa',
  '@koa/router',
]
/** How many modules of the list are printed. */
const LISTED = 40

interface Size {
  readonly name: string
  readonly minified: number
  readonly packed: number
}

interface Module {
  readonly path: string
  readonly bytes: number
}

using core = new CoreBuild()

const ours = await Promise.all(
  own.map(async (program) => ({ ...(await sizeOf(program)), name: program.name })),
)
const theirs = await Promise.all(peers.map(sizeOf))
const modules = await modulesOf(own[0])

const rows = ours.map(({ name, minified, packed }) => [name, minified, packed, budgets[name]])
console.log('micro, bytes')
console.log(table(['', 'minified', 'gzip', 'budget'], rows))
console.log('\nhello of others, bytes')
console.log(
  table(
    ['', 'minified', 'gzip'],
    theirs.map(({ name, minified, packed }) => [name, minified, packed]),
  ),
)
const total = modules.reduce((sum, { bytes }) => sum + bytes, 0)
console.log(
  `\nWhat the hello is made of: ${modules.length} modules, ${show(total)} bytes minified; the ${LISTED} largest`,
)
const listed = modules.slice(0, LISTED)
console.log(
  table(
    ['', 'bytes', 'share'],
    listed.map(({ path, bytes }) => [path, bytes, `${((bytes / total) * 100).toFixed(1)} %`]),
  ),
)
keepResults('size', describeMachine(PACKAGES, loadNow()), { ours, theirs, modules })
settle(
  ours.map(({ name, minified }) => ({
    text: `${name}: at most ${show(budgets[name])} bytes minified: ${show(minified)}`,
    holds: minified <= budgets[name],
  })),
)

function settings({ source, platform }: Program): BuildOptions & { write: false } {
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

/** As somebody would have it who has installed the package. */
async function sizeOf(program: Program): Promise<Size> {
  const alias = {
    '@micro/core': core.entry,
    ...Object.fromEntries(
      ['extensions', 'testing', 'router'].map((name) => [
        `@micro/core/${name}`,
        join(core.folder, 'dist', `${name}.js`),
      ]),
    ),
  }
  const { outputFiles } = await build({ ...settings(program), alias })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`${program.name} has no bundle`)
  return {
    name: program.name,
    minified: file.contents.length,
    packed: gzipSync(file.contents, { level: 9 }).length,
  }
}

/** Out of the sources, whose modules are not yet put together. Largest first. */
async function modulesOf(program: Program | undefined): Promise<Module[]> {
  if (program === undefined) return []
  const { metafile } = await build({ ...settings(program), conditions: ['@micro/source'], metafile: true })
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path, { bytesInOutput }]) => ({
      path: path.replace(/^.*packages\/core\/src\//, ''),
      bytes: bytesInOutput,
    }))
    .toSorted((a, b) => b.bytes - a.bytes)
}
