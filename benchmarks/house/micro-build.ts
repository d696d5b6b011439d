import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Scratch } from './scratch.ts'

export const repository: string = join(import.meta.dirname, '..', '..')

/** What else is built where a scenario asks for it, with what it depends on. */
const EXTENSIONS = { auth: 'jose', templating: 'nunjucks' } as const

/** Of what, and of how much of it. */
export interface MicroBuildOptions {
  /** The repository, or another one like it whose `node_modules` can be found. Default: this one. */
  readonly checkout?: string
  /** Whether auth and templating are built too. Default: false. */
  readonly extensions?: boolean
}

/**
 * A build of core as it would be installed, in a folder of its own: what is edited or built meanwhile does not change it. Ends with `using`.
 */
export class MicroBuild implements Disposable {
  /** The folder that the packages are in: `core`, and where they were asked for `auth` and `templating`. */
  readonly packages: string
  readonly #scratch = new Scratch('build')

  constructor({ checkout = repository, extensions = false }: MicroBuildOptions = {}) {
    this.packages = join(this.#scratch.folder, 'node_modules', '@micro')
    try {
      this.#build(checkout, 'core')
      if (extensions) this.#buildExtensions(checkout)
    } catch (error) {
      this[Symbol.dispose]()
      throw error
    }
  }

  #buildExtensions(checkout: string): void {
    for (const [name, library] of Object.entries(EXTENSIONS)) {
      this.#build(checkout, name)
      const installed = join(repository, 'packages', name, 'node_modules', library)
      symlinkSync(installed, join(this.#scratch.folder, 'node_modules', library))
    }
  }

  #build(checkout: string, name: string): void {
    const source = join(checkout, 'packages', name)
    const folder = join(this.packages, name)
    mkdirSync(folder, { recursive: true })
    cpSync(join(source, 'package.json'), join(folder, 'package.json'))
    const tsup = join(repository, 'node_modules', '.bin', 'tsup')
    execFileSync(tsup, ['--silent', '--out-dir', join(folder, 'dist')], { cwd: source, stdio: 'inherit' })
  }

  [Symbol.dispose](): void {
    this.#scratch[Symbol.dispose]()
  }
}
