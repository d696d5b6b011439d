import { readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { assert, describe, expect, it } from 'vitest'
import { plan } from './floors.config.ts'
import { emptyProject } from './outside-project.ts'
import { isBuilt } from './tarballs.ts'
import { openWorkspace, type Room } from './workspace.ts'

const root = join(import.meta.dirname, '../..')
const workspace = openWorkspace(root, plan)
const [core, cli, example] = ['packages/core', 'packages/cli', 'examples/rate-limit'].map(roomAt)

function roomAt(path: string): Room | undefined {
  return workspace.rooms.find((room) => room.path === path)
}

function tool(name: string): string {
  return realpathSync(join(root, 'node_modules', name))
}

assert(core && cli && example)

describe('an extension outside of the workspace', { timeout: 300_000 }, () => {
  const required = process.env['MICRO_REQUIRE_SERVICES'] === '1'
  const built = required || [core, cli, example].every((room) => isBuilt(workspace, room))

  it('is the example, which obeys every rule from its tarball, on plain Node', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const { add, run } = emptyProject(workspace)
    add([core, example], '--offline')
    const program = `
      import { currentContext } from '@micro/core'
      import { testExtension } from '@micro/core/testing'
      import { RateLimit } from '@micro/example-rate-limit'

      const report = await testExtension(() => new RateLimit(), {
        invalid: { limit: [0], window: ['long'], key: ['ip'] },
        use: (limiter) => limiter.guard({ limit: 50, window: 60 })(currentContext()),
      })
      console.log(report.length > 10, report.filter(({ ok }) => !ok))`
    expect(run('rules.mjs', program)).toBe('true []\n')
  })

  it('is what `micro new extension` wrote: its tests pass, its types hold, and it builds', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const { path, add, execute, write } = emptyProject(workspace)
    add([core, cli], '--prefer-offline')
    execute('.', join(path, 'node_modules/.bin/micro'), 'new', 'extension', '@acme/rate-limit')

    const folder = 'micro-rate-limit'
    const manifest: { readonly devDependencies: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(join(path, folder, 'package.json'), 'utf8'),
    )
    // Core is not published for this test, and without a network there are no tools: both come from here.
    const devDependencies = { '@micro/core': 'file:../core.tgz' }
    write({ [`${folder}/package.json`]: JSON.stringify({ ...manifest, devDependencies }) })
    execute(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund')
    const modules = join(path, folder, 'node_modules')
    write({ [`${folder}/node_modules/@types/.keep`]: '' })
    symlinkSync(tool('@types/node'), join(modules, '@types/node'))
    expect(Object.keys(manifest.devDependencies)).toEqual(['@micro/core', '@types/node', 'typescript'])

    expect(execute(folder, 'npm', 'test')).toMatch(/pass 14\n[^]*fail 0\n/)
    const compiler = join(tool('typescript'), 'bin/tsc')
    execute(folder, process.execPath, compiler, '--noEmit')
    execute(folder, process.execPath, compiler)
    const use = `import { RateLimit } from '@acme/micro-rate-limit'\nconsole.log(new RateLimit().name)`
    expect(execute(folder, process.execPath, '--input-type=module', '--eval', use)).toBe('rateLimit\n')
  })
})
