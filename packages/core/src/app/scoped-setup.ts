import type { Config } from '../ground/config.ts'
import type { Logger } from '../ground/logger.ts'
import type { Receiver, Signal } from '../ground/signal.ts'
import type { Command } from '../context/command.ts'
import type { Contract } from '../context/contract.ts'
import type { ExtensionRef } from '../context/running-app.ts'
import type { TemplateFilter, TemplateTest } from '../context/template-surface.ts'
import type { AppSetup, LifespanHook, LifespanOptions } from './extension.ts'
import { type HookRecord, HookSet } from './hook-set.ts'
import type { Mountable, ScopedHost } from './mountable.ts'
import type { MountOptions } from './mount-options.ts'

/** A blueprint as it is registered on an app, for an extension that is registered on it. */
export interface ScopedPlace {
  /** What goes before the names of its commands, with a space at its end. */
  readonly commandGroup: string
  /** Puts a blueprint inside it. */
  readonly mount: (blueprint: Mountable, options: MountOptions) => void
}

/**
 * An app as an extension sees it that is registered on a blueprint: the hooks that it adds run for the requests of that
 * blueprint and of those inside it, and for no others, and a template global is known to their templates only. What an app
 * has once (contracts, filters and tests of templates) the first registration adds; commands go below the name of the blueprint; start and
 * stop hooks are the app's.
 */
export class ScopedSetup extends HookSet implements AppSetup {
  readonly name: string
  readonly rootPath: string | undefined
  readonly config: Config
  readonly logger: Logger
  readonly debug: boolean
  readonly #app: AppSetup
  readonly #place: ScopedPlace
  readonly #host: ScopedHost

  constructor(app: AppSetup, place: ScopedPlace, host: ScopedHost) {
    super()
    this.name = app.name
    this.rootPath = app.rootPath
    this.config = app.config
    this.logger = app.logger
    this.debug = app.debug
    this.#app = app
    this.#place = place
    this.#host = host
  }

  /** What was hung around the requests of the blueprint. */
  get record(): HookRecord {
    return this.hung
  }

  register(blueprint: Mountable, options: MountOptions = {}): void {
    this.#place.mount(blueprint, options)
  }

  extension<State>(extension: ExtensionRef<State>): State {
    return this.#host.extension(extension)
  }

  on<Payload>(signal: Signal<Payload>, receiver: Receiver<Payload>): Disposable {
    return this.#app.on(signal, receiver)
  }

  onStart(hook: LifespanHook, options?: LifespanOptions): void {
    this.#app.onStart(hook, options)
  }

  onStop(hook: LifespanHook, options?: LifespanOptions): void {
    this.#app.onStop(hook, options)
  }

  provide<Service>(contract: Contract<Service>, service: Service): void {
    if (!this.#host.again) this.#app.provide(contract, service)
  }

  command(command: Command): void {
    const name = `${this.#place.commandGroup}${command.name}`
    this.#app.command({ ...command, name, run: (input) => command.run(input) })
  }

  templateGlobal(name: string, value: unknown): void {
    this.contextProcessor(() => ({ [name]: value }))
  }

  templateFilter(name: string, filter: TemplateFilter): void {
    if (!this.#host.again) this.#app.templateFilter(name, filter)
  }

  templateTest(name: string, test: TemplateTest): void {
    if (!this.#host.again) this.#app.templateTest(name, test)
  }

  protected assertOpen(method: string): void {
    this.#host.assertOpen(method)
  }
}
