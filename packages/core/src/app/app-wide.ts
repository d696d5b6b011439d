import type { Command } from '../context/command.ts'
import type { TemplateFilter, TemplateTest } from '../context/template-surface.ts'
import { type HookRecord, HookSet } from './hook-set.ts'
import { OwnedNames } from './owned-names.ts'
import { TemplateRegistry } from './template-registry.ts'

/** What a blueprint adds to the whole app. */
export interface AppWideRecord extends HookRecord {
  readonly commands: readonly Command[]
  readonly templates: TemplateRegistry
}

/**
 * What a blueprint adds to the app that it is registered on, and not to its own requests alone: hooks around all
 * requests, names in all templates, commands without its name before theirs. Added once, however often it is registered.
 */
export class AppWide extends HookSet {
  protected readonly assertOpen: (method: string) => void
  readonly #owner: string
  readonly #commands = new OwnedNames<Command>('command')
  readonly #templates = new TemplateRegistry()

  /** @param owner - Whose it is, for messages. */
  constructor(owner: string, assertOpen: (method: string) => void) {
    super()
    this.#owner = owner
    this.assertOpen = assertOpen
  }

  /** Adds a command to the command line, by its name alone. */
  command(command: Command): void {
    this.assertOpen('command')
    this.#commands.add(command.name, command, this.#owner)
  }

  /** Makes a value or function known to every template. */
  templateGlobal(name: string, value: unknown): void {
    this.assertOpen('templateGlobal')
    this.#templates.ownedGlobals.add(name, value, this.#owner)
  }

  /** Adds a filter to every template. */
  templateFilter(name: string, filter: TemplateFilter): void {
    this.assertOpen('templateFilter')
    this.#templates.ownedFilters.add(name, filter, this.#owner)
  }

  /** Adds a test to every template. */
  templateTest(name: string, test: TemplateTest): void {
    this.assertOpen('templateTest')
    this.#templates.ownedTests.add(name, test, this.#owner)
  }

  /** What was added, for the app that takes it in. */
  record(): AppWideRecord {
    return { ...this.hung, commands: [...this.#commands.values.values()], templates: this.#templates }
  }
}
