import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from '../house/core-build.ts'

/** The files of a revision in a folder outside of the repository, which is not touched. Ends with `using`. */
export class Revision implements Disposable {
  readonly folder: string
  readonly id: string

  /** @throws when git does not know it. */
  constructor(name: string) {
    this.id = git('rev-parse', '--short', '--verify', `${name}^{commit}`).toString().trim()
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-revision-')))
    const archive = git('archive', this.id, 'packages/core', 'tsconfig.base.json')
    execFileSync('tar', ['-x', '-C', this.folder], { input: archive })
    // For what its build imports.
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'))
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true })
  }
}

function git(...command: string[]): Buffer {
  return execFileSync('git', command, { cwd: repository, maxBuffer: 1 << 28 })
}
