import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { floorTable } from './floor-table.ts'
import { plan as ourPlan } from './floors.config.ts'
import { openHouse } from './house.ts'
import { inspect } from './laws.ts'
import type { Plan } from './plan.ts'
import { scratchFolder, type Tree, writeTree } from './scratch-tree.ts'

const root = join(import.meta.dirname, '../..')

const plan: Plan = {
  floors: [
    [
      {
        path: 'packages/core',
        folders: ['ground', 'node', 'app'],
        entries: ['index.ts'],
        platform: { node: 'all', ground: ['node:async_hooks'] },
        doors: { node: ['#platform'] },
        bare: true,
      },
    ],
    [
      { path: 'packages/auth', platform: { node: 'all' } },
      { path: 'packages/cli', platform: { '.': 'all' } },
    ],
    [{ path: 'apps/*', platform: { '.': 'all' } }],
  ],
  emptyNames: ['utils', 'helpers', 'common', 'types'],
}

const coreManifest = {
  name: '@micro/core',
  exports: {
    '.': { '@micro/source': './src/index.ts' },
    './testing': { '@micro/source': './src/app/testing.ts' },
  },
  imports: { '#platform': { '@micro/source': './src/node/platform.ts', default: './dist/no-platform.js' } },
}
const authManifest = {
  name: '@micro/auth',
  peerDependencies: { '@micro/core': '*' },
  dependencies: { jose: '6' },
  devDependencies: { '@types/nunjucks': '3' },
  exports: { '.': { '@micro/source': './src/index.ts' } },
}

const cliManifest = {
  name: '@micro/cli',
  peerDependencies: { '@micro/core': '*' },
  exports: { '.': { '@micro/source': './src/index.ts' } },
}

/** A small house in which every law holds. */
const clean: Tree = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '5' } }),
  'packages/core/package.json': JSON.stringify(coreManifest),
  'packages/core/src/index.ts': `export { App } from './app/app.ts'\nexport type { Fault } from './ground/fault.ts'`,
  'packages/core/src/ground/fault.ts': `import { AsyncLocalStorage } from 'node:async_hooks'\nexport type Fault = string`,
  'packages/core/src/ground/fault.test.ts': `import { it } from 'vitest'\nimport fs from 'node:fs'\nimport { App } from '../app/app.ts'`,
  'packages/core/src/node/platform.ts': `import fs from 'node:fs'\nimport type { Fault } from '../ground/fault.ts'`,
  'packages/core/src/app/app.ts': `export class App { run() { return import('#platform') } }`,
  'packages/core/src/app/testing.ts': `export { App as TestApp } from './app.ts'`,
  'packages/auth/package.json': JSON.stringify(authManifest),
  'packages/auth/src/index.ts': `export { auth } from './node/auth.ts'`,
  'packages/auth/src/node/auth.ts': `import { App } from '@micro/core'\nimport 'jose'\nimport 'node:crypto'\nexport const auth = App`,
  'packages/cli/package.json': JSON.stringify(cliManifest),
  'packages/cli/src/index.ts': `import 'node:fs'\nimport '@micro/core/testing'`,
  'packages/cli/bin/micro.js': `import '@micro/cli'`,
  'packages/core/test/surface.test.ts': `import { it } from 'vitest'\nimport { App } from '@micro/core'`,
  'apps/demo/package.json': JSON.stringify({
    name: 'demo',
    dependencies: { '@micro/auth': '*', '@micro/core': '*' },
  }),
  'apps/demo/src/main.ts': `import { auth } from '@micro/auth'\nimport { App } from '@micro/core'`,
}

/** What each broken law says of the clean house with some files changed: `rule file:line message`. */
function complaints(changes: Tree = {}): readonly string[] {
  using folder = scratchFolder()
  writeTree(folder.path, { ...clean, ...changes })
  return inspect(openHouse(folder.path, plan)).flatMap(({ rule, violations }) =>
    violations.map(({ file, line, message }) => `${rule.name} ${file}:${line} ${message}`),
  )
}

function core(changes: object): Tree {
  return { 'packages/core/package.json': JSON.stringify({ ...coreManifest, ...changes }, null, 2) }
}

describe('the laws of the house', () => {
  it('finds nothing in a clean house', () => {
    expect(complaints()).toEqual([])
  })

  it('refuses an import of a higher folder, also of a type', () => {
    expect(
      complaints({ 'packages/core/src/ground/up.ts': `\nimport type { App } from '../app/app.ts'` }),
    ).toEqual(['upward packages/core/src/ground/up.ts:2 "../app/app.ts" is on "app", above "ground".'])
  })

  it.each([
    ['a dynamic import', `export const load = () => import('../app/app.ts')`],
    ['a type import in place', `export type A = import('../app/app.ts').App`],
    ['an export from', `export { App } from '../app/app.ts'`],
    ['a name of the imports map', `export const load = () => import('#platform')`],
    ['an import for its effects', `import '../app/app.ts'`],
    ['an import of an entry', `import '../index.ts'`],
  ])('refuses %s that leads up', (_, text) => {
    expect(complaints({ 'packages/core/src/ground/up.ts': text })).toContainEqual(
      expect.stringMatching(/^upward packages\/core\/src\/ground\/up\.ts:1 /),
    )
  })

  it('refuses an import of a package on a higher floor', () => {
    expect(
      complaints({ 'packages/core/src/app/up.ts': `import type { auth } from '@micro/auth'` }),
    ).toContain(
      'upward packages/core/src/app/up.ts:1 "@micro/auth" is in packages/auth, which stands on a higher floor than packages/core.',
    )
  })

  it('refuses two files that import each other, also by types, and names the way round', () => {
    expect(
      complaints({
        'packages/core/src/ground/one.ts': `import type { Two } from './two.ts'`,
        'packages/core/src/ground/two.ts': `import type { One } from './one.ts'`,
      }),
    ).toEqual([
      'circular packages/core/src/ground/one.ts:1 These import each other in a circle: ' +
        'packages/core/src/ground/one.ts → packages/core/src/ground/two.ts → packages/core/src/ground/one.ts.',
    ])
  })

  it('refuses a file that imports itself', () => {
    expect(complaints({ 'packages/auth/src/one.ts': `import './one.ts'` })).toEqual([
      expect.stringContaining('circular packages/auth/src/one.ts:1 '),
    ])
  })

  it('refuses two folders that import each other by different files', () => {
    expect(
      complaints({
        'apps/demo/src/blog/show.ts': `import '../accounts/user.ts'`,
        'apps/demo/src/blog/post.ts': '',
        'apps/demo/src/accounts/user.ts': '',
        'apps/demo/src/accounts/profile.ts': `import '../blog/post.ts'`,
      }),
    ).toEqual([expect.stringContaining('circular apps/demo/src/')])
  })

  it('refuses an extension that imports another one, and one that depends on it', () => {
    expect(
      complaints({
        'packages/cli/package.json': JSON.stringify(
          { ...cliManifest, peerDependencies: { '@micro/auth': '*' } },
          null,
          2,
        ),
        'packages/cli/src/index.ts': `import type { auth } from '@micro/auth'`,
      }),
    ).toEqual([
      'neighbours packages/cli/src/index.ts:1 packages/cli imports its neighbour packages/auth.',
      'neighbours packages/cli/package.json:4 packages/cli depends on its neighbour packages/auth.',
    ])
  })

  it.each([
    ['of core outside node/', 'packages/core/src/app/file.ts', `import fs from 'node:fs'`],
    ['of core without the prefix', 'packages/core/src/app/file.ts', `import fs from 'fs'`],
    ['of core by a dynamic import', 'packages/core/src/app/file.ts', 'const fs = await import(`node:fs`)'],
    ['of core by require', 'packages/core/src/app/file.ts', `const fs = require('node:fs')`],
    [
      'of core by getBuiltinModule',
      'packages/core/src/app/file.ts',
      `const fs = process.getBuiltinModule('node:fs')`,
    ],
    [
      'of core besides the named exception',
      'packages/core/src/ground/file.ts',
      `import type fs from 'node:fs'`,
    ],
    ['of an extension outside node/', 'packages/auth/src/file.ts', `import { scrypt } from 'node:crypto'`],
    ['of another runtime', 'packages/auth/src/file.ts', `import { Database } from 'bun:sqlite'`],
    [
      'that is computed',
      'packages/core/src/app/file.ts',
      `export const load = (name: string) => import('node:' + name)`,
    ],
  ])('refuses an import of the platform %s', (_, path, text) => {
    expect(complaints({ [path]: text })).toEqual([expect.stringMatching(`^platform ${path}:1 `)])
  })

  it('refuses a way into node/ past its door, which would bind every runtime to it', () => {
    expect(
      complaints({ 'packages/core/src/app/run.ts': `import { serve } from '../node/platform.ts'` }),
    ).toEqual([
      'platform packages/core/src/app/run.ts:1 "../node/platform.ts" binds packages/core/src/app/run.ts to the platform, ' +
        'also on runtimes that have none of it.',
    ])
    expect(
      complaints({ 'packages/core/src/app/run.ts': `import type { Serve } from '../node/platform.ts'` }),
    ).toEqual([])
  })

  it.each(['dependencies', 'peerDependencies', 'optionalDependencies'])(
    'refuses a name in the %s of core',
    (kind) => {
      expect(complaints(core({ [kind]: { kysely: '1' } }))).toEqual([
        expect.stringMatching(
          /^bare packages\/core\/package\.json:\d\d packages\/core depends on "kysely"\.$/,
        ),
      ])
    },
  )

  it('refuses an import of an entry of its own package, by path and by name', () => {
    expect(
      complaints({
        'packages/core/src/app/one.test.ts': `import { App } from '../index.ts'`,
        'packages/core/src/app/two.test.ts': `import { App } from '@micro/core'`,
        'packages/core/src/app/three.test.ts': `import { TestApp } from './testing.ts'`,
      }),
    ).toEqual([
      'own entry packages/core/src/app/one.test.ts:1 "../index.ts" is an entry of the file\'s own package.',
      'own entry packages/core/src/app/three.test.ts:1 "./testing.ts" is an entry of the file\'s own package.',
      'own entry packages/core/src/app/two.test.ts:1 "@micro/core" is an entry of the file\'s own package.',
    ])
  })

  it.each([`export * from './app.ts'`, `export * as app from './app.ts'`, `export type * from './app.ts'`])(
    'refuses %s',
    (text) => {
      expect(complaints({ 'packages/core/src/app/all.ts': text })).toEqual([
        'star exports packages/core/src/app/all.ts:1 `export *` hides what is exported.',
      ])
    },
  )

  it.each(['app/utils.ts', 'app/helpers.test.ts', 'app/common/one.ts', 'app/types.ts'])(
    'refuses the name %s',
    (name) => {
      expect(complaints({ [`packages/core/src/${name}`]: '' })).toEqual([
        expect.stringMatching(`^empty names packages/core/src/${name}:1 `),
      ])
    },
  )

  it.each([`declare module '@micro/core' { interface App {} }`, 'declare global { var app: string }'])(
    'refuses %s',
    (text) => {
      expect(complaints({ 'packages/auth/src/more.ts': `export {}\n${text}` })).toEqual([
        expect.stringMatching('^ambient declarations packages/auth/src/more.ts:2 '),
      ])
    },
  )

  it('refuses a path into another package', () => {
    expect(
      complaints({ 'packages/auth/src/reach.ts': `import { App } from '../../core/src/app/app.ts'` }),
    ).toEqual(['reach packages/auth/src/reach.ts:1 "../../core/src/app/app.ts" reaches into another room.'])
  })

  it.each([
    ['packages/auth/src/library.ts', `import 'kysely'`],
    ['packages/auth/src/library.test.ts', `import 'kysely/helpers/sqlite'`],
    ['packages/auth/src/tool.ts', `import { vi } from 'vitest'`],
    ['packages/auth/src/value.ts', `import { Environment } from 'nunjucks'`],
  ])('refuses a package that is not declared in %s', (path, text) => {
    expect(complaints({ [path]: text })).toEqual([expect.stringMatching(`^undeclared ${path}:1 `)])
  })

  it('refuses a workspace package that is not declared', () => {
    expect(complaints({ 'apps/demo/src/cli.ts': `import '@micro/cli'` })).toEqual([
      expect.stringContaining('"@micro/cli" is not declared in apps/demo/package.json'),
    ])
  })

  it('takes types from a declared @types package', () => {
    expect(
      complaints({ 'packages/auth/src/typed.ts': `import type { Environment } from 'nunjucks'` }),
    ).toEqual([])
  })

  it('refuses what has no place: a package, a folder, a file beside the entries, an import without an end', () => {
    expect(
      complaints({
        'packages/extra/package.json': '{}',
        'packages/core/src/attic/old.ts': '',
        'packages/core/src/loose.ts': '',
        'packages/auth/src/lost.ts': `import './nothing.ts'`,
        'packages/auth/src/broken.ts': 'const =',
      }).map((text) => text.split(' ').slice(0, 2).join(' ')),
    ).toEqual([
      'unplaced packages/extra/package.json:1',
      'unplaced packages/core/src/attic/old.ts:1',
      'unplaced packages/core/src/loose.ts:1',
      'unplaced packages/auth/src/lost.ts:1',
      'unplaced packages/auth/src/broken.ts:1',
    ])
  })

  it('is not taken in by text that only looks like an import', () => {
    const text = `// import '../app/app.ts'\nexport const words = "import x from 'node:fs'"\nconst r = /import 'node:fs'/`
    expect(complaints({ 'packages/core/src/ground/words.ts': text })).toEqual([])
  })
})

describe('the table of floors', () => {
  it('shows the highest floor first, with files and imports', () => {
    using folder = scratchFolder()
    writeTree(folder.path, clean)
    expect(floorTable(openHouse(folder.path, plan))).toBe(
      `
     rooms          files  imports
  2  apps/demo          1  ↓ packages/auth 1  ↓ packages/core 1
  1  packages/auth      2  ↓ packages/core 1
  1  packages/cli       2  ↓ packages/core 1
  0  packages/core      5

     packages/core  files  imports
  3  entries            1  ↓ app 1  ↓ ground 1
  2  app                2  ↓ node 1
  1  node               1  ↓ ground 1
  0  ground             1`.slice(1),
    )
  })
})

describe('this repository', () => {
  it('obeys every law', () => {
    const broken = inspect(openHouse(root, ourPlan)).filter(({ violations }) => violations.length > 0)
    expect(broken.map(({ rule, violations }) => ({ rule: rule.name, violations }))).toEqual([])
  })

  it('says so in the words of `pnpm floors`', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, '.ci/house/floors.ts')], {
      encoding: 'utf8',
    })
    expect(stdout).toContain('\n0 upward, 0 circles\n')
    expect(status).toBe(0)
  })
})
