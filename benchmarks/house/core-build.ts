import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const repository: string = join(import.meta.dirname, '..', '..')

/**
 * A build of core as it would be installed, in a folder of its own: what is edited or built meanwhile does not change it. Ends with `using`.
 */
export class CoreBuild implements Disposable {
  readonly folder: string
  /** Path of the module that `@micro/core` would be. */
  readonly entry: string

  /** @param checkout - The repository, or another one like it whose `node_modules` can be found. */
  constructor(checkout: string = repository) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-core-')))
    this.entry = join(this.folder, 'dist', 'index.js')
    const source = join(checkout, 'packages', 'core')
    cpSync(join(source, 'package.json'), join(this.folder, 'package.json'))
    const tsup = join(repository, 'node_modules', '.bin', 'tsup')
    try {
      execFileSync(tsup, ['--silent', '--out-dir', join(this.folder, 'dist')], {
        cwd: source,
        stdio: 'inherit',
      })
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}
