import { fail } from '../ground/codes.ts'
import type { Config } from '../ground/config.ts'
import { MicroError } from '../ground/errors.ts'
import { isPromise } from '../ground/promise.ts'
import { issuePath, type SchemaIssue } from '../ground/schema.ts'
import type { ExtensionRef } from '../context/running-app.ts'
import type { AppSetup, Extension } from './extension.ts'
import type { LifespanOwner } from './lifespan.ts'

interface Registration extends LifespanOwner {
  /** Dotted name of the blueprint that it is registered on; `''` for the app. */
  readonly scope: string
  /** The extension objects that it uses. */
  readonly needs: readonly ExtensionRef<unknown>[]
  /** Filled in when the app starts: registration may come in any order. */
  readonly requires: LifespanOwner[]
  state: unknown
}

/** Gives the blueprints at work, inner first; `undefined` when nobody is. */
export type Scopes = () => readonly string[] | undefined

function anywhere(): undefined {
  return undefined
}

/** The extensions of one app, with the state that each keeps for it: one for the app, or one for each blueprint it is registered on. */
export class ExtensionRegistry {
  readonly #app: string
  /** In order of registration. */
  readonly #registrations = new Map<ExtensionRef<unknown>, Registration[]>()
  /** Those in whose place a test double is: they have no hooks to start or stop. */
  readonly #replaced = new Set<ExtensionRef<unknown>>()

  /** @param app - Its name, for errors. */
  constructor(app: string) {
    this.#app = app
  }

  /**
   * Sets an extension up with its options: code > configuration > default.
   *
   * @param scope - Dotted name of the blueprint that it is registered on; `''` for the app.
   * @param initialise - Calls `initApp` with the app, noting everything that is added meanwhile as the owner's.
   * @throws {@link MicroError} `EXTENSION_REGISTERED`, `EXTENSION_OPTIONS`, `EXTENSION_SETUP`.
   */
  register<State, Options>(
    extension: Extension<State, Options>,
    given: Partial<Options>,
    config: Config,
    scope: string,
    initialise: (owner: LifespanOwner, init: (app: AppSetup) => State) => State,
  ): State {
    if (this.#replaced.has(extension)) return this.stateOf(extension)
    const known = this.#registrations.get(extension) ?? []
    if (known.some((each) => each.scope === scope))
      throw fail('EXTENSION_REGISTERED', { extension: extension.name })
    const options = readOptions(extension, { ...config.section(extension.name), ...given })
    const { name, requires = [] } = extension
    const registration: Registration = { name, scope, needs: requires, requires: [], state: undefined }
    const state = initialise(registration, (app) => setUp(extension, app, options))
    registration.state = state
    this.#registrations.set(extension, [...known, registration])
    return state
  }

  /** Whether it is registered somewhere. */
  has(extension: ExtensionRef<unknown>): boolean {
    return this.#registrations.has(extension)
  }

  /** Gives this state to whoever asks, whether the extension is registered or not. */
  replace<State>(extension: ExtensionRef<State>, state: State): void {
    const { name } = extension
    this.#registrations.set(extension, [{ name, scope: '', needs: [], requires: [], state }])
    this.#replaced.add(extension)
  }

  /**
   * @param scopes - Gives the dotted names of the blueprints at work, inner first; `undefined` outside of a request, where there has
   *   to be one registration only. Asked only where it matters.
   * @throws {@link MicroError} `EXTENSION_MISSING`, `EXTENSION_SCOPE`.
   */
  stateOf<State>(extension: ExtensionRef<State>, scopes: Scopes = anywhere): State {
    const known = this.#registrations.get(extension)
    if (known === undefined) throw fail('EXTENSION_MISSING', { extension: extension.name, app: this.#app })
    const [first, ...others] = known
    const one = first?.scope === '' && others.length === 0
    const found = one ? first : (nearest(known, scopes()) ?? elsewhere(extension, known))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `register` put here what the initApp of this very extension returned
    return found?.state as State
  }

  /**
   * Checks that everything that is required is there, and gives everyone in order of registration.
   *
   * @throws {@link MicroError} `EXTENSION_REQUIRES`.
   */
  resolve(): readonly LifespanOwner[] {
    const all = [...this.#registrations.values()].flat()
    for (const { name, scope, needs, requires } of all) {
      requires.splice(0)
      for (const needed of needs) {
        const owner = nearest(this.#registrations.get(needed) ?? [], outwards(scope))
        if (owner === undefined)
          throw fail('EXTENSION_REQUIRES', { extension: name, required: needed.name, app: this.#app })
        requires.push(owner)
      }
    }
    return all
  }
}

/** The registration of the innermost of these blueprints, or of the app; without them the only one there is. */
function nearest(
  known: readonly Registration[],
  scopes: readonly string[] | undefined,
): Registration | undefined {
  if (scopes === undefined) return known.length === 1 ? known[0] : known.find(({ scope }) => scope === '')
  for (const name of [...scopes, '']) {
    const found = known.find(({ scope }) => scope === name)
    if (found !== undefined) return found
  }
  return undefined
}

/** A blueprint and those around it, inner first: `'a.b'` is in `'a'`. */
export function outwards(scope: string): string[] {
  const dot = scope.lastIndexOf('.')
  return scope === '' ? [] : [scope, ...(dot < 0 ? [] : outwards(scope.slice(0, dot)))]
}

function elsewhere({ name }: ExtensionRef<unknown>, known: readonly Registration[]): never {
  throw fail('EXTENSION_SCOPE', {
    extension: name,
    blueprints: known.map(({ scope }) => `"${scope}"`).join(', '),
  })
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
