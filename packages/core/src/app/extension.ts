import type { StandardSchema } from '../ground/schema.ts'
import type { Config } from '../ground/config.ts'
import type { Logger } from '../ground/logger.ts'
import type { Receiver, Signal } from '../ground/signal.ts'
import type { MaybePromise } from '../ground/promise.ts'
import type { Command } from '../context/command.ts'
import type { Contract } from '../context/contract.ts'
import type { ExtensionRef, RunningApp } from '../context/running-app.ts'
import type { ContextProcessor, TemplateFilter, TemplateTest } from '../context/template-surface.ts'
import type { MountOptions } from './mount-options.ts'
import type { RequestHooks } from './request-hooks.ts'

/** Runs when the app starts or stops. An `AsyncLocalStorage` holds for it what it held where the app was made. */
export type LifespanHook = (app: RunningApp) => MaybePromise<void>

/** How long a lifespan hook may take. */
export interface LifespanOptions {
  /** In milliseconds. Default: 10,000. */
  readonly deadline?: number
}

/** What an app takes in as a part of itself; every {@link Blueprint} is one. */
export interface BlueprintRef {
  readonly name: string
  /** Takes itself in, with what it holds; from then on it is locked. */
  mount(options: MountOptions, outer: object, into: object): void
}

/**
 * An app while it is being set up, as an extension sees it. Registered on the app it is the {@link App} itself;
 * registered on a blueprint its hooks reach that blueprint's requests and no others.
 *
 * Every method belongs to set-up: after the app has started it throws `SETUP_FINISHED`.
 */
export interface AppSetup extends RequestHooks {
  readonly name: string
  readonly rootPath: string | undefined
  readonly config: Config
  readonly logger: Logger
  readonly debug: boolean

  /** Adds a blueprint, with its routes and everything that is on it. */
  register(blueprint: BlueprintRef, options?: MountOptions): void
  /** The state of an extension that is registered already. @throws {@link MicroError} `EXTENSION_MISSING`. */
  extension<State>(extension: ExtensionRef<State>): State

  /** Runs before the first request, after those of the extensions that this one requires. I/O belongs here. */
  onStart(hook: LifespanHook, options?: LifespanOptions): void
  /** Runs when the app stops, in reverse order, also after a start that failed. */
  onStop(hook: LifespanHook, options?: LifespanOptions): void

  /** Is told of a signal from now on, in this app. */
  on<Payload>(signal: Signal<Payload>, receiver: Receiver<Payload>): Disposable

  /** Fulfils a contract for this app. @throws {@link MicroError} `NAME_TAKEN`, naming both owners. */
  provide<Service>(contract: Contract<Service>, service: Service): void
  /** Adds a command to the command line. @throws {@link MicroError} `NAME_TAKEN`, naming both owners. */
  command(command: Command): void

  /** Makes a value or function known to every template. @throws {@link MicroError} `NAME_TAKEN`. */
  templateGlobal(name: string, value: unknown): void
  /** Adds a filter to every template. @throws {@link MicroError} `NAME_TAKEN`. */
  templateFilter(name: string, filter: TemplateFilter): void
  /** Adds a test to every template. @throws {@link MicroError} `NAME_TAKEN`. */
  templateTest(name: string, test: TemplateTest): void
  /** Gives values to the templates of this scope. */
  contextProcessor(processor: ContextProcessor): void
}

/**
 * What an extension is: an object made unbound, once, that registers itself on any number of apps and keeps none of
 * them. Whatever belongs to one app is in the state that `initApp` returns.
 *
 * @typeParam State - What this extension keeps for one app; `app.extension(ext)` gives it back.
 * @typeParam Options - What `initApp` gets: complete and valid.
 * @example
 * class Greeter implements Extension<{ greet(): string }, { greeting: string }> {
 *   readonly name = 'greeter'
 *   readonly options = defineOptions({ greeting: stringOption('Hello') })
 *   initApp(app: AppSetup, options: { greeting: string }) {
 *     const state = { greet: () => options.greeting }
 *     app.templateGlobal('greet', state.greet)
 *     return state
 *   }
 * }
 */
export interface Extension<State = unknown, Options = object> extends ExtensionRef<State> {
  /** For people, errors and `app.config`; identity is the object. */
  readonly name: string
  /** Other extension objects that this one uses. */
  readonly requires?: readonly ExtensionRef<unknown>[]
  /** Defaults and rules of the options. Without it, what was given reaches `initApp` unchecked. */
  readonly options?: StandardSchema<unknown, Options>
  /**
   * Sets this extension up on an app. Must be synchronous and do no I/O: that belongs in `app.onStart`.
   *
   * @param options - Code > `app.config[name]` > environment > default, validated.
   */
  initApp(app: AppSetup, options: Options): State
}

/** What one extension added to an app. */
export interface Registration {
  /** Its name. */
  readonly extension: string
  /** How many hooks, error handlers, start and stop hooks. */
  readonly hooks: number
  readonly routes: number
  readonly commands: readonly string[]
  readonly contracts: readonly string[]
  /** Globals, filters and tests of templates. */
  readonly templates: readonly string[]
}
