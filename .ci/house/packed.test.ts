import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { plan } from './floors.config.ts'
import { scratchFolder, writeTree } from './scratch-tree.ts'
import { isBuilt, outsideEnvironment, pack, publishedPackages } from './tarballs.ts'
import { openWorkspace, type Room } from './workspace.ts'

const workspace = openWorkspace(join(import.meta.dirname, '../..'), plan)
const packages = publishedPackages(workspace)
const serveOnce = join(import.meta.dirname, 'examples/serve-once.ts')

/** A project of somebody else, with the packages installed from their tarballs. Runs a command in it. */
function installed(
  wanted: readonly Room[],
  npmOptions: readonly string[],
): (file: string, text: string) => string {
  const folder = scratchFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const run = (command: string, ...words: readonly string[]): string =>
    execFileSync(command, words, {
      cwd: folder.path,
      encoding: 'utf8',
      env: outsideEnvironment(),
      stdio: 'pipe',
    })

  writeTree(folder.path, { 'package.json': '{ "type": "module" }' })
  const tarballs = wanted.map((room) => pack(workspace, room, folder.path))
  run('npm', 'install', '--no-audit', '--no-fund', ...npmOptions, ...tarballs)
  return (file, text) => {
    writeTree(folder.path, { [file]: text })
    return run(process.execPath, '--import', serveOnce, file)
  }
}

describe('the packed packages', { timeout: 180_000 }, () => {
  const required = process.env['MICRO_REQUIRE_SERVICES'] === '1'
  const built = required || packages.every((room) => isBuilt(workspace, room))

  it('serve hello from core alone, installed by npm without a network', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const run = installed(packages.slice(0, 1), ['--offline'])
    const app = `
      import { App } from '@micro/core'

      const app = new App()
      app.get('/', () => 'Hello, World!')
      await app.run()`
    expect(run('app.ts', app)).toContain('GET / → 200 Hello, World!')
  })

  it('are all installed together and imported, each entry of each', ({ skip }) => {
    skip(!built, 'not built since the last change: run `pnpm build`')
    const run = installed(packages, ['--prefer-offline'])
    const entries = packages.flatMap(({ manifest }) =>
      Object.keys(manifest.exports ?? {})
        // `./bin` is a program: importing it runs it.
        .filter((name) => !name.endsWith('.json') && name !== './bin')
        .map((name) => `${manifest.name}${name.slice(1)}`),
    )
    const text = entries.map((entry) => `await import('${entry}')\nconsole.log('${entry}')\n`).join('')
    expect(run('entries.ts', text).trim().split('\n')).toEqual(entries)
  })
})
