// How large a hello is in one file, and what it is made of: `pnpm bench:size`. Ends with 1 over a budget, and where what is asked is missed.
import { build } from 'esbuild'
import { settle } from '../house/claims.ts'
import { MicroBuild } from '../house/micro-build.ts'
import { describeMachine, loadNow } from '../house/machine.ts'
import { readOptions } from '../house/options.ts'
import { keepResults } from '../house/results.ts'
import { show, table } from '../house/table.ts'
import { ceilings, overBudget, sizeClaims, targets } from './budgets.ts'
import { own, peers, type Program } from './bundles.ts'
import { settings, sizeOf } from './size-of.ts'
import { splitHello } from './split-hello.ts'

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

interface Module {
  readonly path: string
  readonly bytes: number
}

const options = readOptions({ name: 'size' })
using micro = new MicroBuild()

const entries = await Promise.all(
  own.map(async (program) => ({ ...(await sizeOf(program, micro)), name: program.name })),
)
const parts = [await splitHello(micro, 'node'), await splitHello(micro, 'neutral')]
const ours = [...entries, ...parts.flatMap(({ first, later }) => [first, later])]
const theirs = await Promise.all(peers.map((program) => sizeOf(program, micro)))
const modules = await modulesOf(own[0])

const rows = ours.map(({ name, minified, packed }) => [
  name,
  minified,
  packed,
  ceilings.get(name),
  targets.get(name),
])
console.log('micro, bytes')
console.log(table(['', 'minified', 'gzip', 'budget', 'asked'], rows))
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
keepResults(options, describeMachine(PACKAGES, loadNow()), { ours, theirs, modules })
settle([...overBudget(entries), ...sizeClaims(entries)])

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
