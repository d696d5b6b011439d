import { readText } from '#read-text'
import { fail } from '../ground/codes.ts'
import { Config } from '../ground/config.ts'
import { defaultJson, type JsonProvider } from '../ground/json.ts'
import { consoleLogger, type Logger, writeLog } from '../ground/logger.ts'
import type { MaybePromise } from '../ground/promise.ts'
import { type Receiver, type Signal, Signals } from '../ground/signal.ts'
import { AppContext } from '../context/app-context.ts'
import type { Command } from '../context/command.ts'
import type { Context } from '../context/context.ts'
import type { Contract } from '../context/contract.ts'
import { ambientRequest, Origin, runIn } from '../context/current.ts'
import { type Execution, executions } from '../context/execution.ts'
import type { ContextOptions, ExtensionRef, RouteRef, RunningApp } from '../context/running-app.ts'
import { appContextPopped, appContextPushed } from '../context/signals.ts'
import type { TemplateFilter, TemplateTest } from '../context/template-surface.ts'
import type { UrlOptions } from '../context/url-options.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import { divert, type DivertedHooks } from '../pipeline/divert.ts'
import type { Reply } from '../message/reply.ts'
import { countHooks } from '../pipeline/scope.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Handle, Listener, ListenOptions } from '../pipeline/platform.ts'
import { serve } from '../pipeline/serve.ts'
import { exchange } from '../web/exchange.ts'
import { peerOf } from '../web/runtime.ts'
import { toPath } from '../routing/path.ts'
import { Background, type BackgroundWork } from './background.ts'
import { ExtensionRegistry, outwards } from './extension-registry.ts'
import type { AppSetup, Extension, LifespanHook, LifespanOptions, Registration } from './extension.ts'
import { besideRoot, resolveFolder } from './folders.ts'
import type { RouteDefinition } from './handler.ts'
import { Lifespan, type LifespanOwner } from './lifespan.ts'
import type { HookRecord } from './hook-set.ts'
import type { Mountable, Mounting } from './mountable.ts'
import type { MountOptions } from './mount-options.ts'
import { OwnedNames } from './owned-names.ts'
import { makePlan } from './make-plan.ts'
import { platform } from './platform.ts'
import { type Place, type RouteListing, RouteTable } from './route-table.ts'
import { Scaffold } from './scaffold.ts'
import { runHost } from './run-host.ts'
import { runOptions } from './run-options.ts'
import { runUntilAsked } from './run-until-asked.ts'
import { type CoreSettings, misspelt, readSettings, type Settings } from './settings.ts'
import { staticRoute } from './static-files.ts'
import { staticFolderOf, type StaticOptions } from './static-folder.ts'
import { TemplateRegistry } from './template-registry.ts'
import { type UrlBuildErrorHandler, Urls } from './urls.ts'

/** How an app is made. */
export interface AppOptions extends StaticOptions {
  /** For people: log lines, errors. Default: `'app'`. */
  readonly name?: string
  /** Folder in which the others are looked for: `import.meta.dirname`. */
  readonly rootPath?: string
  /** Folder of its templates, beside `rootPath`. Default: `'templates'` where there is a `rootPath`; `false` for none. */
  readonly templateFolder?: string | false
  /** Folder of files that it serves, beside `rootPath`, or another source of files. Default: `'static'` where there is a `rootPath`; `false` for none. */
  readonly staticFolder?: string | false | FileSource
  /** Settings in code; more can be added to `app.config`. */
  readonly config?: Settings
  /** Where log lines go. Default: standard error. */
  readonly logger?: Logger
  /** How JSON is written and read. Default: by the platform. */
  readonly json?: JsonProvider
}

/**
 * A web application: routes, hooks, blueprints, extensions and settings.
 *
 * It is set up until its first request or {@link App.start}, and only served from then on. Nothing of it is shared:
 * several apps in one process never meet.
 *
 * @example
 * const app = new App()
 * app.get('/', () => 'Hello, World!')
 * await app.run()
 */
export class App extends Scaffold implements AppSetup, RunningApp {
  readonly name: string
  readonly rootPath: string | undefined
  readonly config: Config
  readonly logger: Logger
  readonly json: JsonProvider
  /** What was added to templates, for whoever renders them. */
  readonly templates: TemplateRegistry = new TemplateRegistry()
  protected readonly home: RunningApp = this

  readonly #signals: Signals
  readonly #routes = new RouteTable()
  readonly #urls = new Urls(this, this.#routes)
  readonly #extensions: ExtensionRegistry
  readonly #closing = new AbortController()
  readonly #lifespan = new Lifespan()
  readonly #background = new Background((err, name) =>
    this.#logError(err, `The background work "${name}" failed`),
  )
  readonly #commands = new OwnedNames<Command>('command')
  readonly #services = new Map<object, unknown>()
  readonly #serviceNames = new OwnedNames<object>('contract')
  readonly #place: Place
  readonly #self: LifespanOwner & { readonly requires: LifespanOwner[] }
  /** Who is adding things right now: an extension during its `initApp`, else the app itself. */
  #owner: LifespanOwner
  readonly #blueprints = new Set<Mountable>()
  /** Read when the app starts; from then on they cannot change. */
  #settings: CoreSettings | undefined
  readonly #added = new Map<LifespanOwner, Pick<Registration, 'hooks' | 'routes'>>()
  #plan: Plan | undefined
  /** Everyone with hooks to start and stop, the app last; empty until the start has found them complete. */
  #owners: readonly LifespanOwner[] = []
  #starting: Promise<void> | undefined
  #stopping: Promise<void> | undefined
  /** Where it was made. What it opens for all of its requests must belong to none of them, as the one that makes it start. */
  readonly #origin = new Origin()

  /** @throws {@link MicroError} `ROOT_PATH_MISSING`. */
  constructor(options: AppOptions = {}) {
    super()
    const { name = 'app', rootPath, config, templateFolder } = options
    this.name = name
    this.rootPath = rootPath
    this.config = new Config(readText)
    if (config !== undefined) this.config.fromObject(config)
    this.logger = options.logger ?? consoleLogger(name, () => this.debug)
    this.json = options.json ?? defaultJson
    this.#signals = new Signals(this.logger)
    this.#extensions = new ExtensionRegistry(name)
    this.#self = { name, requires: [] }
    this.#owner = this.#self
    this.#place = {
      scope: { name: '', parent: undefined, hooks: this.hung.hooks },
      prefix: toPath(''),
      subdomain: undefined,
      defaults: {},
      commandGroup: '',
      urlDefaults: this.hung.urlDefaults,
      outer: undefined,
    }
    this.#routes.addPlace(this.#place)
    this.templates.addProcessors('', this.hung.contextProcessors)
    const templates = resolveFolder(name, rootPath, templateFolder, 'templates')
    if (templates !== undefined) this.templates.folders.push({ path: templates, blueprint: undefined })
    const files = staticFolderOf(name, options, 'static')
    if (files !== undefined) this.addRoute(staticRoute(files))
  }

  /** Whether errors are shown with their stack: the setting `debug`. */
  get debug(): boolean {
    return this.config.get('debug') === true
  }

  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Adds a blueprint, with its routes and everything that is on it. */
  register(blueprint: Mountable, options?: MountOptions): void
  /**
   * Adds an extension: calls its `initApp` and keeps the state that it returns for this app.
   *
   * @param options - Before those in `app.config` under the extension's name.
   * @throws {@link MicroError} `EXTENSION_REGISTERED`, `EXTENSION_OPTIONS`.
   */
  register<State, Options>(extension: Extension<State, Options>, options?: Partial<Options>): State
  register(added: Mountable | Extension, options: object = {}): unknown {
    this.assertOpen('register')
    if ('initApp' in added)
      return this.#extensions.register(added, options, this.config, '', (owner, init) =>
        this.#as(owner, () => init(this)),
      )
    const owner = this.#owner === this.#self ? undefined : this.#owner.name
    return added.mount(options, this.#place, {
      routes: this.#routes,
      templates: this.templates,
      commands: this.#commands,
      root: this.hung,
      known: this.#blueprints,
      owner,
      extend: this.#extend,
    })
  }

  extension<State>(extension: ExtensionRef<State>): State {
    return this.#extensions.stateOf(extension, scopesAtWork)
  }

  /**
   * Puts another state in the place of an extension's. For tests: `stub` of `@micro/core/testing` says what it does.
   *
   * @throws {@link MicroError} `SETUP_FINISHED`.
   */
  replaceExtension<State>(extension: ExtensionRef<State>, state: State): void {
    this.assertOpen('replaceExtension')
    this.#extensions.replace(extension, state)
  }

  on<Payload>(signal: Signal<Payload>, receiver: Receiver<Payload>): Disposable {
    return this.#signals.on(signal, receiver)
  }

  emit<Payload>(signal: Signal<Payload>, payload: Payload): void {
    this.#signals.emit(signal, payload)
  }

  background(name: string, work: BackgroundWork): void {
    if (this.#stopping !== undefined) throw fail('APP_STOPPED', { app: this.name })
    const over = this.#background.begin(name, work, (run) => this.#inContext(run))
    executions.getStore()?.waitUntil(over)
  }

  onStart(hook: LifespanHook, options?: LifespanOptions): void {
    this.assertOpen('onStart')
    this.#lifespan.onStart(this.#owner, hook, options)
  }

  onStop(hook: LifespanHook, options?: LifespanOptions): void {
    this.assertOpen('onStop')
    this.#lifespan.onStop(this.#owner, hook, options)
  }

  provide<Service>(contract: Contract<Service>, service: Service): void {
    this.assertOpen('provide')
    this.#serviceNames.add(contract.name, contract, this.#owner.name)
    this.#services.set(contract, service)
  }

  service<Service>(contract: Contract<Service>): Service | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `provide` put here what the type of its contract says
    return this.#services.get(contract) as Service | undefined
  }

  command(command: Command): void {
    this.assertOpen('command')
    this.#commands.add(command.name, command, this.#owner.name)
  }

  get commands(): readonly Command[] {
    return [...this.#commands.values.values()]
  }

  templateGlobal(name: string, value: unknown): void {
    this.assertOpen('templateGlobal')
    this.templates.ownedGlobals.add(name, value, this.#owner.name)
  }

  templateFilter(name: string, filter: TemplateFilter): void {
    this.assertOpen('templateFilter')
    this.templates.ownedFilters.add(name, filter, this.#owner.name)
  }

  templateTest(name: string, test: TemplateTest): void {
    this.assertOpen('templateTest')
    this.templates.ownedTests.add(name, test, this.#owner.name)
  }

  /** What each extension added, in order of registration. */
  get registrations(): readonly Registration[] {
    return [...this.#added].map(([{ name }, added]) => ({
      extension: name,
      ...added,
      commands: this.#commands.namesOf(name),
      contracts: this.#serviceNames.namesOf(name),
      templates: this.templates.namesOf(name),
    }))
  }

  /** Every route as it is served, for a listing. */
  routes(): readonly RouteListing[] {
    return this.#routes.list()
  }

  urlFor(endpoint: string, values: Readonly<Record<string, unknown>> = {}, options: UrlOptions = {}): string {
    return this.#urls.build(endpoint, values, options, this.#settings ?? readSettings(this.config))
  }

  urlOf(route: RouteRef, values: Readonly<Record<string, unknown>>, options?: UrlOptions): string {
    return this.urlFor(this.#routes.endpointOf(route), values, options)
  }

  /**
   * Asked for a URL that cannot be built: the first text that a handler returns stands in for it.
   *
   * @example
   * app.urlBuildErrorHandler((error, endpoint) => (endpoint.startsWith('legacy.') ? '/legacy' : undefined))
   */
  urlBuildErrorHandler(handler: UrlBuildErrorHandler): void {
    this.assertOpen('urlBuildErrorHandler')
    this.#urls.errorHandlers.push(handler)
  }

  /**
   * Ends the set-up and runs the start hooks: what is required first, the app's own last. Calling it again waits for
   * the same start; the first request calls it by itself.
   *
   * @throws {@link MicroError} `CONFIG_VALUE`, `EXTENSION_REQUIRES`, `EXTENSION_CIRCLE`, `LIFESPAN_DEADLINE`, and what a
   *   start hook throws; what was opened by then is closed again.
   */
  start(): Promise<void> {
    if (this.#stopping !== undefined) return Promise.reject(fail('APP_STOPPED', { app: this.name }))
    return (this.#starting ??= this.#origin.run(() => this.#start()))
  }

  /** Runs the stop hooks in reverse, once. Failures are logged: the others run all the same. */
  stop(): Promise<void> {
    return this.#origin.run(() => {
      this.#closing.abort()
      return (this.#stopping ??= this.#stop())
    })
  }

  /** As {@link App.stop}, for `await using app = createApp()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async openFile(path: string): Promise<OpenFile | undefined> {
    const full = besideRoot(this.name, this.rootPath, path)
    return (await platform()).openFile(full)
  }

  async openFolder(path: string): Promise<FileSource> {
    const full = besideRoot(this.name, this.rootPath, path)
    return (await platform()).openFolder(full)
  }

  async inContext<T>(run: () => T | PromiseLike<T>, { start = true }: ContextOptions = {}): Promise<T> {
    if (start) await this.start()
    else {
      this.#finishSetup()
      this.#lifespan.reach(this.#owners)
    }
    return this.#inContext(run)
  }

  /**
   * Answers a platform `Request`: the app for Bun, Deno, Workers and anything else that speaks `fetch`. Starts the app
   * when it has not been started.
   *
   * @param host - What the runtime says beside the request. Of Deno's `info` and Bun's `server` the client's address is taken;
   *   the environment of Workers is not looked at.
   * @param execution - Of Workers: kept alive until everything that the request opened is closed, and the background work that it
   *   began has ended.
   * @example
   * const response = await app.fetch(new globalThis.Request('http://localhost/'))
   */
  readonly fetch = (request: Request, host?: unknown, execution?: Execution): Promise<Response> => {
    if (this.#plan === undefined) return this.start().then(() => this.fetch(request, host, execution))
    try {
      const peer = peerOf(request, host)
      // No async function: it would be a promise of the response's promise.
      if (execution === undefined) return Promise.resolve(exchange(this.handle, request, peer).response)
      const { response, done } = executions.run(execution, exchange, this.handle, request, peer)
      execution.waitUntil(Promise.resolve(done))
      return Promise.resolve(response)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Takes one request through the pipeline: for listeners. The app must have been started.
   *
   * @throws {@link MicroError} `APP_NOT_STARTED`.
   */
  readonly handle: Handle = (source, send) => {
    return serve(this.#planOfStarted(), source, send)
  }

  /**
   * Takes requests to one view in place of what they would lead to, without before hooks. For tests: `inRequest` and
   * `sessionTransaction` of `@micro/core/testing` say what it is good for.
   *
   * @throws {@link MicroError} `APP_NOT_STARTED`.
   */
  diverted(view: (c: Context) => MaybePromise<Reply>, hooks: DivertedHooks): Handle {
    const plan = divert(this.#planOfStarted(), view, hooks)
    return (source, send) => serve(plan, source, send)
  }

  #planOfStarted(): Plan {
    if (this.#plan === undefined) throw fail('APP_NOT_STARTED', { app: this.name })
    return this.#plan
  }

  /**
   * Starts the app and listens for requests, without a word and without minding signals. {@link App.run} does both.
   *
   * @throws {@link MicroError} `PORT_IN_USE`, `LISTEN_FAILED`, and what {@link App.start} throws.
   */
  async listen(options: ListenOptions = {}): Promise<Listener> {
    const { listen } = await platform()
    await this.start()
    try {
      const listener = await this.#origin.run(() =>
        listen(this.handle, options, this.#finishSetup(), (err) =>
          this.#logError(err, 'The server had a problem'),
        ),
      )
      const close: Listener['close'] = (deadline) =>
        this.#origin.run(() => {
          this.#closing.abort()
          return listener.close(deadline)
        })
      return { ...listener, close }
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /**
   * Starts the app, listens, and prints where. SIGINT and SIGTERM let the requests under way finish, stop the app and
   * end; a second signal ends the process at once. An error that nobody caught, thrown in a timer or by a promise that nobody waits
   * for, is logged and does the same, with exit code 1: what the app is in is not known any more. Under `micro run` it hands the app to the command line instead.
   *
   * @param options - Default: `MICRO_RUN_HOST` or 127.0.0.1, and `MICRO_RUN_PORT` or 5000.
   * @throws {@link MicroError} `PORT_IN_USE`, `LISTEN_FAILED`, and what {@link App.start} throws.
   * @example
   * await app.run({ port: 8080 })
   */
  async run(options: ListenOptions = {}): Promise<Listener> {
    const host = runHost()
    if (host !== undefined) return host(this, options)
    const listener = await this.listen({ ...runOptions(), ...options })
    this.logger.info({}, `Running on ${listener.url} (Ctrl-C ends)`)
    void runUntilAsked(this, listener)
    return listener
  }

  protected addRoute(definition: RouteDefinition): void {
    this.#routes.add(definition, this.#place, this.#owner === this.#self ? undefined : this.#owner.name)
  }

  protected assertOpen(method: string): void {
    if (this.#starting !== undefined || this.#settings !== undefined)
      throw fail('SETUP_FINISHED', { method, name: `the app "${this.name}"` })
  }

  /** Notes an extension as the owner of what it adds: its `initApp` is synchronous, so nobody comes in between. */
  #as<T>(owner: LifespanOwner, run: () => T, own: HookRecord = this.hung): T {
    const { hooks, routes } = this.#counts(own)
    const before = this.#owner
    this.#owner = owner
    try {
      return run()
    } finally {
      this.#owner = before
      const after = this.#counts(own)
      this.#added.set(owner, { hooks: after.hooks - hooks, routes: after.routes - routes })
    }
  }

  /** Sets an extension up for the requests of a blueprint. */
  readonly #extend: Mounting['extend'] = ({ extension, options }, blueprint, show) => {
    const setup = show(this, {
      extension: (other) => this.#extensions.stateOf(other, () => outwards(blueprint)),
      assertOpen: (method) => this.assertOpen(method),
      again: this.#extensions.has(extension),
    })
    this.#extensions.register(extension, options, this.config, blueprint, (owner, init) =>
      this.#as(owner, () => init(setup), setup.record),
    )
    return setup.record
  }

  #counts({ hooks }: HookRecord): { readonly hooks: number; readonly routes: number } {
    return { hooks: countHooks(hooks) + this.#lifespan.size, routes: this.#routes.size }
  }

  async #start(): Promise<void> {
    const settings = this.#finishSetup()
    try {
      const locate = this.#routes.locator(this.#place.scope, settings.serverName)
      const plan = makePlan(this, settings, this.#signals, locate)
      await this.#routes.loadVersions()
      await this.#inContext(() => this.#lifespan.start(this, this.#owners))
      this.#plan = plan
    } catch (error) {
      await (this.#stopping ??= this.#close())
      throw error
    }
  }

  /** An app that is just starting is started first: what it opens by then is closed. */
  async #stop(): Promise<void> {
    const failed = await this.#starting?.then(
      () => false,
      () => true,
    )
    if (failed !== true) await this.#close()
  }

  async #close(): Promise<void> {
    this.#plan = undefined
    for (const name of await this.#background.end())
      writeLog(this.logger, 'warn', {}, `The background work "${name}" did not end in time`)
    const failures = await this.#inContext(() => this.#lifespan.stop(this, this.#owners))
    for (const err of failures) this.#logError(err, 'A stop hook failed')
  }

  #logError(err: unknown, message: string): void {
    writeLog(this.logger, 'error', { err }, message)
  }

  /** From here on nothing can be added; what is opened is closed by the stop hooks, whether or not the app starts. */
  #finishSetup(): CoreSettings {
    if (this.#settings !== undefined) return this.#settings
    this.config.lock()
    const settings = readSettings(this.config)
    const extensions = this.#extensions.resolve()
    this.#self.requires.splice(0, Infinity, ...extensions)
    this.#owners = [...extensions, this.#self]
    for (const [name, meant] of misspelt(
      this.config,
      extensions.map((each) => each.name),
    ))
      this.logger.warn({}, `The setting "${name}" is nobody's. Did you mean "${meant}"?`)
    this.#settings = settings
    return settings
  }

  async #inContext<T>(run: () => T | PromiseLike<T>): Promise<T> {
    const context = new AppContext(this)
    try {
      this.emit(appContextPushed, { context })
      return await runIn(context, run)
    } finally {
      await context.dispose()
      this.emit(appContextPopped, { context })
    }
  }
}

/** The blueprints of the request that is going on; `undefined` outside of one. */
function scopesAtWork(): readonly string[] | undefined {
  return ambientRequest()?.blueprints
}
