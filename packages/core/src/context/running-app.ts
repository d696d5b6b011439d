import type { Config } from '../ground/config.ts'
import type { JsonProvider } from '../ground/json.ts'
import type { Logger } from '../ground/logger.ts'
import type { Receiver, Signal } from '../ground/signal.ts'
import type { FileSource, OpenFile } from '../message/file-source.ts'
import type { UrlOptions } from './url-options.ts'
import type { Command } from './command.ts'
import type { Contract } from './contract.ts'
import type { TemplateSurface } from './template-surface.ts'

/** What gives an extension its identity and its state's type; every {@link Extension} is one. */
export interface ExtensionRef<State> {
  readonly name: string
  initApp(app: never, options: never): State
}

/** How a context is entered. */
export interface ContextOptions {
  /** Whether the app is started for it. Default: true. Without, its set-up ends, and no start hook runs. */
  readonly start?: boolean
}

/** What a {@link Route} is known by. */
export interface RouteRef {
  readonly path: string
  readonly endpoint: string
  readonly methods: readonly string[]
}

/**
 * An app as a request, a job, a command or an extension at work sees it: everything that can be asked of it, and
 * nothing that sets it up.
 */
export interface RunningApp {
  /** For people: log lines and errors. */
  readonly name: string
  /** Folder beside which `templates/`, `static/` and `migrations/` live; `undefined` when none was given. */
  readonly rootPath: string | undefined
  readonly debug: boolean
  readonly config: Config
  readonly logger: Logger
  readonly json: JsonProvider
  /** What was added to templates, for whoever renders them. */
  readonly templates: TemplateSurface
  /** Aborted when the app begins to end: a server of it closes, or it stops. Requests that are under way may still finish. */
  readonly closing: AbortSignal
  /** What was added to the command line. */
  readonly commands: readonly Command[]

  /**
   * The state that an extension keeps for this app.
   *
   * @throws {@link MicroError} `EXTENSION_MISSING` when it was not registered.
   */
  extension<State>(extension: ExtensionRef<State>): State

  /** What fulfils a contract in this app; `undefined` when nothing does. */
  service<Service>(contract: Contract<Service>): Service | undefined

  /**
   * Is told of a signal from now on, in this app; at any time, also while it serves. Dispose what is returned to stop it.
   *
   * @example
   * app.on(requestFinished, ({ c, reply }) => console.log(c.request.path, reply.status))
   */
  on<Payload>(signal: Signal<Payload>, receiver: Receiver<Payload>): Disposable

  /** Tells everyone who listens to a signal, at once and in order. */
  emit<Payload>(signal: Signal<Payload>, payload: Payload): void

  /**
   * Begins work that goes on beside requests, in a context of its own: a job behind a reply, a loop that a start hook begins. What it
   * throws is logged. When the app stops, its signal is aborted and the app waits for it, at most 10 seconds, before anything is
   * closed. On Workers the request that begins it is kept alive until it has ended, and what a start hook begins ends with the request
   * that made the app start.
   *
   * @param name - For people: log lines.
   * @throws {@link MicroError} `APP_STOPPED`.
   * @example
   * app.onStart((running) =>
   *   running.background('sweeper', async (signal) => {
   *     while (!signal.aborted) {
   *       console.log('swept')
   *       await new Promise((resolve) => signal.addEventListener('abort', resolve))
   *     }
   *   }),
   * )
   */
  background(name: string, work: (signal: AbortSignal) => unknown): void

  /**
   * The URL of an endpoint by its name; `'.name'` is relative to the blueprint of the current request.
   *
   * @throws {@link MicroError} `UNKNOWN_ENDPOINT` or `URL_VALUES`, with the nearest names.
   */
  urlFor(endpoint: string, values?: Readonly<Record<string, unknown>>, options?: UrlOptions): string

  /** The URL of a route object in this app. {@link Route.url} calls it. */
  urlOf(route: RouteRef, values: Readonly<Record<string, unknown>>, options?: UrlOptions): string

  /**
   * Opens a file, for {@link sendFile}. Links are followed; anything but a plain file is not there.
   *
   * @param path - Beside `rootPath` or absolute. Never make one of what a client sent: see {@link RunningApp.openFolder}.
   * @throws {@link MicroError} `ROOT_PATH_MISSING`; `NO_PLATFORM` where there is no file system.
   */
  openFile(path: string): Promise<OpenFile | undefined>

  /**
   * The files below a folder, for {@link sendFrom}: nothing outside of it is there, whatever links say.
   *
   * @param path - Beside `rootPath` or absolute.
   * @throws {@link MicroError} `ROOT_PATH_MISSING`; `NO_PLATFORM` where there is no file system.
   */
  openFolder(path: string): Promise<FileSource>

  /**
   * Runs a function in a context of this app, started if it is not yet, so that `currentApp()` and every extension object work in it; ends when
   * what it opened is closed. For scripts, jobs and tests.
   *
   * @example
   * await app.inContext(async () => db.selectFrom('users').selectAll().execute())
   */
  inContext<T>(run: () => T | PromiseLike<T>, options?: ContextOptions): Promise<T>
}
