import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runtimeDependencies } from '../house.ts'
import { writeTree } from '../scratch-tree.ts'
import type { Workspace } from '../workspace.ts'
import type { Example } from './example.ts'

/** A folder in which every example is a file, and every package of the repository can be imported. */
export interface ExampleProject extends Disposable {
  readonly path: string
  readonly examples: readonly Example[]
}

const tsconfig = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: {
    noEmit: true,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    rewriteRelativeImportExtensions: false,
  },
  include: ['**/*.ts'],
}

/** Libraries that no package depends on, and that examples show beside them. */
const SHOWN = ['zod']

/** Writes the examples into a folder of their own, deleted at the end of its scope. */
export function writeExamples(workspace: Workspace, examples: readonly Example[]): ExampleProject {
  const cache = join(workspace.root, '.ci/.cache')
  mkdirSync(cache, { recursive: true })
  const path = mkdtempSync(join(cache, 'examples-'))
  writeTree(path, {
    'package.json': '{ "type": "module", "imports": { "#cast": "./cast.ts" } }',
    'tsconfig.json': JSON.stringify(tsconfig),
    ...Object.fromEntries(
      examples.map((example) => [example.file, example.compiled ? moduleText(example) : example.code]),
    ),
  })
  linkPackages(workspace, join(path, 'node_modules'))
  return { path, examples, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Line of the source for a line of the written file; the setup has no line of its own and gives the first. */
export function sourceLine(example: Example, line: number): number {
  return Math.max(example.line, example.line + line - setupLines(example) - 1)
}

/** `export {}` makes a module of code that neither imports nor exports. */
function moduleText({ setup, code }: Example): string {
  return `${setup}${code}\nexport {}\n`
}

function setupLines({ setup }: Example): number {
  return setup.split('\n').length - 1
}

function linkPackages({ root, rooms }: Workspace, modules: string): void {
  for (const room of rooms.filter(({ path }) => /^(?:packages|examples)\//.test(path))) {
    if (room.manifest.name) link(join(root, room.path), join(modules, room.manifest.name))
    for (const name of runtimeDependencies(room))
      link(join(root, room.path, 'node_modules', name), join(modules, name))
  }
  for (const name of SHOWN) link(join(root, 'node_modules', name), join(modules, name))
}

/** The first one stays; an optional peer that is not installed is left out. */
function link(from: string, to: string): void {
  if (!existsSync(from) || existsSync(to)) return
  mkdirSync(dirname(to), { recursive: true })
  symlinkSync(realpathSync(from), to)
}
