import { fail } from '../ground/codes.ts'
import type { Command } from '../context/command.ts'
import type { RunningApp } from '../context/running-app.ts'
import { AppWide } from './app-wide.ts'
import { resolveFolder } from './folders.ts'
import type { RouteDefinition } from './handler.ts'
import type { BlueprintRecord, Child, Mountable, MountOptions } from './mount.ts'
import { OwnedNames } from './owned-names.ts'
import { Scaffold } from './scaffold.ts'

/** How a blueprint is made. */
export interface BlueprintOptions extends Omit<MountOptions, 'name'> {
  /** Folder in which the others are looked for: `import.meta.dirname`. */
  readonly rootPath?: string
  /** Folder of its templates, beside `rootPath`. Default: `'templates'` where there is a `rootPath`; `false` for none. */
  readonly templateFolder?: string | false
  /** Folder of files that it serves, beside `rootPath`. Default: none. */
  readonly staticFolder?: string
  /** Where below its prefix those files are. Default: `'/static'`. */
  readonly staticUrlPath?: string
}

/**
 * A part of an app: routes with their own prefix, hooks, error handlers, templates and files. It does nothing until
 * it is registered on an app or another blueprint, and can be registered several times.
 *
 * @example
 * const blog = new Blueprint('blog', { urlPrefix: '/blog' })
 * blog.get('/<int:id>', { endpoint: 'show' }, ({ params }) => ({ id: params.id }))
 * app.register(blog)
 */
export class Blueprint extends Scaffold implements Mountable {
  readonly name: string
  readonly rootPath: string | undefined
  /** What it adds to the whole app that it is registered on: hooks around every request, also those of other blueprints. */
  readonly appWide: AppWide
  protected readonly home: RunningApp | undefined = undefined
  readonly #options: BlueprintOptions
  readonly #routes: RouteDefinition[] = []
  readonly #children: Child[] = []
  readonly #commands: OwnedNames<Command> = new OwnedNames('command')
  #registered = false

  /** @throws {@link MicroError} `BLUEPRINT_NAME`, `ROOT_PATH_MISSING`. */
  constructor(name: string, options: BlueprintOptions = {}) {
    super()
    if (name === '' || name.includes('.')) throw fail('BLUEPRINT_NAME', { name: JSON.stringify(name) })
    this.name = name
    this.rootPath = options.rootPath
    this.#options = options
    this.appWide = new AppWide(`the blueprint "${name}"`, (method) => this.assertOpen(method))
  }

  /** Puts a blueprint inside this one: its name and prefix come after, its hooks run within. */
  register(blueprint: Mountable, options: MountOptions = {}): void {
    this.assertOpen('register')
    if (blueprint === this) throw fail('BLUEPRINT_CIRCLE', { name: this.name })
    this.#children.push({ blueprint, options })
  }

  /**
   * Adds a command to the command line, below the name of the blueprint.
   *
   * @throws {@link MicroError} `NAME_TAKEN`, `SETUP_FINISHED`.
   * @example
   * const blog = new Blueprint('blog')
   * blog.command({ name: 'publish', description: 'Publishes what is due', run: () => 0 }) // micro blog publish
   */
  command(command: Command): void {
    this.assertOpen('command')
    this.#commands.add(command.name, command, `the blueprint "${this.name}"`)
  }

  /** What this blueprint holds, for the app that takes it in. Locks it. */
  record(): BlueprintRecord {
    this.#registered = true
    const { rootPath, templateFolder, staticFolder, staticUrlPath = '/static' } = this.#options
    const files = resolveFolder(`the blueprint "${this.name}"`, rootPath, staticFolder, undefined)
    return {
      options: this.#options,
      routes: this.#routes,
      ...this.hung,
      appWide: this.appWide.record(),
      commands: [...this.#commands.values.values()],
      templateFolder: resolveFolder(`the blueprint "${this.name}"`, rootPath, templateFolder, 'templates'),
      staticFolder: files === undefined ? undefined : { path: files, urlPath: staticUrlPath },
      children: this.#children,
    }
  }

  protected addRoute(definition: RouteDefinition): void {
    this.#routes.push(definition)
  }

  protected assertOpen(method: string): void {
    if (this.#registered) throw fail('SETUP_FINISHED', { method, name: `the blueprint "${this.name}"` })
  }
}
