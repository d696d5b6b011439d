import type { App } from '../../app/app.ts'
import type { Blueprint } from '../../app/blueprint.ts'
import type { Extension } from '../../app/extension.ts'
import type { Settings } from '../../app/settings.ts'
import type { ExtensionRef } from '../../context/running-app.ts'
import { currentApp } from '../../context/current.ts'
import { isPromise } from '../../ground/promise.ts'
import type { Snapshot } from './snapshot.ts'
import { seenEverywhere } from './surroundings.ts'

/** How an extension is tried. */
export interface ExtensionTrial<Subject, State, Options> {
  /** Options with which it works. Default: none, its defaults. */
  readonly options?: Partial<Options>
  /**
   * Values that an option must refuse, by its name. Each is given alone, in code and in the configuration. Left out, an extension
   * that has options fails the rule about them.
   */
  readonly invalid?: Readonly<Partial<Record<keyof Options & string, readonly unknown[]>>>
  /** Settings of the apps, such as a `secretKey`, and the options of extensions that this one requires. Default: none. */
  readonly config?: Settings
  /**
   * Uses it as a handler would, in a `GET` request. Default: asks the app at work for its state, which says little: give one that
   * does what the extension is for.
   */
  readonly use?: (extension: Subject) => unknown
  /**
   * How many things it holds open for an app: connections, timers, files. Default: what the platform tells, which does not know of
   * everything.
   */
  readonly open?: (state: State) => number
}

/** One extension object on trial; nothing in it depends on its types. */
export interface Specimen {
  /** As it was when the extension was made. */
  readonly name: string
  readonly extension: Extension
  /** What it requires, and what those do. */
  readonly required: readonly Extension[]
  /** Sets it up alone with the options that work; gives its state. */
  register(app: App): unknown
  /** Puts it on a blueprint with the same options. */
  registerOn(blueprint: Blueprint): void
  use(): unknown
  /** How many things it holds open for the app, as far as it tells; 0 where it tells nothing. */
  open(app: App): number
}

/** What the rules try. */
export interface Trial {
  readonly invalid: readonly InvalidOption[]
  readonly config: Settings
  /** What all code of the process shares, as it was before the first extension was made. */
  readonly surroundings: Snapshot
  /** Makes an extension object that no app has seen. */
  make(): Specimen
}

/** A value that an option must refuse. */
export interface InvalidOption {
  readonly option: string
  readonly value: unknown
}

/** Makes a trial of what the author of an extension says about it. */
export function makeTrial<Subject, State, Options>(
  create: () => Subject & Extension<State, Options>,
  { options = {}, invalid, config = {}, use, open }: ExtensionTrial<Subject, State, Options>,
): Trial {
  const make = (): Specimen => {
    const subject = create()
    return {
      name: subject.name,
      extension: untyped(subject),
      required: requirementsOf(subject),
      register: (app) => app.register<State, Options>(subject, options),
      registerOn: (blueprint) => blueprint.register<Options>(subject, options),
      use: () => (use === undefined ? currentApp().extension(subject) : use(subject)),
      open: (app) => open?.(app.extension<State>(subject)) ?? 0,
    }
  }
  return {
    make,
    config,
    surroundings: seenEverywhere(),
    invalid: invalid === undefined ? [] : valuesOf(invalid),
  }
}

/** What `use` gave, once it is there. */
export async function outcomeOf(work: () => unknown): Promise<unknown> {
  const result = work()
  return isPromise(result) ? await result : result
}

function requirementsOf(ref: ExtensionRef<unknown>, found = new Set<Extension>()): readonly Extension[] {
  for (const required of untyped(ref).requires ?? []) {
    const extension = untyped(required)
    if (found.has(extension)) continue
    requirementsOf(extension, found)
    found.add(extension)
  }
  return [...found]
}

/** The extension behind a reference. Its options are not known here: it gets its defaults and the configuration. */
function untyped(ref: ExtensionRef<unknown>): Extension {
  return ref
}

function valuesOf(invalid: Readonly<Partial<Record<string, readonly unknown[]>>>): readonly InvalidOption[] {
  return Object.entries(invalid).flatMap(([option, values = []]) =>
    values.map((value) => ({ option, value })),
  )
}
