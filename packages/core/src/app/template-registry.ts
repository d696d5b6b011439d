import type {
  ContextProcessor,
  TemplateFilter,
  TemplateFolder,
  TemplateSurface,
  TemplateTest,
} from '../context/template-surface.ts'
import { OwnedNames } from './owned-names.ts'

/** What an app, its blueprints and extensions add to templates. */
export class TemplateRegistry implements TemplateSurface {
  readonly ownedGlobals: OwnedNames<unknown> = new OwnedNames('template global')
  readonly ownedFilters: OwnedNames<TemplateFilter> = new OwnedNames('template filter')
  readonly ownedTests: OwnedNames<TemplateTest> = new OwnedNames('template test')
  readonly folders: TemplateFolder[] = []
  readonly #processors = new Map<string, readonly ContextProcessor[]>()

  get globals(): ReadonlyMap<string, unknown> {
    return this.ownedGlobals.values
  }

  get filters(): ReadonlyMap<string, TemplateFilter> {
    return this.ownedFilters.values
  }

  get tests(): ReadonlyMap<string, TemplateTest> {
    return this.ownedTests.values
  }

  /** The names that somebody added. */
  namesOf(owner: string): string[] {
    return [this.ownedGlobals, this.ownedFilters, this.ownedTests].flatMap((names) => names.namesOf(owner))
  }

  /** Takes in what somebody else gathered. @throws {@link MicroError} `NAME_TAKEN`. */
  addNames({ globals, filters, tests }: TemplateRegistry, owner: string): void {
    for (const [name, value] of globals) this.ownedGlobals.add(name, value, owner)
    for (const [name, filter] of filters) this.ownedFilters.add(name, filter, owner)
    for (const [name, test] of tests) this.ownedTests.add(name, test, owner)
  }

  /** Takes in the processors of a scope; the list may still grow. */
  addProcessors(scope: string, processors: readonly ContextProcessor[]): void {
    this.#processors.set(scope, processors)
  }

  processors(blueprints: readonly string[]): readonly ContextProcessor[] {
    return ['', ...blueprints.toReversed()].flatMap((scope) => this.#processors.get(scope) ?? [])
  }
}
