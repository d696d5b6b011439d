import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../house/micro-build.ts'
import { refuse } from '../house/options.ts'
import { Scratch } from '../house/scratch.ts'

/** The files of a revision in a folder outside of the repository, which is not touched. Ends with `using`. */
export class Revision implements Disposable {
  readonly folder: string
  readonly id: string
  readonly #scratch: Scratch

  constructor(name: string) {
    this.id = idOf(name)
    this.#scratch = new Scratch('revision')
    this.folder = this.#scratch.folder
    const archive = git('archive', this.id, 'packages', 'tsconfig.base.json')
    execFileSync('tar', ['-x', '-C', this.folder], { input: archive })
    // For what its build imports.
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'))
  }

  [Symbol.dispose](): void {
    this.#scratch[Symbol.dispose]()
  }
}

/** Refuses what git does not know. */
function idOf(name: string): string {
  try {
    return git('rev-parse', '--short', '--quiet', '--verify', `${name}^{commit}`).toString().trim()
  } catch {
    return refuse(`git knows no revision '${name}'`)
  }
}

function git(...command: string[]): Buffer {
  return execFileSync('git', command, { cwd: repository, maxBuffer: 1 << 28 })
}
