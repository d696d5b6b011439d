import { fail } from '../ground/codes.ts'
import type { Command } from '../context/command.ts'
import type { RunningApp } from '../context/running-app.ts'
import type { FileSource } from '../message/file-source.ts'
import { AppWide } from './app-wide.ts'
import { resolveFolder } from './folders.ts'
import type { RouteDefinition } from './handler.ts'
import type { Extension } from './extension.ts'
import type { Mountable, Mounting, ScopedExtension } from './mountable.ts'
import type { MountOptions } from './mount-options.ts'
import { type BlueprintRecord, type Child, mount } from './mount.ts'
import { OwnedNames } from './owned-names.ts'
import type { Place } from './route-table.ts'
import { Scaffold } from './scaffold.ts'
import { staticFolderOf, type StaticOptions } from './static-folder.ts'

/** How a blueprint is made. */
export interface BlueprintOptions extends Omit<MountOptions, 'name'>, StaticOptions {
  /** Folder in which the others are looked for: `import.meta.dirname`. */
  readonly rootPath?: string
  /** Folder of its templates, beside `rootPath`. Default: `'templates'` where there is a `rootPath`; `false` for none. */
  readonly templateFolder?: string | false
  /** Folder of files that it serves, beside `rootPath`, or another source of files. Default: none. */
  readonly staticFolder?: string | FileSource
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
  /** For messages. */
  readonly #title: string
  readonly #options: BlueprintOptions
  readonly #routes: RouteDefinition[] = []
  readonly #children: Child[] = []
  readonly #extensions: ScopedExtension[] = []
  readonly #commands: OwnedNames<Command> = new OwnedNames('command')
  #registered = false

  /** @throws {@link MicroError} `BLUEPRINT_NAME`, `ROOT_PATH_MISSING`. */
  constructor(name: string, options: BlueprintOptions = {}) {
    super()
    if (name === '' || name.includes('.')) throw fail('BLUEPRINT_NAME', { name: JSON.stringify(name) })
    this.name = name
    this.rootPath = options.rootPath
    this.#options = options
    this.#title = `the blueprint "${name}"`
    this.appWide = new AppWide(this.#title, (method) => this.assertOpen(method))
  }

  /** Puts a blueprint inside this one: its name and prefix come after, its hooks run within. */
  register(blueprint: Mountable, options?: MountOptions): void
  /**
   * Adds an extension to this blueprint: its hooks run for the requests of this blueprint and of those inside it, before the
   * blueprint's own, and it has a state of its own for each registration of the blueprint. Its `initApp` is called when the blueprint is
   * registered on an app.
   *
   * @param options - Before those in `app.config` under the extension's name.
   */
  register<Options>(extension: Extension<unknown, Options>, options?: Partial<Options>): void
  register(added: Mountable | Extension, options: object = {}): void {
    this.assertOpen('register')
    if ('initApp' in added) this.#extensions.push({ extension: added, options })
    else if (added === this) throw fail('BLUEPRINT_CIRCLE', { name: this.name })
    else this.#children.push({ blueprint: added, options })
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
    this.#commands.add(command.name, command, this.#title)
  }

  mount(options: MountOptions, outer: Place, into: Mounting, within: readonly Mountable[] = []): void {
    this.#registered = true
    mount(this, this.#record(), options, outer, into, within)
  }

  protected addRoute(definition: RouteDefinition): void {
    this.#routes.push(definition)
  }

  protected assertOpen(method: string): void {
    if (this.#registered) throw fail('SETUP_FINISHED', { method, name: this.#title })
  }

  #record(): BlueprintRecord {
    const { rootPath, templateFolder } = this.#options
    return {
      options: this.#options,
      routes: this.#routes,
      ...this.hung,
      appWide: this.appWide.record(),
      commands: [...this.#commands.values.values()],
      templateFolder: resolveFolder(this.#title, rootPath, templateFolder, 'templates'),
      staticFolder: staticFolderOf(this.#title, this.#options),
      children: this.#children,
      extensions: this.#extensions,
    }
  }
}
