import { fail } from '../ground/codes.ts'
import type { Config } from '../ground/config.ts'
import { MicroError } from '../ground/errors.ts'
import { isPromise } from '../ground/promise.ts'
import { issuePath, type SchemaIssue } from '../ground/schema.ts'
import type { ExtensionRef } from '../context/running-app.ts'
import type { AppSetup, Extension } from './extension.ts'
import type { LifespanOwner } from './lifespan.ts'

interface Registration extends LifespanOwner {
  /** The extension objects that it uses. */
  readonly needs: readonly ExtensionRef<unknown>[]
  /** Filled in when the app starts: registration may come in any order. */
  readonly requires: LifespanOwner[]
}

/** The extensions of one app, with the state that each keeps for it. */
export class ExtensionRegistry {
  readonly #app: string
  readonly #registrations = new Map<ExtensionRef<unknown>, Registration>()
  readonly #states = new Map<ExtensionRef<unknown>, unknown>()
  /** Those in whose place a test double is: they have no hooks to start or stop. */
  readonly #replaced = new Set<ExtensionRef<unknown>>()

  /** @param app - Its name, for errors. */
  constructor(app: string) {
    this.#app = app
  }

  /**
   * Sets an extension up with its options: code > configuration > default.
   *
   * @param initialise - Calls `initApp` with the app, noting everything that is added meanwhile as the owner's.
   * @throws {@link MicroError} `EXTENSION_REGISTERED`, `EXTENSION_OPTIONS`, `EXTENSION_SETUP`.
   */
  register<State, Options>(
    extension: Extension<State, Options>,
    given: Partial<Options>,
    config: Config,
    initialise: (owner: LifespanOwner, init: (app: AppSetup) => State) => State,
  ): State {
    if (this.#replaced.has(extension)) return this.stateOf(extension)
    if (this.#registrations.has(extension)) throw fail('EXTENSION_REGISTERED', { extension: extension.name })
    const options = readOptions(extension, { ...config.section(extension.name), ...given })
    const owner: Registration = { name: extension.name, needs: extension.requires ?? [], requires: [] }
    const state = initialise(owner, (app) => setUp(extension, app, options))
    this.#registrations.set(extension, owner)
    this.#states.set(extension, state)
    return state
  }

  /** Gives this state to whoever asks, whether the extension is registered or not. */
  replace<State>(extension: ExtensionRef<State>, state: State): void {
    this.#registrations.set(extension, { name: extension.name, needs: [], requires: [] })
    this.#states.set(extension, state)
    this.#replaced.add(extension)
  }

  /** @throws {@link MicroError} `EXTENSION_MISSING`. */
  stateOf<State>(extension: ExtensionRef<State>): State {
    if (!this.#registrations.has(extension))
      throw fail('EXTENSION_MISSING', { extension: extension.name, app: this.#app })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `register` put here what the initApp of this very extension returned
    return this.#states.get(extension) as State
  }

  /**
   * Checks that everything that is required is there, and gives everyone in order of registration.
   *
   * @throws {@link MicroError} `EXTENSION_REQUIRES`.
   */
  resolve(): readonly LifespanOwner[] {
    for (const { name, needs, requires } of this.#registrations.values()) {
      requires.splice(0)
      for (const needed of needs) {
        const owner = this.#registrations.get(needed)
        if (owner === undefined)
          throw fail('EXTENSION_REQUIRES', { extension: name, required: needed.name, app: this.#app })
        requires.push(owner)
      }
    }
    return [...this.#registrations.values()]
  }
}

/** A mistake that has a code says itself what to do; anything else is said to be this extension's. */
function setUp<State, Options>(extension: Extension<State, Options>, app: AppSetup, options: Options): State {
  try {
    return extension.initApp(app, options)
  } catch (cause) {
    if (cause instanceof MicroError) throw cause
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw fail('EXTENSION_SETUP', { extension: extension.name, problem }, { cause })
  }
}

function readOptions<Options>(extension: Extension<unknown, Options>, given: Partial<Options>): Options {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without a schema the author takes what was given as it is; the contract says so
  if (extension.options === undefined) return given as Options
  const result = extension.options['~standard'].validate(given)
  if (isPromise(result))
    throw badOption(extension, { message: 'is checked asynchronously, but `initApp` cannot wait' })
  if (result.issues === undefined) return result.value
  throw badOption(extension, result.issues[0])
}

function badOption({ name }: ExtensionRef<unknown>, issue: SchemaIssue | undefined): Error {
  const option = issue === undefined ? '' : issuePath(issue)
  return fail('EXTENSION_OPTIONS', { extension: name, option, rule: issue?.message ?? 'is not valid' })
}
